#include "compiler/rules/intervals.h"

#include <algorithm>
#include <initializer_list>

namespace huice::rules {
namespace {

using End = std::optional<Rational>;  // empty: unbounded

/// Ends that would take more bits than any engine computes with are given up, so that ranges stay small.
End capped(Rational value) {
  constexpr size_t most_bits = 1024;
  if (mpz_sizeinbase(value.get_num_mpz_t(), 2) > most_bits || mpz_sizeinbase(value.get_den_mpz_t(), 2) > most_bits)
    return {};
  return value;
}

End sum(const End& a, const End& b) { return a && b ? capped(*a + *b) : End{}; }
End lesser(const End& a, const End& b) { return a && b ? End{std::min(*a, *b)} : End{}; }
End greater(const End& a, const End& b) { return a && b ? End{std::max(*a, *b)} : End{}; }
/// Of two lower or two upper ends, where one bounded end is enough.
End tighter_hi(const End& a, const End& b) { return a && b ? std::min(*a, *b) : a ? a : b; }
End tighter_lo(const End& a, const End& b) { return a && b ? std::max(*a, *b) : a ? a : b; }

bool not_negative(const Range& a) { return a.lo && *a.lo >= 0; }
bool is_zero(const Range& a) { return a.lo && a.hi && *a.lo == 0 && *a.hi == 0; }

Range multiply(const Range& a, const Range& b) {
  if (is_zero(a) || is_zero(b)) return exactly(0);
  if (a.lo && a.hi && b.lo && b.hi) {
    Rational corners[] = {*a.lo * *b.lo, *a.lo * *b.hi, *a.hi * *b.lo, *a.hi * *b.hi};
    auto [lo, hi] = std::minmax_element(std::begin(corners), std::end(corners));
    return {capped(*lo), capped(*hi)};
  }
  if (not_negative(a) && not_negative(b)) return {capped(*a.lo * *b.lo), {}};
  return {};
}

/// 1 over every value of `b` but zero.
Range reciprocal(const Range& b) {
  auto inverse = [](const End& end) { return end && *end != 0 ? End{1 / *end} : End{}; };
  if (b.lo && *b.lo >= 0) return {b.hi ? inverse(b.hi) : End{0}, inverse(b.lo)};
  if (b.hi && *b.hi <= 0) return {inverse(b.hi), b.lo ? inverse(b.lo) : End{0}};
  return {};
}

}  // namespace

bool Range::contains(const Rational& value) const { return (!lo || *lo <= value) && (!hi || value <= *hi); }

Range exactly(const Rational& value) { return {value, value}; }

Range negate(const Range& a) {
  Range result;
  if (a.hi) result.lo = -*a.hi;
  if (a.lo) result.hi = -*a.lo;
  return result;
}

Range compute(ArithmeticOp op, const Range& a, const Range& b) {
  switch (op) {
    case ArithmeticOp::add:
      return {sum(a.lo, b.lo), sum(a.hi, b.hi)};
    case ArithmeticOp::subtract:
      return compute(ArithmeticOp::add, a, negate(b));
    case ArithmeticOp::multiply:
      return multiply(a, b);
    case ArithmeticOp::divide:
      return is_zero(b) ? Range{} : multiply(a, reciprocal(b));
  }
  return {};
}

Range bounded(BoundKind kind, const Range& value, const Range& bound) {
  if (kind == BoundKind::at_most) return {lesser(value.lo, bound.lo), tighter_hi(value.hi, bound.hi)};
  return {tighter_lo(value.lo, bound.lo), greater(value.hi, bound.hi)};
}

Range rounded(const Range& a, Rounding mode, const Rational& unit) {
  Range result;
  if (a.lo) result.lo = capped(round_to(*a.lo, mode, unit));
  if (a.hi) result.hi = capped(round_to(*a.hi, mode, unit));
  return result;
}

Range hull(const Range& a, const Range& b) { return {lesser(a.lo, b.lo), greater(a.hi, b.hi)}; }

Range within_let_limit(const Range& a) {
  static const Rational limit = power_of_ten(18);
  Range result{tighter_lo(a.lo, -limit), tighter_hi(a.hi, limit)};
  if (*result.lo > *result.hi) return {-limit, limit};  // always an error: any range will do
  return result;
}

bool possible(CompareOp op, const Range& a, const Range& b) {
  bool can_be_less = !a.lo || !b.hi || *a.lo < *b.hi;
  bool can_be_greater = !a.hi || !b.lo || *a.hi > *b.lo;
  bool can_be_equal = (!a.lo || !b.hi || *a.lo <= *b.hi) && (!a.hi || !b.lo || *a.hi >= *b.lo);
  switch (op) {
    case CompareOp::equal:
      return can_be_equal;
    case CompareOp::not_equal:
      return can_be_less || can_be_greater;
    case CompareOp::less:
      return can_be_less;
    case CompareOp::less_equal:
      return can_be_less || can_be_equal;
    case CompareOp::greater:
      return can_be_greater;
    case CompareOp::greater_equal:
      return can_be_greater || can_be_equal;
  }
  return true;
}

}  // namespace huice::rules
