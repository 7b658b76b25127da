// Numbers and dates: an error wins over a missing value, the first error is kept.
#include "compiler/reference/evaluate.h"

namespace huice::reference {
namespace {

constexpr int64_t seconds_per_day = 86400;

void compute(rules::ArithmeticOp op, const Rational& left, const Rational& right, Rational& result) {
  switch (op) {
    case rules::ArithmeticOp::add:
      result = left + right;
      break;
    case rules::ArithmeticOp::subtract:
      result = left - right;
      break;
    case rules::ArithmeticOp::multiply:
      result = left * right;
      break;
    case rules::ArithmeticOp::divide:
      result = left / right;
      break;
  }
}

std::optional<Period> backward(Period period) {
  if (period.months == INT32_MIN || period.days == INT32_MIN) return std::nullopt;
  return Period{-period.months, -period.days};
}

std::optional<View> shifted(const View& value, std::optional<Period> by) {
  if (!by) return std::nullopt;
  if (const auto* date = std::get_if<Date>(&value)) {
    std::optional<Date> result = add(*date, *by);
    return result ? std::optional<View>(*result) : std::nullopt;
  }
  const DateTime instant = std::get<DateTime>(value);
  std::optional<Date> day = add(instant.day(), *by);
  if (!day) return std::nullopt;
  return DateTime{instant.seconds + (int64_t{day->days} - instant.day().days) * seconds_per_day};
}

}  // namespace

Date day_of(const View& value) {
  if (const auto* date = std::get_if<Date>(&value)) return *date;
  return std::get<DateTime>(value).day();
}

Evaluated Evaluator::node(const rules::Negate& it) {
  Evaluated operand = evaluate(it.operand);
  if (!operand.known()) return operand;
  Rational& result = numbers.next();
  result = -operand.number();
  operand.value = &result;
  return operand;
}

Evaluated Evaluator::arithmetic(const rules::Arithmetic& it, const Evaluated& left) {
  Evaluated right = evaluate(it.right);
  // By a known zero even a missing value cannot be divided.
  bool by_zero = it.op == rules::ArithmeticOp::divide && right.known() && right.number() == 0;
  if (by_zero && !left.is_error()) return fault(HUICE_DIVISION_BY_ZERO);
  Evaluated result = join(left, right);
  if (!result.known()) return result;
  Rational& number = numbers.next();
  compute(it.op, left.number(), right.number(), number);
  result.value = &number;
  return result;
}

Evaluated Evaluator::bound(const rules::Bound& it, bool caps, const Evaluated& value) {
  Evaluated limit = evaluate(it.bound);
  Evaluated result = join(value, limit);
  if (!result.known()) return result;
  bool at_most = it.kind == rules::BoundKind::at_most;
  bool took = at_most ? value.number() > limit.number() : value.number() < limit.number();
  result.value = took ? limit.value : value.value;
  result.capped |= caps && took;
  return result;
}

Evaluated Evaluator::rounded(const rules::Rounded& it, Evaluated value) {
  if (!value.known()) return value;
  Rational& number = numbers.next();
  number = round_to(value.number(), it.mode, it.unit);
  value.value = &number;
  return value;
}

Evaluated Evaluator::node(const rules::ShiftDate& it) {
  Evaluated date = evaluate(it.date);
  Evaluated period = evaluate(it.period);
  Evaluated result = join(date, period);
  if (!result.known()) return result;
  Period by = std::get<Period>(period.value);
  std::optional<View> moved = shifted(date.value, it.back ? backward(by) : by);
  if (!moved) return fault(HUICE_RANGE);
  result.value = *moved;
  return result;
}

Evaluated Evaluator::node(const rules::DaysBetween& it) {
  Evaluated later = evaluate(it.later);
  Evaluated earlier = evaluate(it.earlier);
  Evaluated result = join(later, earlier);
  if (!result.known()) return result;
  Rational& number = numbers.next();
  number = day_of(later.value).days - day_of(earlier.value).days;
  result.value = &number;
  return result;
}

Evaluated Evaluator::node(const rules::DayOf& it) {
  Evaluated instant = evaluate(it.instant);
  if (instant.known()) instant.value = day_of(instant.value);
  return instant;
}

}  // namespace huice::reference
