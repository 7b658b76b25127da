#include "compiler/rules/sites.h"

#include <algorithm>
#include <set>

#include "compiler/rules/walk.h"

namespace huice::rules {

Sites sites_of(const Program& program, const Measure& measure) {
  if (!measure.versions.empty()) {
    Sites all;
    for (const Measure& version : measure.versions) {
      auto names = sites_of(program, version).names;
      all.names.insert(all.names.end(), names.begin(), names.end());
    }
    return all;
  }
  std::set<LetId> lets;
  std::set<ParameterId> parameters;
  visit_reachable(program, roots_of(measure), [&](const Expr& expr) {
    if (auto* use = std::get_if<LetValue>(&expr.node)) lets.insert(use->let);
    if (auto* use = std::get_if<ParameterValue>(&expr.node)) parameters.insert(use->parameter);
  });
  Sites sites;
  auto add = [&](const std::string& name) {
    sites.names.push_back(name);
    return static_cast<uint16_t>(sites.names.size() - 1);
  };
  add("pay");
  for (const Condition& condition : measure.conditions) add(condition.name);
  for (LetId let : lets) sites.lets[let] = add(program.lets[let].name);
  for (ParameterId parameter : parameters) sites.parameters[parameter] = add(program.parameters[parameter].name);
  return sites;
}

std::vector<FieldIndex> inputs_of(const Program& program, const Measure& measure) {
  std::set<FieldIndex> fields;
  for (const Measure* body : bodies_of(measure)) {
    if (body->dated) fields.insert(*body->dated);
  }
  visit_reachable(program, roots_of(measure), [&](const Expr& expr) {
    if (auto* use = std::get_if<FieldValue>(&expr.node)) fields.insert(use->field);
  });
  return {fields.begin(), fields.end()};
}

bool needs_as_of(const Program& program, const Measure& measure) {
  if (!measure.versions.empty()) {
    auto needs = [&](const Measure& version) { return needs_as_of(program, version); };
    return std::any_of(measure.versions.begin(), measure.versions.end(), needs);
  }
  if (measure.dated) return false;
  bool needed = measure.in_force && (measure.in_force->from || measure.in_force->to);
  visit_reachable(program, roots_of(measure), [&](const Expr& expr) {
    auto* use = std::get_if<ParameterValue>(&expr.node);
    if (!use || use->at) return;
    for (const auto& dated : program.parameters[use->parameter].values) needed = needed || dated.from.has_value();
  });
  return needed;
}

std::vector<ParameterId> unsupplied_of(const Program& program, const Measure& measure) {
  std::set<ParameterId> found;
  visit_reachable(program, roots_of(measure), [&](const Expr& expr) {
    auto* use = std::get_if<ParameterValue>(&expr.node);
    if (use && program.parameters[use->parameter].values.empty()) found.insert(use->parameter);
  });
  return {found.begin(), found.end()};
}

bool reads_decided(const Program& program, const Entity& entity, ExprId root) {
  bool found = false;
  visit_reachable(program, root, [&](const Expr& expr) {
    auto* use = std::get_if<FieldValue>(&expr.node);
    if (use && entity.fields[use->field].decided()) found = true;
  });
  return found;
}

}  // namespace huice::rules
