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

}  // namespace huice::coverage
