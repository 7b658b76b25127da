// Interval arithmetic on integers: what a value can be, from what its operands can be.
#pragma once
#include "compiler/ir/ir.h"

namespace huice::ir {

/// The quotient rounded to a whole number; divisor ≥ 1.
Integer divide(const Integer& dividend, const Integer& divisor, Rounding mode);

Interval point(const Integer& value);
Interval hull(const Interval& a, const Interval& b);
bool is_point(const Interval& a);
/// The greatest absolute value in it.
Integer magnitude(const Interval& a);

Interval add(const Interval& a, const Interval& b);
Interval subtract(const Interval& a, const Interval& b);
Interval multiply(const Interval& a, const Interval& b);
Interval minimum(const Interval& a, const Interval& b);
Interval maximum(const Interval& a, const Interval& b);
Interval divide(const Interval& dividend, const Interval& divisor, Rounding mode);

}  // namespace huice::ir
