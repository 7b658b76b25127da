#include "base/rational.h"

#include <algorithm>

namespace huice {

Rational power_of_ten(int exponent) {
  Integer power;
  mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(exponent < 0 ? -exponent : exponent));
  return exponent < 0 ? Rational(1, power) : Rational(power);
}

Integer floor(const Rational& value) {
  Integer result;
  mpz_fdiv_q(result.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  return result;
}

Integer ceil(const Rational& value) {
  Integer result;
  mpz_cdiv_q(result.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  return result;
}

Integer round(const Rational& value, Rounding mode) {
  bool negative = sgn(value) < 0;
  switch (mode) {
    case Rounding::floor:
      return floor(value);
    case Rounding::ceil:
      return ceil(value);
    case Rounding::down:
      return negative ? ceil(value) : floor(value);
    case Rounding::up:
      return negative ? floor(value) : ceil(value);
    case Rounding::half_up:
      break;
  }
  static const Rational half(1, 2);
  return negative ? ceil(Rational(value - half)) : floor(Rational(value + half));
}

Rational round_to(const Rational& value, Rounding mode, const Rational& unit) {
  return Rational(round(Rational(value / unit), mode)) * unit;
}

int signed_bits(const Integer& lo, const Integer& hi) {
  auto bits = [](const Integer& n) {
    if (n == 0 || n == -1) return 1;
    Integer positive = n;
    if (n < 0) positive = -n - 1;
    return static_cast<int>(mpz_sizeinbase(positive.get_mpz_t(), 2)) + 1;
  };
  return std::max(bits(lo), bits(hi));
}

}  // namespace huice
