// The range of what `pay` gives.
#pragma once
#include <cstdint>

#include "base/rational.h"

namespace huice::reference {

/// Whether an amount in rounding units is more than 10^15 yuan, to either side; or more than 64 bits hold, which only a
/// rounding unit below 0.0002 yuan can bring about.
bool beyond_pay_range(const Integer& amount, const Rational& unit);
/// An amount within the range.
int64_t to_int64(const Integer& amount);

}  // namespace huice::reference
