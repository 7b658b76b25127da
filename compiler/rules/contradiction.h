// Conditions that exclude each other: `x > 10 and x < 5`, `kind = a and kind = b`.
#pragma once
#include <vector>

#include "compiler/rules/rules.h"

namespace huice::rules {

/// Whether no value of some field or let satisfies all the conditions at once. Looks at comparisons with constants, `in`,
/// and fields that are true or false; false when in doubt.
bool exclude_each_other(const Program& program, const std::vector<ExprId>& conditions);

}  // namespace huice::rules
