// Comparisons and truth values.
#include <compare>

#include "compiler/reference/codes.h"
#include "compiler/reference/evaluate.h"

namespace huice::reference {
namespace {

std::strong_ordering order(const View& left, const View& right) {
  if (const auto* number = std::get_if<const Rational*>(&left))
    return cmp(**number, *std::get<const Rational*>(right)) <=> 0;
  if (const auto* date = std::get_if<Date>(&left)) return *date <=> std::get<Date>(right);
  if (const auto* instant = std::get_if<DateTime>(&left)) return *instant <=> std::get<DateTime>(right);
  return std::get<uint16_t>(left) <=> std::get<uint16_t>(right);
}

bool holds(rules::CompareOp op, const View& left, const View& right) {
  switch (op) {
    case rules::CompareOp::equal:
      return equal(left, right);
    case rules::CompareOp::not_equal:
      return !equal(left, right);
    case rules::CompareOp::less:
      return order(left, right) < 0;
    case rules::CompareOp::less_equal:
      return order(left, right) <= 0;
    case rules::CompareOp::greater:
      return order(left, right) > 0;
    case rules::CompareOp::greater_equal:
      return order(left, right) >= 0;
  }
  return false;
}

}  // namespace

Evaluated Evaluator::node(const rules::Compare& it) {
  Evaluated left = evaluate(it.left);
  Evaluated right = evaluate(it.right);
  Evaluated result = join(left, right);
  if (result.known()) result.value = holds(it.op, left.value, right.value);
  return result;
}

Evaluated Evaluator::node(const rules::In& it) {
  Evaluated item = evaluate(it.item);
  if (!item.known()) return item;
  Evaluated result = Evaluated::of(false);
  result.capped = item.capped;
  for (rules::ExprId id : it.items) {
    Evaluated candidate = evaluate(id);
    if (candidate.known()) candidate.value = equal(item.value, candidate.value);
    result = disjunction(result, candidate);
  }
  return result;
}

Evaluated Evaluator::node(const rules::Contains& it) {
  Evaluated item = evaluate(it.item);
  Evaluated set = evaluate(it.set);
  Evaluated result = join(item, set);
  if (result.known()) result.value = std::get<MemberSet>(set.value).has(std::get<uint16_t>(item.value));
  return result;
}

Evaluated Evaluator::node(const rules::StartsWith& it) {
  Evaluated value = evaluate(it.value);
  Evaluated prefix = evaluate(it.prefix);
  Evaluated result = join(value, prefix);
  if (result.known())
    result.value = std::get<std::string_view>(value.value).starts_with(std::get<std::string_view>(prefix.value));
  return result;
}

Evaluated Evaluator::node(const rules::TestsText& it) {
  Evaluated result = evaluate(it.text);
  std::string_view other;
  if (it.other) {
    Evaluated second = evaluate(*it.other);
    if (second.known()) other = std::get<std::string_view>(second.value);
    const View text = result.value;
    result = join(result, second);
    result.value = text;
  }
  if (result.known()) result.value = holds(it.test, std::get<std::string_view>(result.value), other);
  return result;
}

Evaluated Evaluator::node(const rules::Not& it) {
  Evaluated operand = evaluate(it.operand);
  if (operand.known()) operand.value = !operand.boolean();
  return operand;
}

Evaluated Evaluator::logic(const rules::Logic& it, const Evaluated& left) {
  Evaluated right = evaluate(it.right);
  return it.op == rules::LogicOp::conjunction ? conjunction(left, right) : disjunction(left, right);
}

}  // namespace huice::reference
