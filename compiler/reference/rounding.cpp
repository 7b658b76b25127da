#include "compiler/reference/rounding.h"

namespace huice::reference {
namespace {

/// The quotient's magnitude to nearest, a half upward; the sign comes back at the end.
Integer half_away_from_zero(const Rational& quotient) {
  Integer doubled = 2 * abs(quotient.get_num()) + quotient.get_den();
  Integer result;
  Integer divisor = 2 * quotient.get_den();
  mpz_fdiv_q(result.get_mpz_t(), doubled.get_mpz_t(), divisor.get_mpz_t());
  return quotient < 0 ? Integer(-result) : result;
}

}  // namespace

Integer round_to_units(const Rational& value, Rounding mode, const Rational& unit) {
  Rational quotient = value / unit;
  if (quotient.get_den() == 1) return quotient.get_num();
  switch (mode) {
    case Rounding::half_up:
      return half_away_from_zero(quotient);
    case Rounding::down:
      return quotient < 0 ? ceil(quotient) : floor(quotient);
    case Rounding::up:
      return quotient < 0 ? floor(quotient) : ceil(quotient);
    case Rounding::floor:
      return floor(quotient);
    case Rounding::ceil:
      return ceil(quotient);
  }
  return 0;
}

}  // namespace huice::reference
