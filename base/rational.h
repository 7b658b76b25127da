// Exact numbers of unbounded size, from GMP. Literals, ranges and the reference evaluator use them; kernels never do.
#pragma once
#include <gmpxx.h>

#include "base/rounding.h"

namespace huice {

using Integer = mpz_class;
/// Always canonical: lowest terms, positive denominator.
using Rational = mpq_class;

/// 10^exponent; a negative exponent gives the reciprocal.
Rational power_of_ten(int exponent);
/// The largest integer not above `value`, and the smallest not below it.
Integer floor(const Rational& value);
Integer ceil(const Rational& value);
/// The integer that `mode` rounds `value` to.
Integer round(const Rational& value, Rounding mode);
/// The multiple of `unit` > 0 that `mode` rounds `value` to.
Rational round_to(const Rational& value, Rounding mode, const Rational& unit);
/// How many bits a two's-complement integer needs to hold every value from `lo` to `hi`, sign bit included.
int signed_bits(const Integer& lo, const Integer& hi);

}  // namespace huice
