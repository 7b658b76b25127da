#include "compiler/scenarios/decider.h"

#include <set>

#include "compiler/explanation/display.h"
#include "compiler/reference/columns.h"
#include "compiler/reference/constant.h"
#include "compiler/rules/walk.h"
#include "runtime/batch/batch.h"
#include "runtime/decisions/decisions.h"

namespace huice::scenarios {

std::string Machine::parameters_of(rules::MeasureId measure) const {
  std::set<rules::ParameterId> read;
  rules::visit_reachable(program_.rules, rules::roots_of(program_.rules.measures[measure]), [&](const rules::Expr& expr) {
    if (const auto* use = std::get_if<rules::ParameterValue>(&expr.node)) read.insert(use->parameter);
  });
  std::string all;
  for (rules::ParameterId id : read) {
    const rules::Parameter& parameter = program_.rules.parameters[id];
    if (!parameter.external) continue;
    for (const auto& dated : parameter.values) {
      const auto value = reference::constant(program_.rules, dated.value);
      all += parameter.name + "=" + (value ? explanation::show(program_.rules, *value, parameter.type, nullptr, diagnostics::Language::en) : "") + ";";
    }
  }
  return all;
}

Result<std::optional<Decided>> Machine::decide(rules::MeasureId measure, const reference::Row& row) {
  const rules::EntityId entity = program_.rules.measures[measure].entity;
  const batch::Schema& schema = program_.schemas.at(entity.value);
  batch::Batch batch(schema, std::vector<bool>(schema.fields.size(), true));
  batch.set_rows(1);
  if (row.as_of) batch.set_as_of(row.as_of->days);
  for (uint32_t field = 0; field < row.fields.size(); ++field) {
    if (!row.fields[field]) continue;
    if (!reference::fits(schema.fields[field], *row.fields[field])) return std::optional<Decided>();
    reference::put(batch, field, 0, *row.fields[field]);
  }
  auto& kernel = kernels_[{measure.value, parameters_of(measure)}];
  if (kernel == nullptr) {
    auto made = make_(measure.value, schema);
    if (!made) return made.failure();
    kernel = std::move(*made);
  }
  const catalogue::Measure& words = program_.catalogue.measures.at(measure.value);
  decisions::Decisions decided(words);
  huice_decisions view = decided.view();
  if (const auto done = kernel->decide(batch.view(), view); !done) return done.failure();
  Decided out{decided.status(0), {}, {}, decided.reasons(program_.catalogue.entities.at(entity.value), 0)};
  if (out.status == Status::eligible && words.pays) out.amount = decided.amount(0);
  if (decided.has_ceiling(0)) out.ceiling = decided.ceiling(0);
  return std::optional<Decided>(std::move(out));
}

}  // namespace huice::scenarios
