// Interval evaluation in columns (docs/language.md, "ceiling"): what a number can be while an authority has not decided.
// Known values are points; an open decided field ranges over its declared range; open selectors over their arms.
#include "compiler/ir/lowering.h"

namespace huice::ir {
namespace {

/// One end of an interval: a number where not open, else beyond every number on its side.
struct End {
  Number value;
  ValueId open;
  int side;  // of infinity: -1 or +1
};

End low(const Reach& x) { return {x.lo, x.lo_open, -1}; }
End high(const Reach& x) { return {x.hi, x.hi_open, +1}; }

/// The lesser of two ends of one side.
End lesser(Builder& make, const End& a, const End& b) {
  if (a.side < 0) return {minimum(make, a.value, b.value), make.either(a.open, b.open), a.side};
  const Number both = minimum(make, a.value, b.value);
  return {choose(make, a.open, b.value, choose(make, b.open, a.value, both)), make.both(a.open, b.open), a.side};
}

End greater(Builder& make, const End& a, const End& b) {
  if (a.side > 0) return {maximum(make, a.value, b.value), make.either(a.open, b.open), a.side};
  const Number both = maximum(make, a.value, b.value);
  return {choose(make, a.open, b.value, choose(make, b.open, a.value, both)), make.both(a.open, b.open), a.side};
}

Reach between(const End& lo, const End& hi, ValueId none) { return {lo.value, hi.value, lo.open, hi.open, none}; }

Reach negated(Builder& make, const Reach& x) { return {negate(make, x.hi), negate(make, x.lo), x.hi_open, x.lo_open, x.none}; }

Reach sum(Builder& make, const Reach& a, const Reach& b) {
  return {add(make, a.lo, b.lo), add(make, a.hi, b.hi), make.either(a.lo_open, b.lo_open), make.either(a.hi_open, b.hi_open),
          make.either(a.none, b.none)};
}

/// The sign of an end: an open one has the sign of its infinity.
struct Sign { ValueId positive, negative; };
Sign sign(Builder& make, const End& end) {
  const ValueId zero = make.number(0), closed = make.invert(end.open);
  const ValueId positive = make.both(closed, make.less(zero, end.value.num));
  const ValueId negative = make.both(closed, make.less(end.value.num, zero));
  return end.side > 0 ? Sign{make.either(positive, end.open), negative} : Sign{positive, make.either(negative, end.open)};
}

/// The product of two ends: finite, or beyond every number upward or downward. 0 · ∞ is 0: the factor 0 is certain, the
/// other only beyond every number.
struct Corner { Number value; ValueId up, down; };
Corner product(Builder& make, const End& a, const End& b) {
  const Sign s = sign(make, a), t = sign(make, b);
  const ValueId open = make.either(a.open, b.open);
  const ValueId positive = make.either(make.both(s.positive, t.positive), make.both(s.negative, t.negative));
  const ValueId negative = make.either(make.both(s.positive, t.negative), make.both(s.negative, t.positive));
  const Number zero = constant(make, 0);
  return {choose(make, open, zero, multiply(make, a.value, b.value)), make.both(open, positive), make.both(open, negative)};
}

/// A greatest (least) corner. Beside an infinite corner on the wrong side there is always a better one, so the value of
/// such a corner must only not win.
Reach product(Builder& make, const Reach& a, const Reach& b) {
  const ValueId none = make.either(a.none, b.none);
  const bool natural = make.is_false(a.lo_open) && make.is_false(b.lo_open) && make.interval(a.lo.num).lo >= 0 &&
                       make.interval(b.lo.num).lo >= 0;
  if (natural) {  // the usual case: nothing is negative
    const Corner top = product(make, high(a), high(b));
    return {multiply(make, a.lo, b.lo), top.value, make.mask(false), top.up, none};
  }
  const Corner corners[] = {product(make, low(a), low(b)), product(make, low(a), high(b)), product(make, high(a), low(b)),
                            product(make, high(a), high(b))};
  std::optional<Number> lo, hi;
  ValueId lo_finite = make.mask(false), hi_finite = lo_finite, lo_open = lo_finite, hi_open = lo_finite;
  for (const Corner& corner : corners) {
    lo_open = make.either(lo_open, corner.down);
    hi_open = make.either(hi_open, corner.up);
    const ValueId finite = make.invert(make.either(corner.up, corner.down));
    if (!lo) {
      lo = hi = corner.value;
      lo_finite = hi_finite = finite;
      continue;
    }
    const auto take = [&](Number& best, ValueId& found, ValueId better) {
      best = choose(make, make.both(finite, make.either(make.invert(found), better)), corner.value, best);
      found = make.either(found, finite);
    };
    take(*lo, lo_finite, less(make, corner.value, *lo));
    take(*hi, hi_finite, less(make, *hi, corner.value));
  }
  return {*lo, *hi, lo_open, hi_open, none};
}

/// Every arm that is possible: the hull of those added.
class Hull {
 public:
  explicit Hull(Builder& make) : make_(make), any_(make.mask(false)) {}
  /// `possible`: the rows where `arm` may be chosen.
  void add(const Reach& arm, ValueId possible) {
    if (!hull_) {
      hull_ = arm;
      hull_->none = make_.both(arm.none, possible);
    } else {
      const End lo = lesser(make_, low(*hull_), low(arm)), hi = greater(make_, high(*hull_), high(arm));
      hull_->lo = pick(possible, lo.value, arm.lo, hull_->lo);
      hull_->hi = pick(possible, hi.value, arm.hi, hull_->hi);
      hull_->lo_open = pick(possible, lo.open, arm.lo_open, hull_->lo_open);
      hull_->hi_open = pick(possible, hi.open, arm.hi_open, hull_->hi_open);
      hull_->none = make_.either(hull_->none, make_.both(arm.none, possible));
    }
    any_ = make_.either(any_, possible);
  }
  Reach result(ValueId none) const {
    Reach all = *hull_;
    all.none = make_.either(all.none, none);
    return all;
  }

