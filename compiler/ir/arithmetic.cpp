// Numbers, dates and periods.
#include "compiler/ir/lowering.h"

namespace huice::ir {
namespace {
constexpr int64_t first_day = -719162, last_day = 2932896, seconds_per_day = 86400;  // base/date.h
}

Lowered Lowering::node(const rules::Negate& it, const rules::Expr&) {
  Lowered result = lower(it.operand);
  result.data = negate(make_, result.number());
  return result;
}

Lowered Lowering::node(const rules::Arithmetic& it, const rules::Expr&) {
  Lowered result = lower(it.left);
  const Lowered right = lower(it.right);
  const Number a = result.number(), b = right.number();
  inherit(result, right);
  switch (it.op) {
    case rules::ArithmeticOp::add: result.data = add(make_, a, b); break;
    case rules::ArithmeticOp::subtract: result.data = subtract(make_, a, b); break;
    case rules::ArithmeticOp::multiply: result.data = multiply(make_, a, b); break;
    case rules::ArithmeticOp::divide:
      // By a known zero even a missing dividend cannot be divided. (A missing cell is 0 too, hence `absent`.)
      add_fault(result, make_.and_not(is_zero(make_, b), absent(right)), code(Fault::division_by_zero));
      result.data = divide(make_, a, b);
      break;
  }
  return result;
}

Lowered Lowering::node(const rules::Bound& it, const rules::Expr&) {
  Lowered result = lower(it.value);
  const Lowered limit = lower(it.bound);
  const Number value = result.number(), bound = limit.number();
  inherit(result, limit);
  if (it.kind == rules::BoundKind::at_most) {
    result.data = minimum(make_, value, bound);
    if (rules::reads_decided(program_, entity_, it.value)) {
      result.capped = make_.either(result.capped, make_.both(less(make_, bound, value), known(result)));
    }
  } else {
    result.data = maximum(make_, value, bound);
  }
  return result;
}

Lowered Lowering::node(const rules::Rounded& it, const rules::Expr&) {
  Lowered result = lower(it.value);
  result.data = whole(make_, round_to(make_, result.number(), it.mode, it.unit), it.unit);
  return result;
}

ValueId Lowering::day_of(const Lowered& instant, rules::Kind kind) {
  if (kind != rules::Kind::datetime) return instant.value();
  return make_.divide(instant.value(), make_.number(seconds_per_day), Rounding::floor);
}

Lowered Lowering::node(const rules::ShiftDate& it, const rules::Expr& expr) {
  Lowered result = lower(it.date);
  const Lowered period = lower(it.period);
  inherit(result, period);
  const ValueId start = day_of(result, expr.type.kind);
  Months by = std::get<Months>(period.data);
  if (it.back) by = {make_.negate(by.months), make_.negate(by.days)};
  const ValueId day = make_.add(make_.add_months(start, by.months), by.days);
  const ValueId first = make_.number(first_day), last = make_.number(last_day);
  const ValueId beyond = make_.either(make_.less(day, first), make_.less(last, day));
  add_fault(result, make_.and_not(beyond, absent(result)), code(Fault::range));
  const ValueId valid = make_.maximum(make_.minimum(day, last), first);
  if (expr.type.kind == rules::Kind::datetime) {
    const ValueId moved = make_.multiply(make_.subtract(valid, start), make_.number(seconds_per_day));
    // The time of day stays, so that the sum is an instant again; rows in error are clamped to one.
    const ValueId lo = make_.number(first_day * seconds_per_day), hi = make_.number(last_day * seconds_per_day + seconds_per_day - 1);
    result.data = make_.maximum(make_.minimum(make_.add(result.value(), moved), hi), lo);
  } else {
    result.data = valid;
  }
  return result;
}

Lowered Lowering::node(const rules::DaysBetween& it, const rules::Expr&) {
  Lowered result = lower(it.later);
  const Lowered earlier = lower(it.earlier);
  const ValueId to = day_of(result, program_.exprs[it.later].type.kind);
  const ValueId from = day_of(earlier, program_.exprs[it.earlier].type.kind);
  inherit(result, earlier);
  result.data = whole(make_, make_.subtract(to, from));
  return result;
}

Lowered Lowering::node(const rules::DayOf& it, const rules::Expr&) {
  Lowered result = lower(it.instant);
  result.data = day_of(result, program_.exprs[it.instant].type.kind);
  return result;
}

}  // namespace huice::ir
