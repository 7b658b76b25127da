#include "compiler/reference/evaluate.h"

#include <stdexcept>

#include "compiler/reference/record.h"

namespace huice::reference {
namespace {

/// A let's limit in its own base unit: 10^18.
bool beyond_let_limit(const Rational& value) {
  static const Rational limit = power_of_ten(18);
  return abs(value) > limit;
}

}  // namespace

std::optional<rules::ExprId> left_operand(const rules::Expr& expr) {
  if (const auto* it = std::get_if<rules::Arithmetic>(&expr.node)) return it->left;
  if (const auto* it = std::get_if<rules::Logic>(&expr.node)) return it->left;
  if (const auto* it = std::get_if<rules::Bound>(&expr.node)) return it->value;
  if (const auto* it = std::get_if<rules::Rounded>(&expr.node)) return it->value;
  return std::nullopt;
}

Evaluator::Evaluator(const Prepared& prepared, Trace* trace)
    : cells(prepared.entity.fields.size()), prepared(prepared), trace(trace), lets_(prepared.program.lets.size()) {}

void Evaluator::clear() {
  for (rules::LetId let : evaluated_lets_) lets_[let.value].reset();
  evaluated_lets_.clear();
  numbers.reset();
  date.reset();
  for (uint32_t field : prepared.inputs) cells[field].reset();
}

Evaluated Evaluator::evaluate_at(uint16_t site, rules::ExprId expr) {
  site_ = site;
  return evaluate(expr);
}

/// Down the left operands, then up again: however long a sum is, it takes no more of the stack.
Evaluated Evaluator::evaluate(rules::ExprId id) {
  size_t bottom = waiting_.size();
  while (std::optional<rules::ExprId> left = left_operand(prepared.program.exprs[id])) {
    waiting_.push_back(id);
    id = *left;
  }
  Evaluated result = visit(prepared.program.exprs[id]);
  record(id, result);
  while (waiting_.size() > bottom) {
    id = waiting_.back();
    waiting_.pop_back();
    result = combine(id, std::move(result));
    record(id, result);
  }
  return result;
}

void Evaluator::record(rules::ExprId id, const Evaluated& outcome) {
  if (trace) trace->values.insert_or_assign(id, traced(prepared, outcome));
}

Evaluated Evaluator::visit(const rules::Expr& expr) {
  return std::visit(
      [this](const auto& it) -> Evaluated {
        if constexpr (requires { node(it); }) return node(it);
        throw std::logic_error("an operator is combined, not visited");
      },
      expr.node);
}

Evaluated Evaluator::combine(rules::ExprId id, Evaluated left) {
  const auto& node = prepared.program.exprs[id].node;
  if (const auto* it = std::get_if<rules::Arithmetic>(&node)) return arithmetic(*it, left);
  if (const auto* it = std::get_if<rules::Logic>(&node)) return logic(*it, left);
  if (const auto* it = std::get_if<rules::Bound>(&node)) return bound(*it, prepared.caps[id.value], left);
  return rounded(std::get<rules::Rounded>(node), std::move(left));
}

// ---- Constants and names --------------------------------------------------------------------------------------------

Evaluated Evaluator::node(const rules::Number& it) { return Evaluated::of(&it.value); }
Evaluated Evaluator::node(const rules::Boolean& it) { return Evaluated::of(it.value); }
Evaluated Evaluator::node(const rules::Text& it) { return Evaluated::of(std::string_view(it.value)); }
Evaluated Evaluator::node(const rules::DateValue& it) { return Evaluated::of(it.value); }
Evaluated Evaluator::node(const rules::DateTimeValue& it) { return Evaluated::of(it.value); }
Evaluated Evaluator::node(const rules::PeriodValue& it) { return Evaluated::of(it.value); }
Evaluated Evaluator::node(const rules::ChoiceValue& it) { return Evaluated::of(it.code); }
Evaluated Evaluator::node(const rules::SetValue& it) { return Evaluated::of(it.value); }

Evaluated Evaluator::node(const rules::FieldValue& it) {
  if (cells[it.field]) return Evaluated::of(*cells[it.field]);
  Evaluated result;
  result.state = State::missing;
  result.missing.set(prepared.input_of[it.field]);
  return result;
}

Evaluated Evaluator::node(const rules::LetValue& it) {
  std::optional<Evaluated>& known = lets_[it.let.value];
  if (!known) {
    known = evaluate_let(it.let);
    evaluated_lets_.push_back(it.let);
    if (trace) trace->lets.push_back(it.let);
  }
  return *known;
}

Evaluated Evaluator::evaluate_let(rules::LetId id) {
  uint16_t outer = site_;
  site_ = prepared.sites.lets.at(id);
  Evaluated result = evaluate(prepared.program.lets[id].value);
  if (result.known() && std::holds_alternative<const Rational*>(result.value) && beyond_let_limit(result.number())) {
    result = fault(HUICE_RANGE);
  }
  site_ = outer;
  return result;
}

Evaluated Evaluator::node(const rules::ParameterValue& it) {
  std::optional<Date> day = date;
  bool capped = false;
  if (it.at) {
    Evaluated at = evaluate(*it.at);
    if (!at.known()) return at;
    day = day_of(at.value);
    capped = at.capped;
  }
  const rules::Parameter::Dated* held = nullptr;
  for (const auto& dated : prepared.program.parameters[it.parameter].values) {
    if (!dated.from || (day && *dated.from <= *day)) held = &dated;
  }
  if (!held)
    return Evaluated::failed(
        static_cast<uint16_t>(HUICE_BEFORE_FIRST_DATE << 12 | prepared.sites.parameters.at(it.parameter)));
  Evaluated result = evaluate(held->value);
  result.capped |= capped;
  return result;
}

// ---- Missing values and choices -------------------------------------------------------------------------------------

Evaluated Evaluator::node(const rules::IsGiven& it) {
  Evaluated operand = evaluate(it.operand);
  if (operand.is_error()) return operand;
  Evaluated result = Evaluated::of(operand.known());
  result.capped = operand.capped;
  return result;
}

Evaluated Evaluator::node(const rules::Default& it) {
  Evaluated value = evaluate(it.value);
  if (!value.is_missing()) return value;
  Evaluated fallback = evaluate(it.fallback);
  fallback.capped |= value.capped;
  return fallback;
}

Evaluated Evaluator::node(const rules::MatchValue& it) {
  Evaluated selector = evaluate(it.selector);
  if (!selector.known()) return selector;
  for (const auto& arm : it.arms) {
    for (rules::ExprId key : arm.keys) {
      Evaluated candidate = evaluate(key);
      if (!candidate.known()) {
        candidate.capped |= selector.capped;
        return candidate;
      }
      if (!equal(selector.value, candidate.value)) continue;
      Evaluated result = evaluate(arm.value);
      result.capped |= selector.capped;
      return result;
    }
  }
  Evaluated result = evaluate(it.otherwise.value());
  result.capped |= selector.capped;
  return result;
}

Evaluated Evaluator::node(const rules::MatchCondition& it) {
  bool capped = false;
  for (const auto& arm : it.arms) {
    Evaluated condition = evaluate(arm.condition);
    capped |= condition.capped;
    if (!condition.known()) {
      condition.capped = capped;
      return condition;
    }
    if (!condition.boolean()) continue;
    Evaluated result = evaluate(arm.value);
    result.capped |= capped;
    return result;
  }
  Evaluated result = evaluate(it.otherwise);
  result.capped |= capped;
  return result;
}

Evaluated Evaluator::node(const rules::Fail& it) {
  return fault(it.kind == rules::FailKind::no_row ? HUICE_NO_ROW : HUICE_CONFLICT);
}

}  // namespace huice::reference