 private:
  // Where the arm is possible: with what there is, or alone where there is nothing yet; else what there is.
  Number pick(ValueId possible, const Number& both, const Number& alone, const Number& before) {
    return choose(make_, possible, choose(make_, any_, both, alone), before);
  }
  ValueId pick(ValueId possible, ValueId both, ValueId alone, ValueId before) {
    return make_.choose(possible, make_.choose(any_, both, alone), before);
  }
  Builder& make_;
  ValueId any_;
  std::optional<Reach> hull_;
};

}  // namespace

Reach Lowering::point(const Lowered& x) {
  const ValueId closed = make_.mask(false);
  return {x.number(), x.number(), closed, closed, make_.invert(known(x))};
}

/// A point where known; anything at all where only decisions are missing.
Reach Lowering::everything(const Lowered& x) {
  const ValueId open = absent(x);
  return {x.number(), x.number(), open, open, make_.either(x.fault, absent_undecidable(x))};
}

Reach Lowering::reach(rules::ExprId id) {
  // As in `lower`: long chains lean to the left.
  std::vector<rules::ExprId> spine{id};
  for (;;) {
    const auto& node = program_.exprs[spine.back()].node;
    if (const auto* it = std::get_if<rules::Arithmetic>(&node)) spine.push_back(it->left);
    else if (const auto* it = std::get_if<rules::Bound>(&node)) spine.push_back(it->value);
    else break;
  }
  for (; !spine.empty(); spine.pop_back()) {
    const std::pair key{spine.back(), site_};
    if (!reaches_.contains(key)) reaches_.emplace(key, compute(spine.back()));
  }
  return reaches_.at({id, site_});
}

Reach Lowering::compute(rules::ExprId id) {
  const rules::Expr& expr = program_.exprs[id];
  const Lowered x = lower(id);
  const bool may_be_open = std::any_of(x.absences.begin(), x.absences.end(), [&](const auto& a) { return decided(a.first); });
  if (!may_be_open) return point(x);
  const text::Span outer = std::exchange(make_.span, expr.span);
  Reach result = std::visit([&](const auto& it) { return reach_of(it, id); }, expr.node);
  make_.span = outer;
  return result;
}

Reach Lowering::reach_of(const rules::FieldValue& it, rules::ExprId id) { return open_field(entity_.fields[it.field], lower(id)); }

/// A field of another row: open where its reference is known and it is not, unless nobody else decides it.
Reach Lowering::reach_of(const rules::ReferredValue& it, rules::ExprId id) {
  const Lowered x = lower(id);
  if (it.fallback) return everything(x);
  Reach result = open_field(entity_.fields[it.column], x);
  result.none = make_.either(x.fault, absent_undecidable(x));
  return result;
}

Reach Lowering::open_field(const rules::Field& field, const Lowered& x) {
  const ValueId open = absent(x), no = make_.mask(false);
  const auto limit = [&](const std::optional<Rational>& end) {
    return end ? choose(make_, open, ir::constant(make_, *end), x.number()) : x.number();
  };
  if (field.range_declared) {
    return {limit(field.range.lo), limit(field.range.hi), field.range.lo ? no : open, field.range.hi ? no : open, no};
  }
  return {limit(Rational(0)), x.number(), field.may_be_negative ? open : no, open, no};
}

/// A known let is subject to its range, an open one is not.
Reach Lowering::reach_of(const rules::LetValue& it, rules::ExprId id) {
  const Lowered x = lower(id);
  const uint16_t outer = std::exchange(site_, sites_.lets.at(it.let));
  Reach inside = reach(program_.lets[it.let].value);
  site_ = outer;
  const ValueId here = known(x), open = make_.invert(here);
  return {choose(make_, here, x.number(), inside.lo), choose(make_, here, x.number(), inside.hi),
          make_.both(open, inside.lo_open), make_.both(open, inside.hi_open),
          make_.either(x.fault, make_.both(open, inside.none))};
}

Reach Lowering::reach_of(const rules::Negate& it, rules::ExprId) { return negated(make_, reach(it.operand)); }

Reach Lowering::reach_of(const rules::Arithmetic& it, rules::ExprId) {
  const Reach a = reach(it.left), b = reach(it.right);
  switch (it.op) {
    case rules::ArithmeticOp::add: return sum(make_, a, b);
    case rules::ArithmeticOp::subtract: return sum(make_, a, negated(make_, b));
    case rules::ArithmeticOp::multiply: return product(make_, a, b);
    case rules::ArithmeticOp::divide: break;
  }
  // A divisor that can be 0 says nothing about the quotient; a known 0 is an error.
  const Sign lo = sign(make_, low(b)), hi = sign(make_, high(b));
  const ValueId zero = make_.and_not(make_.invert(lo.positive), hi.negative);
  const auto reciprocal = [&](const End& end) {
    const Number nothing = ir::constant(make_, 0), one = ir::constant(make_, 1);
    return choose(make_, end.open, nothing, divide(make_, one, end.value));
  };
  const ValueId no = make_.mask(false);
  Reach result = product(make_, a, {reciprocal(high(b)), reciprocal(low(b)), no, no, b.none});
  result.lo_open = make_.either(result.lo_open, zero);
  result.hi_open = make_.either(result.hi_open, zero);
  const Lowered divisor = lower(it.right);
  result.none = make_.either(result.none, make_.both(known(divisor), is_zero(make_, divisor.number())));
  return result;
}

Reach Lowering::reach_of(const rules::Bound& it, rules::ExprId) {
  const Reach value = reach(it.value), bound = reach(it.bound);
  const auto inner = it.kind == rules::BoundKind::at_most ? lesser : greater;
  return between(inner(make_, low(value), low(bound)), inner(make_, high(value), high(bound)),
                 make_.either(value.none, bound.none));
}

Reach Lowering::reach_of(const rules::Rounded& it, rules::ExprId) {
  Reach x = reach(it.value);
  x.lo = whole(make_, round_to(make_, x.lo, it.mode, it.unit), it.unit);
  x.hi = whole(make_, round_to(make_, x.hi, it.mode, it.unit), it.unit);
  return x;
}

Reach Lowering::reach_of(const rules::Default& it, rules::ExprId) {
  const Lowered value = lower(it.value);
  const Reach fallback = reach(it.fallback);
  const ValueId open = absent(value);
  return {choose(make_, open, fallback.lo, value.number()), choose(make_, open, fallback.hi, value.number()),
          make_.both(open, fallback.lo_open), make_.both(open, fallback.hi_open),
          make_.either(value.fault, make_.both(open, fallback.none))};
}

Reach Lowering::reach_of(const rules::MatchValue& it, rules::ExprId) {
  const Lowered selector = lower(it.selector);
  const Chosen rows = chosen(it, selector);
  const ValueId here = known(selector), open = absent(selector);
  ValueId none = make_.either(selector.fault, absent_undecidable(selector));
  Hull all(make_);
  ValueId searched = here;
  for (size_t i = 0; i < it.arms.size(); ++i) {
    for (rules::ExprId id : it.arms[i].keys) {
      const Lowered key = lower(id);
      none = make_.either(none, make_.and_not(searched, known(key)));
      searched = make_.and_not(searched, equal(selector.data, key.data));
    }
    all.add(reach(it.arms[i].value), make_.either(open, make_.both(here, rows.arms[i])));
  }
  if (it.otherwise) all.add(reach(*it.otherwise), make_.either(open, make_.both(here, rows.otherwise)));
  return all.result(none);
}

Reach Lowering::reach_of(const rules::MatchCondition& it, rules::ExprId) {
  Hull all(make_);
  ValueId none = make_.mask(false), possible = make_.mask(true);  // no earlier condition is true
  for (const auto& arm : it.arms) {
    const Lowered condition = lower(arm.condition);
    const ValueId is_false = make_.and_not(known(condition), condition.value());
    const ValueId is_true = make_.both(known(condition), condition.value());
    none = make_.either(none, make_.both(possible, make_.either(condition.fault, absent_undecidable(condition))));
    all.add(reach(arm.value), make_.and_not(possible, is_false));
    possible = make_.and_not(possible, is_true);
  }
  all.add(reach(it.otherwise), possible);
  return all.result(none);
}

}  // namespace huice::ir
