// The rules of a program that cite clauses.
#pragma once
#include "compiler/coverage/coverage.h"

namespace huice::coverage {

/// A rule and what it cites, in program order.
struct CitingRule {
  Rule rule;
  std::vector<rules::Citation> citations;
};
std::vector<CitingRule> citing_rules(const program::Program& program);

/// `2024-01-01..2024-12-31`; an open end is empty.
std::string period(const std::optional<Date>& from, const std::optional<Date>& to);

}  // namespace huice::coverage
