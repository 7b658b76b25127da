// Arithmetic on the intervals that missing decided values range over (language.md section 7, the ceiling).
#pragma once
#include <optional>

#include "base/rational.h"
#include "compiler/rules/rules.h"

namespace huice::reference {

/// All numbers from lo to hi; an empty end is unbounded. `known`: no decided value is missing in it, and lo is hi.
struct Interval {
  std::optional<Rational> lo, hi;
  bool known = false;

  static Interval point(const Rational& value) { return {value, value, true}; }
  static Interval everything() { return {}; }
};

Interval negate(const Interval& value);
/// The divisor is no known zero: that is an error, found before. One that may be zero leaves nothing bounded.
Interval compute(rules::ArithmeticOp op, const Interval& left, const Interval& right);
Interval bounded(rules::BoundKind kind, const Interval& value, const Interval& bound);
Interval rounded(const Interval& value, Rounding mode, const Rational& unit);
/// The smallest interval that covers both.
Interval hull(const Interval& a, const Interval& b);

}  // namespace huice::reference
