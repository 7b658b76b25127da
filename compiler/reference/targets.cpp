#include "compiler/reference/targets.h"

#include "compiler/reference/evaluate.h"
#include "compiler/reference/record.h"
#include "compiler/reference/view.h"

namespace huice::reference {
namespace {

/// With what the goal reads beside its test, too.
rules::Measure with_goal(const rules::Reach& reach) {
  rules::Measure all = reach.test;
  if (reach.goal) all.conditions.push_back({all.name, all.label, reach.goal->value, {}, all.span});
  return all;
}

}  // namespace

Reached reached(const rules::Program& program, const rules::Reach& reach, const catalogue::Measure& words, const Row& row) {
  Reached result;
  result.decision = decide(program, reach.test, words, row);
  if (!reach.goal) return result;
  const rules::Measure all = with_goal(reach);
  const Prepared prepared(program, all, program.entities[reach.groups], rules::inputs_of(program, all));
  Evaluator evaluator(prepared, nullptr);
  for (uint32_t field : prepared.inputs) {
    if (row.fields[field]) evaluator.cells[field] = view_of(*row.fields[field]);
  }
  evaluator.date = row.as_of;
  const auto value_of = [&](rules::ExprId id) {
    const Evaluated outcome = evaluator.evaluate(id);
    return outcome.known() ? std::optional(owned(outcome.value)) : std::nullopt;
  };
  result.value = value_of(reach.goal->value);
  for (rules::ExprId bound : reach.goal->bounds) result.bounds.push_back(value_of(bound));
  return result;
}

}  // namespace huice::reference
