#include "compiler/reference/interval.h"

namespace huice::reference {
namespace {

/// A number or one of the two infinities: an interval's end.
struct End {
  int infinite = 0;  // -1, 0, +1
  Rational value;
};

End low(const Interval& it) { return it.lo ? End{0, *it.lo} : End{-1, 0}; }
End high(const Interval& it) { return it.hi ? End{0, *it.hi} : End{+1, 0}; }
std::optional<Rational> finite(const End& end) { return end.infinite == 0 ? std::optional(end.value) : std::nullopt; }

bool less(const End& a, const End& b) {
  return a.infinite != b.infinite ? a.infinite < b.infinite : a.infinite == 0 && a.value < b.value;
}
const End& lower(const End& a, const End& b) { return less(b, a) ? b : a; }
const End& higher(const End& a, const End& b) { return less(a, b) ? b : a; }
int sign(const End& end) { return end.infinite != 0 ? end.infinite : sgn(end.value); }

/// Ends of opposite infinities never meet here: lows meet lows, highs meet highs.
End sum(const End& a, const End& b) {
  if (a.infinite != 0 || b.infinite != 0) return {a.infinite != 0 ? a.infinite : b.infinite, 0};
  return {0, a.value + b.value};
}

/// 0 · ∞ is 0: the factor 0 is certain, the other end is only beyond every number.
End product(const End& a, const End& b) {
  int direction = sign(a) * sign(b);
  if (direction == 0) return {};
  if (a.infinite != 0 || b.infinite != 0) return {direction, 0};
  return {0, a.value * b.value};
}

Interval between(const End& lo, const End& hi, bool known) { return {finite(lo), finite(hi), known}; }

Interval add(const Interval& a, const Interval& b, bool known) {
  return between(sum(low(a), low(b)), sum(high(a), high(b)), known);
}

Interval multiply(const Interval& a, const Interval& b, bool known) {
  End corners[] = {product(low(a), low(b)), product(low(a), high(b)), product(high(a), low(b)), product(high(a), high(b))};
  End lo = corners[0], hi = corners[0];
  for (const End& corner : corners) {
    lo = lower(lo, corner);
    hi = higher(hi, corner);
  }
  return between(lo, hi, known);
}

bool may_be_zero(const Interval& it) { return sign(low(it)) <= 0 && sign(high(it)) >= 0; }

End reciprocal(const End& end) { return end.infinite != 0 ? End{} : End{0, 1 / end.value}; }

Interval divide(const Interval& a, const Interval& b, bool known) {
  if (may_be_zero(b)) return Interval::everything();
  return multiply(a, between(reciprocal(high(b)), reciprocal(low(b)), b.known), known);
}

}  // namespace

Interval negate(const Interval& it) {
  Interval result{std::nullopt, std::nullopt, it.known};
  if (it.hi) result.lo = -*it.hi;
  if (it.lo) result.hi = -*it.lo;
  return result;
}

Interval compute(rules::ArithmeticOp op, const Interval& left, const Interval& right) {
  bool known = left.known && right.known;
  switch (op) {
    case rules::ArithmeticOp::add:
      return add(left, right, known);
    case rules::ArithmeticOp::subtract:
      return add(left, negate(right), known);
    case rules::ArithmeticOp::multiply:
      return multiply(left, right, known);
    case rules::ArithmeticOp::divide:
      return divide(left, right, known);
  }
  return Interval::everything();
}

Interval bounded(rules::BoundKind kind, const Interval& value, const Interval& bound) {
  bool known = value.known && bound.known;
  if (kind == rules::BoundKind::at_most)
    return between(lower(low(value), low(bound)), lower(high(value), high(bound)), known);
  return between(higher(low(value), low(bound)), higher(high(value), high(bound)), known);
}

Interval rounded(const Interval& it, Rounding mode, const Rational& unit) {
  Interval result{std::nullopt, std::nullopt, it.known};
  if (it.lo) result.lo = round_to(*it.lo, mode, unit);
  if (it.hi) result.hi = round_to(*it.hi, mode, unit);
  return result;
}

Interval hull(const Interval& a, const Interval& b) {
  return between(lower(low(a), low(b)), higher(high(a), high(b)), false);
}

}  // namespace huice::reference
