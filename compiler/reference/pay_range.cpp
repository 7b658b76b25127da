#include "compiler/reference/pay_range.h"

namespace huice::reference {

bool beyond_pay_range(const Integer& amount, const Rational& unit) {
  static const Rational limit = power_of_ten(15);
  return !amount.fits_slong_p() || abs(amount) * unit > limit;
}

int64_t to_int64(const Integer& amount) { return amount.get_si(); }

}  // namespace huice::reference
