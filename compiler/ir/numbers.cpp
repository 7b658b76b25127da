#include "compiler/ir/numbers.h"

namespace huice::ir {
namespace {

/// The greatest rational of which both are whole multiples; a, b > 0.
Rational common_step(const Rational& a, const Rational& b) {
  Rational result(gcd(a.get_num(), b.get_num()), lcm(a.get_den(), b.get_den()));
  result.canonicalize();
  return result;
}

Integer times(const Rational& a, const Rational& b) { return Rational(a / b).get_num(); }  // b divides a

bool is_zero_constant(Builder& make, const Number& a) {
  const Integer* n = make.constant(a.num);
  return n && *n == 0;
}

/// The step that both numbers can be counted in; 0 fits any.
Rational shared_step(Builder& make, const Number& a, const Number& b) {
  if (is_zero_constant(make, a)) return b.step;
  if (is_zero_constant(make, b)) return a.step;
  return common_step(a.step, b.step);
}

ValueId scaled(Builder& make, const Number& a, const Rational& step) {
  if (is_zero_constant(make, a)) return a.num;
  return make.multiply(a.num, make.number(times(a.step, step)));
}

std::optional<Rational> constant_of(Builder& make, const Number& a) {
  const Integer *num = make.constant(a.num), *den = make.constant(a.den);
  if (!num || !den) return std::nullopt;
  Rational value(*num, *den);
  value.canonicalize();
  return value * a.step;
}

/// Both numerators over one denominator, in one step: what remains to be compared or added.
struct Aligned {
  ValueId left, right, den;
  Rational step;
};
Aligned align(Builder& make, const Number& a, const Number& b) {
  const Rational step = shared_step(make, a, b);
  const ValueId left = scaled(make, a, step), right = scaled(make, b, step);
  if (a.den == b.den) return {left, right, a.den, step};
  return {make.multiply(left, b.den), make.multiply(right, a.den), make.multiply(a.den, b.den), step};
}

/// Of whole numbers against a constant no multiplication is needed: n · step < c is n < ceil(c / step).
std::optional<ValueId> less_than_constant(Builder& make, const Number& a, const Number& b) {
  if (const auto c = constant_of(make, b); c && is_whole(make, a)) {
    return make.less(a.num, make.number(ceil(*c / a.step)));
  }
  if (const auto c = constant_of(make, a); c && is_whole(make, b)) {
    return make.less(make.number(floor(*c / b.step)), b.num);
  }
  return std::nullopt;
}

}  // namespace

Number constant(Builder& make, const Rational& value) {
  const ValueId one = make.number(1);
  if (value == 0) return {make.number(0), one, 1};
  return {make.number(sgn(value)), one, abs(value)};
}

Number whole(Builder& make, ValueId n, Rational step) { return {n, make.number(1), std::move(step)}; }

bool is_whole(Builder& make, const Number& a) {
  const Integer* den = make.constant(a.den);
  return den && *den == 1;
}

Number negate(Builder& make, const Number& a) { return {make.negate(a.num), a.den, a.step}; }

Number add(Builder& make, const Number& a, const Number& b) {
  const Aligned both = align(make, a, b);
  return {make.add(both.left, both.right), both.den, both.step};
}

Number subtract(Builder& make, const Number& a, const Number& b) {
  const Aligned both = align(make, a, b);
  return {make.subtract(both.left, both.right), both.den, both.step};
}

Number multiply(Builder& make, const Number& a, const Number& b) {
  if (is_zero_constant(make, a)) return a;
  if (is_zero_constant(make, b)) return b;
  const Rational step = a.step * b.step;
  // (n / d) · d is n: den is never 0.
  if (a.den == b.num) return {a.num, b.den, step};
  if (b.den == a.num) return {b.num, a.den, step};
  return {make.multiply(a.num, b.num), make.multiply(a.den, b.den), step};
}

Number divide(Builder& make, const Number& a, const Number& b) {
  if (is_zero_constant(make, b)) return constant(make, 0);
  ValueId num = make.multiply(a.num, b.den), divisor = b.num;
  if (make.interval(divisor).hi <= 0) {
    num = make.negate(num), divisor = make.negate(divisor);
  } else if (make.interval(divisor).lo < 0) {
    num = make.choose(make.less(divisor, make.number(0)), make.negate(num), num);
    divisor = make.maximum(divisor, make.negate(divisor));
  }
  divisor = make.maximum(divisor, make.number(1));
  return {num, make.multiply(a.den, divisor), a.step / b.step};
}

Number choose(Builder& make, ValueId mask, const Number& yes, const Number& no) {
  const Rational step = shared_step(make, yes, no);
  return {make.choose(mask, scaled(make, yes, step), scaled(make, no, step)), make.choose(mask, yes.den, no.den), step};
}

Number minimum(Builder& make, const Number& a, const Number& b) {
  if (!is_whole(make, a) || !is_whole(make, b)) return choose(make, less(make, b, a), b, a);
  const Rational step = shared_step(make, a, b);
  return whole(make, make.minimum(scaled(make, a, step), scaled(make, b, step)), step);
}

Number maximum(Builder& make, const Number& a, const Number& b) {
  if (!is_whole(make, a) || !is_whole(make, b)) return choose(make, less(make, a, b), b, a);
  const Rational step = shared_step(make, a, b);
  return whole(make, make.maximum(scaled(make, a, step), scaled(make, b, step)), step);
}

ValueId less(Builder& make, const Number& a, const Number& b) {
  if (const auto simple = less_than_constant(make, a, b)) return *simple;
  const Aligned both = align(make, a, b);
  return make.less(both.left, both.right);
}

ValueId equal(Builder& make, const Number& a, const Number& b) {
  for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)}) {
    const auto c = constant_of(make, other);
    if (!c || !is_whole(make, one)) continue;
    const Rational n = *c / one.step;
    return n.get_den() == 1 ? make.equal(one.num, make.number(n.get_num())) : make.mask(false);
  }
  const Aligned both = align(make, a, b);
  return make.equal(both.left, both.right);
}

ValueId is_zero(Builder& make, const Number& a) { return make.equal(a.num, make.number(0)); }

ValueId beyond(Builder& make, const Number& a, const Rational& limit) {
  const Number top = constant(make, limit), bottom = constant(make, -limit);
  return make.either(less(make, top, a), less(make, a, bottom));
}

ValueId round_to(Builder& make, const Number& a, Rounding mode, const Rational& unit) {
  const Rational ratio = a.step / unit;
  const ValueId dividend = make.multiply(a.num, make.number(ratio.get_num()));
  return make.divide(dividend, make.multiply(a.den, make.number(ratio.get_den())), mode);
}

ValueId round_within(Builder& make, const Number& a, Rounding mode, const Rational& unit, const std::optional<Integer>& lo,
                     const Integer& hi) {
  if (!is_whole(make, a)) {
    const ValueId all = round_to(make, a, mode, unit);
    const ValueId low = make.minimum(all, make.number(hi));
    return lo ? make.maximum(low, make.number(*lo)) : low;
  }
  // Clamping num instead of the result: round(min(n, m) · step / unit) with the least m that gives at least hi.
  const Rational steps = unit / a.step;
  ValueId n = make.minimum(a.num, make.number(ceil(hi * steps)));
  if (lo) n = make.maximum(n, make.number(floor(*lo * steps)));
  return round_to(make, whole(make, n, a.step), mode, unit);
}

}  // namespace huice::ir
