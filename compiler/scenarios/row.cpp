#include "compiler/scenarios/row.h"

#include <stdexcept>

#include "compiler/reference/constant.h"

namespace huice::scenarios {
namespace {

/// Only such kinds as can tell rows apart; other keys stay missing.
std::optional<reference::Value> made_up(const rules::Field& field, size_t serial) {
  switch (field.type.kind) {
    case rules::Kind::text:
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

reference::Row row_of(const program::Program& program, const rules::Scenario& scenario, const rules::ScenarioStep& step,
                      size_t serial) {
  const rules::Measure& measure = program.rules.measures[scenario.measure];
  const rules::Entity& entity = program.rules.entities[measure.entity];
  reference::Row row;
  row.as_of = step.as_of;
  row.fields.resize(entity.fields.size());
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    if (entity.fields[i].key) row.fields[i] = made_up(entity.fields[i], serial);
  }
  for (const auto& [field, expr] : step.given) {
    std::optional<reference::Value> value = reference::constant(program.rules, expr);
    if (!value) throw std::logic_error("the checker lets only constants be given");
    row.fields[field] = std::move(value);
  }
  return row;
}

}  // namespace huice::scenarios
