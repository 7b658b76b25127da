#include "compiler/reference/prepared.h"

namespace huice::reference {
namespace {

std::vector<bool> find_caps(const rules::Program& program, const rules::Entity& entity) {
  std::vector<bool> caps(program.exprs.size());
  for (size_t i = 0; i < caps.size(); ++i) {
    const auto* bound = std::get_if<rules::Bound>(&program.exprs[Store<rules::Expr>::id_at(i)].node);
    caps[i] = bound && bound->kind == rules::BoundKind::at_most && rules::reads_decided(program, entity, bound->value);
  }
  return caps;
}

/// A bound's value side is the amount and the bounds before it.
std::vector<bool> find_pay_caps(const rules::Program& program, const rules::Entity& entity, const rules::Pay& pay) {
  std::vector<bool> caps;
  bool decided = rules::reads_decided(program, entity, pay.amount);
  for (const auto& [kind, bound] : pay.bounds) {
    caps.push_back(decided && kind == rules::BoundKind::at_most);
    decided = decided || rules::reads_decided(program, entity, bound);
  }
  return caps;
}

}  // namespace

Prepared::Prepared(const rules::Program& program, rules::MeasureId measure, const catalogue::Measure& words)
    : Prepared(program, program.measures[measure], program.entities[program.measures[measure].entity], words.inputs) {}

Prepared::Prepared(const rules::Program& program, const rules::Measure& measure, const rules::Entity& entity,
                   const std::vector<uint32_t>& inputs)
    : program(program),
      measure(measure),
      entity(entity),
      sites(rules::sites_of(program, measure)),
      inputs(inputs),
      input_of(entity.fields.size(), UINT32_MAX),
      caps(find_caps(program, entity)) {
  for (uint32_t i = 0; i < inputs.size(); ++i) {
    input_of[inputs[i]] = i;
    decided_input.push_back(entity.fields[inputs[i]].decided());
  }
  if (measure.pay) pay_caps = find_pay_caps(program, entity, *measure.pay);
}

}  // namespace huice::reference
