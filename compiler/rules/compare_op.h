// What comparisons say of each other.
#pragma once
#include <string_view>

#include "compiler/rules/rules.h"

namespace huice::rules {

/// What holds when `op` does not: `<=` of `>`.
CompareOp opposite(CompareOp op);
/// The same said from the other side: `5 < x` is `x > 5`.
CompareOp mirrored(CompareOp op);
/// `<=`
std::string_view sign(CompareOp op);

}  // namespace huice::rules
