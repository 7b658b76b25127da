#include "compiler/reference/constant.h"

#include "compiler/reference/evaluate.h"
#include "compiler/reference/record.h"
#include "compiler/rules/walk.h"

namespace huice::reference {
namespace {

bool reads_nothing(const rules::Program& program, rules::ExprId expr) {
  bool nothing = true;
  rules::visit_reachable(program, expr, [&](const rules::Expr& each) {
    nothing = nothing && !std::holds_alternative<rules::FieldValue>(each.node) &&
              !std::holds_alternative<rules::LetValue>(each.node) &&
              !std::holds_alternative<rules::ParameterValue>(each.node);
  });
  return nothing;
}

}  // namespace

std::optional<Value> constant(const rules::Program& program, rules::ExprId expr) {
  if (!reads_nothing(program, expr)) return std::nullopt;
  static const rules::Measure no_measure;
  static const rules::Entity no_entity;
  Prepared prepared(program, no_measure, no_entity, {});
  Evaluator evaluator(prepared, nullptr);
  Traced result = traced(prepared, evaluator.evaluate(expr));
  if (auto* value = std::get_if<Value>(&result)) return std::move(*value);
  return std::nullopt;
}

}  // namespace huice::reference
