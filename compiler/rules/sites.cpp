#include "compiler/rules/sites.h"

#include <algorithm>
#include <set>

#include "compiler/rules/walk.h"

namespace huice::rules {

namespace {

/// Of the members that aggregates read, too.
void collect(const Program& program, const Measure& measure, std::set<LetId>& lets, std::set<ParameterId>& parameters) {
  visit_reachable(program, roots_of(measure), [&](const Expr& expr) {
    if (auto* use = std::get_if<LetValue>(&expr.node)) lets.insert(use->let);
    if (auto* use = std::get_if<ParameterValue>(&expr.node)) parameters.insert(use->parameter);
    if (auto* use = std::get_if<AggregateValue>(&expr.node)) collect(program, program.aggregates[use->aggregate].rows, lets, parameters);
  });
}

}  // namespace

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
  collect(program, measure, lets, parameters);
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

uint16_t outer_site(const Sites& outer, const Sites& inner, uint16_t site, uint16_t here) {
  for (const auto& [let, index] : inner.lets) {
    if (index == site) return outer.lets.at(let);
  }
  for (const auto& [parameter, index] : inner.parameters) {
    if (index == site) return outer.parameters.at(parameter);
  }
  return here;
}

std::vector<FieldIndex> inputs_of(const Program& program, const Measure& measure) {
  std::set<FieldIndex> fields;
  for (const Measure* body : bodies_of(measure)) {
    if (body->dated) fields.insert(*body->dated);
  }
  visit_reachable(program, roots_of(measure), [&](const Expr& expr) {
    if (auto* use = std::get_if<FieldValue>(&expr.node)) fields.insert(use->field);
    if (auto* use = std::get_if<ReferredValue>(&expr.node)) fields.insert(use->column);
    if (auto* use = std::get_if<ListMember>(&expr.node)) fields.insert(use->columns.begin(), use->columns.end());
    if (auto* use = std::get_if<AggregateValue>(&expr.node)) {
      const Aggregate& aggregate = program.aggregates[use->aggregate];
      fields.insert({aggregate.value, aggregate.count, aggregate.error, aggregate.causes});
      fields.insert(aggregate.cause_names.begin(), aggregate.cause_names.end());
    }
  });
  return {fields.begin(), fields.end()};
}

bool needs_as_of(const Program& program, const Measure& measure) {
  if (!measure.versions.empty()) {
    auto needs = [&](const Measure& version) { return needs_as_of(program, version); };
    return std::any_of(measure.versions.begin(), measure.versions.end(), needs);
  }
  if (measure.dated) return false;
  bool needed = measure.settled_by_day || (measure.in_force && (measure.in_force->from || measure.in_force->to));
  visit_reachable(program, roots_of(measure), [&](const Expr& expr) {
    if (auto* member = std::get_if<ListMember>(&expr.node)) needed = needed || (!member->at && program.lists[member->list].entries->dated());
    if (auto* aggregate = std::get_if<AggregateValue>(&expr.node)) needed = needed || needs_as_of(program, program.aggregates[aggregate->aggregate].rows);
    auto* use = std::get_if<ParameterValue>(&expr.node);
    if (!use || use->at) return;
    for (const auto& dated : program.parameters[use->parameter].values) needed = needed || dated.from.has_value();
  });
  return needed;
}

std::vector<ParameterId> unsupplied_of(const Program& program, const Measure& measure) {
  std::set<LetId> lets;
  std::set<ParameterId> parameters;
  collect(program, measure, lets, parameters);
  std::erase_if(parameters, [&](ParameterId id) { return !program.parameters[id].values.empty(); });
  return {parameters.begin(), parameters.end()};
}

bool reads_decided(const Program& program, const Entity& entity, ExprId root) {
  bool found = false;
  visit_reachable(program, root, [&](const Expr& expr) {
    auto decided = [&](FieldIndex field) { return entity.fields[field].decided(); };
    if (auto* use = std::get_if<FieldValue>(&expr.node)) found = found || decided(use->field);
    if (auto* use = std::get_if<ReferredValue>(&expr.node)) found = found || decided(use->column);
    if (auto* use = std::get_if<AggregateValue>(&expr.node)) {
      const auto& causes = program.aggregates[use->aggregate].cause_names;
      found = found || std::any_of(causes.begin(), causes.end(), decided);
    }
  });
  return found;
}

}  // namespace huice::rules
