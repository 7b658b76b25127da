#include "compiler/ir/interval.h"

#include <algorithm>

namespace huice::ir {

Integer divide(const Integer& dividend, const Integer& divisor, Rounding mode) {
  Integer quotient;
  if (mode == Rounding::floor) {
    mpz_fdiv_q(quotient.get_mpz_t(), dividend.get_mpz_t(), divisor.get_mpz_t());
    return quotient;
  }
  if (mode == Rounding::ceil) {
    mpz_cdiv_q(quotient.get_mpz_t(), dividend.get_mpz_t(), divisor.get_mpz_t());
    return quotient;
  }
  // The others treat both signs alike: work on the absolute value.
  Integer size = abs(dividend);
  if (mode == Rounding::half_up) size += divisor / 2;
  if (mode == Rounding::up) size += divisor - 1;
  quotient = size / divisor;
  return dividend < 0 ? Integer(-quotient) : quotient;
}

Interval point(const Integer& value) { return {value, value}; }
Interval hull(const Interval& a, const Interval& b) { return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)}; }
bool is_point(const Interval& a) { return a.lo == a.hi; }
Integer magnitude(const Interval& a) { return std::max(Integer(abs(a.lo)), Integer(abs(a.hi))); }

Interval add(const Interval& a, const Interval& b) { return {a.lo + b.lo, a.hi + b.hi}; }
Interval subtract(const Interval& a, const Interval& b) { return {a.lo - b.hi, a.hi - b.lo}; }

Interval multiply(const Interval& a, const Interval& b) {
  const Integer ends[] = {a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi};
  const auto [lo, hi] = std::minmax_element(std::begin(ends), std::end(ends));
  return {*lo, *hi};
}

Interval minimum(const Interval& a, const Interval& b) { return {std::min(a.lo, b.lo), std::min(a.hi, b.hi)}; }
Interval maximum(const Interval& a, const Interval& b) { return {std::max(a.lo, b.lo), std::max(a.hi, b.hi)}; }

Interval divide(const Interval& a, const Interval& d, Rounding mode) {
  return {divide(a.lo, a.lo < 0 ? d.lo : d.hi, mode), divide(a.hi, a.hi < 0 ? d.hi : d.lo, mode)};
}

}  // namespace huice::ir
