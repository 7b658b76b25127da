#include "compiler/scenarios/row.h"

#include <stdexcept>

#include "compiler/reference/constant.h"

namespace huice::scenarios {
namespace {

/// Only such kinds as can tell rows apart; other keys stay missing.
std::optional<reference::Value> made_up(const rules::Field& field, size_t serial) {
  switch (field.type.kind) {
    case rules::Kind::text:
    case rules::Kind::reference:
      return reference::Value("#" + std::to_string(serial));
    case rules::Kind::number:
      return reference::Value(Rational(field.step * Rational(static_cast<unsigned long>(serial))));
    case rules::Kind::date:
      return reference::Value(Date{static_cast<int32_t>(serial)});
    case rules::Kind::datetime:
      return reference::Value(DateTime{static_cast<int64_t>(serial)});
    case rules::Kind::boolean:
    case rules::Kind::choice:
    case rules::Kind::set:
    case rules::Kind::period:
      break;
  }
  return std::nullopt;
}

}  // namespace

namespace {

void give(const program::Program& program, const rules::GivenFields& given, reference::Row& row) {
  for (const auto& [field, expr] : given) {
    std::optional<reference::Value> value = reference::constant(program.rules, expr);
    if (!value) throw std::logic_error("the checker lets only constants be given");
    row.fields[field] = std::move(value);
  }
}

/// A row that is said something about through a reference refers to something.
void refer(const rules::Entity& entity, reference::Row& row) {
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    const auto* referred = std::get_if<rules::Referred>(&entity.fields[i].origin);
    if (referred && row.fields[i] && !row.fields[referred->reference]) row.fields[referred->reference] = reference::Value(std::string("#1"));
  }
}

/// A member of `owner`, with what it reads of it.
reference::Row member_of(const program::Program& program, const rules::GivenMember& given, const rules::Aggregate& aggregate,
                         const reference::Row& owner) {
  const rules::Entity& entity = program.rules.entities[given.entity];
  reference::Row row;
  row.as_of = owner.as_of;
  row.fields.resize(entity.fields.size());
  give(program, given.given, row);
  row.fields[*aggregate.reference] = reference::Value(std::string("#1"));
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    const auto* referred = std::get_if<rules::Referred>(&entity.fields[i].origin);
    if (referred && referred->reference == aggregate.reference) row.fields[i] = owner.fields[referred->target];
  }
  return row;
}

void add_aggregates(const program::Program& program, Engine& engine, const rules::ScenarioStep& step, rules::EntityId entity, reference::Row& row) {
  for (size_t i = 0; i < program.rules.aggregates.size(); ++i) {
    const auto id = Store<rules::Aggregate>::id_at(i);
    const rules::Aggregate& aggregate = program.rules.aggregates[id];
    if (aggregate.owner != entity) continue;
    std::vector<reference::Row> members;
    for (const rules::GivenMember& given : step.members) {
      if (given.entity == aggregate.member) members.push_back(member_of(program, given, aggregate, row));
    }
    engine.fill(id, members, row);
  }
}

}  // namespace

Supplied::Supplied(rules::Program& rules, const Parameters& parameters) : rules_(rules) {
  for (const auto& [id, value] : parameters) {
    before_.emplace_back(id, rules.parameters[id].values);
    rules.parameters[id].values = {{std::nullopt, value}};
  }
}

Supplied::~Supplied() {
  for (auto& [id, values] : before_) rules_.parameters[id].values = std::move(values);
}

reference::Row row_of(const program::Program& program, Engine& engine, rules::EntityId id, const rules::ScenarioStep& step, size_t serial,
                      const std::vector<rules::FieldIndex>& keys) {
  const rules::Entity& entity = program.rules.entities[id];
  reference::Row row;
  row.as_of = step.as_of;
  row.fields.resize(entity.fields.size());
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    if (entity.fields[i].key) row.fields[i] = made_up(entity.fields[i], serial);
  }
  for (rules::FieldIndex key : keys) row.fields[key] = made_up(entity.fields[key], serial);
  give(program, step.given, row);
  refer(entity, row);
  add_aggregates(program, engine, step, id, row);
  return row;
}

}  // namespace huice::scenarios
