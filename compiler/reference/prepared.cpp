#include "compiler/reference/prepared.h"

#include <set>

#include "compiler/rules/walk.h"

namespace huice::reference {
namespace {

/// Every expression that deciding the measure can evaluate, lets followed.
std::vector<rules::ExprId> reachable(const rules::Program& program, const rules::Measure& measure) {
  std::vector<rules::ExprId> all = rules::roots_of(measure);
  std::set<rules::ExprId> seen(all.begin(), all.end());
  for (size_t i = 0; i < all.size(); ++i) {
    const rules::Expr& expr = program.exprs[all[i]];
    std::vector<rules::ExprId> next = rules::parts_of(expr);
    if (const auto* let = std::get_if<rules::LetValue>(&expr.node)) next.push_back(program.lets[let->let].value);
    for (rules::ExprId id : next) {
      if (seen.insert(id).second) all.push_back(id);
    }
  }
  return all;
}

std::vector<bool> find_caps(const rules::Program& program, const rules::Measure& measure, const rules::Entity& entity) {
  std::vector<bool> caps(program.exprs.size());
  for (rules::ExprId id : reachable(program, measure)) {
    const auto* bound = std::get_if<rules::Bound>(&program.exprs[id].node);
    if (bound && bound->kind == rules::BoundKind::at_most)
      caps[id.value] = rules::reads_decided(program, entity, bound->value);
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

Prepared::Prepared(const rules::Program& program, const rules::Measure& measure, const rules::Entity& entity,
                   const std::vector<uint32_t>& inputs)
    : program(program),
      measure(measure),
      entity(entity),
      sites(rules::sites_of(program, measure)),
      inputs(inputs),
      input_of(entity.fields.size(), UINT32_MAX),
      caps(find_caps(program, measure, entity)) {
  for (uint32_t i = 0; i < inputs.size(); ++i) {
    input_of[inputs[i]] = i;
    decided_input.push_back(entity.fields[inputs[i]].decided());
  }
  if (measure.pay) pay_caps = find_pay_caps(program, entity, *measure.pay);
}

}  // namespace huice::reference
