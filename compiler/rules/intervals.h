// Arithmetic on Range: the values that the result of an operation can take. Conservative: never too narrow.
#pragma once
#include "base/rounding.h"
#include "compiler/rules/rules.h"

namespace huice::rules {

Range exactly(const Rational& value);
Range negate(const Range& a);
Range compute(ArithmeticOp op, const Range& a, const Range& b);
Range bounded(BoundKind kind, const Range& value, const Range& bound);
Range rounded(const Range& a, Rounding mode, const Rational& unit);
/// The smallest range that holds both.
Range hull(const Range& a, const Range& b);
/// A `let` beyond 10^18 is an error, so its value as used lies within.
Range within_let_limit(const Range& a);

/// Whether `a op b` can hold for some pair of values.
bool possible(CompareOp op, const Range& a, const Range& b);

}  // namespace huice::rules
