// Rounding of exact numbers.
#pragma once
#include "base/rational.h"
#include "base/rounding.h"

namespace huice::reference {

/// How many `unit`s (> 0) `value` is, rounded to a whole number.
Integer round_to_units(const Rational& value, Rounding mode, const Rational& unit);

}  // namespace huice::reference
