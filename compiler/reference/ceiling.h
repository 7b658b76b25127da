// The ceiling of a referred row: the most that `pay` can give, whatever the authority decides.
#pragma once
#include <optional>

#include "compiler/reference/evaluate.h"

namespace huice::reference {

/// In rounding units; empty when unbounded, below zero, beyond `pay`'s range, or when some possible arm is in error or
/// misses a value that the applicant states. The evaluator holds the row.
std::optional<int64_t> ceiling(Evaluator& row);

}  // namespace huice::reference
