#include "compiler/explanation/kinds.h"

namespace huice::explanation {
namespace {

bool inside(rules::Span inner, rules::Span outer) {
  return inner.source == outer.source && outer.begin <= inner.begin && inner.end <= outer.end;
}

}  // namespace

bool is_literal(const rules::Expr& expr) {
  return std::holds_alternative<rules::Number>(expr.node) || std::holds_alternative<rules::Boolean>(expr.node) ||
         std::holds_alternative<rules::Text>(expr.node) || std::holds_alternative<rules::DateValue>(expr.node) ||
         std::holds_alternative<rules::DateTimeValue>(expr.node) || std::holds_alternative<rules::PeriodValue>(expr.node) ||
         std::holds_alternative<rules::ChoiceValue>(expr.node) || std::holds_alternative<rules::SetValue>(expr.node);
}

bool is_name(const rules::Program& program, const rules::Expr& expr) {
  if (std::holds_alternative<rules::FieldValue>(expr.node) || std::holds_alternative<rules::ReferredValue>(expr.node) ||
      std::holds_alternative<rules::AggregateValue>(expr.node) || std::holds_alternative<rules::LetValue>(expr.node) ||
      std::holds_alternative<rules::ParameterValue>(expr.node)) {
    return true;
  }
  if (const auto* day = std::get_if<rules::DayOf>(&expr.node)) return is_name(program, program.exprs[day->instant]);
  const auto* fallback = std::get_if<rules::Default>(&expr.node);
  return fallback && !inside(program.exprs[fallback->fallback].span, expr.span);
}

}  // namespace huice::explanation
