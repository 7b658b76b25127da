#include "compiler/scenarios/batches.h"

#include <limits>
#include <stdexcept>

#include "base/decimal.h"
#include "compiler/reference/columns.h"
#include "compiler/reference/constant.h"
#include "compiler/rules/steps.h"
#include "runtime/engine/members.h"

namespace huice::scenarios {
namespace {

class Schemas {
 public:
  explicit Schemas(const program::Program& program) : program_(program), schemas_(program.schemas) {
    for (batch::Schema& schema : schemas_) {
      for (batch::Field& field : schema.fields) field.units.clear(), field.more_units.reset();  // for readers
    }
  }

  std::vector<batch::Schema> make() && {
    for (const rules::Scenario& scenario : program_.rules.scenarios) {
      for (const rules::ScenarioStep& step : scenario.steps) add(step, program_.rules.measures[scenario.measure].entity);
    }
    for (const rules::TargetScenario& scenario : program_.rules.target_scenarios) {
      for (const rules::TargetStep& step : scenario.steps) {
        for (const rules::ScenarioStep& row : step.rows) add(row, program_.rules.targets[scenario.target].entity);
      }
    }
    add_referred();
    return std::move(schemas_);
  }

 private:
  void add(const rules::ScenarioStep& step, rules::EntityId entity) {
    add(step.given, entity);
    for (const rules::GivenMember& member : step.members) add(member.given, member.entity);
  }

  void add(const rules::GivenFields& given, rules::EntityId entity) {
    for (const auto& [index, expr] : given) {
      const auto value = reference::constant(program_.rules, expr);
      const auto* number = value ? std::get_if<Rational>(&*value) : nullptr;
      if (number == nullptr || *number == 0) continue;
      batch::Field& field = schemas_[entity.value].fields[index];
      refine(field, rules::shared_unit(step_of(field.layout), abs(*number)));
    }
  }

  /// A member's columns hold its owner's values.
  void add_referred() {
    for (size_t e = 0; e < schemas_.size(); ++e) {
      for (const catalogue::Referred& referred : program_.catalogue.entities[e].referred) {
        batch::Field& field = schemas_[e].fields[referred.column];
        const batch::Field& target = schemas_[referred.entity].fields[referred.target];
        if (field.kind == batch::Kind::number) refine(field, rules::shared_unit(step_of(field.layout), step_of(target.layout)));
      }
    }
  }

  const program::Program& program_;
  std::vector<batch::Schema> schemas_;
};

void set(batch::Batch& batch, uint32_t field, int row, const reference::Value& value) {
  const batch::Field& column = batch.schema().fields[field];
  if (!reference::fits(column, value)) throw std::logic_error("a scenario's number is finer than its column: " + column.name);
  reference::put(batch, field, row, value);
}

}  // namespace

Rational step_of(const batch::Layout& layout) {
  Rational step(static_cast<long>(layout.step_num), static_cast<unsigned long>(layout.step_den));
  step.canonicalize();
  return step;
}

void refine(batch::Field& field, const Rational& step) {
  const Rational ratio = step_of(field.layout) / step;
  if (!step.get_num().fits_slong_p() || !step.get_den().fits_slong_p()) throw std::logic_error("too fine a step for " + field.name);
  constexpr __int128 most = static_cast<__int128>(~static_cast<unsigned __int128>(0) >> 1);
  // Beyond what can be stored, no value is; sums say more than there will be members.
  const auto lo = parse_integer(ceil(Rational(Integer(to_decimal(field.lo)) * ratio)).get_str());
  const auto hi = parse_integer(floor(Rational(Integer(to_decimal(field.hi)) * ratio)).get_str());
  field.layout.step_num = step.get_num().get_si();
  field.layout.step_den = step.get_den().get_si();
  field.lo = lo.value_or(-most);
  field.hi = hi.value_or(most);
  constexpr __int128 narrow = std::numeric_limits<int64_t>::max();
  field.layout.wide = field.layout.wide || field.lo < -narrow || field.hi > narrow;
}

std::vector<batch::Schema> schemas_of(const program::Program& program) { return Schemas(program).make(); }

batch::Batch batch_of(const Catalogue& catalogue, uint32_t entity, const batch::Schema& schema, const reference::Row* rows, size_t count) {
  std::vector<bool> bound(schema.fields.size());
  plan::Scan scan;
  scan.entity = entity;
  scan.listed = catalogue.entities[entity].listed;
  for (const catalogue::Listed& listed : scan.listed) bound[listed.field] = bound[listed.column] = true;
  for (size_t r = 0; r < count; ++r) {
    for (size_t f = 0; f < bound.size(); ++f) bound[f] = bound[f] || rows[r].fields[f];
  }
  batch::Batch batch(schema, bound);
  batch::Rows counted;
  for (size_t r = 0; r < count; ++r) {
    const int row = counted.add({});
    for (uint32_t f = 0; f < bound.size(); ++f) {
      if (rows[r].fields[f]) set(batch, f, row, *rows[r].fields[f]);
    }
  }
  batch.set_rows(counted.count());
  if (count > 0 && rows[0].as_of) batch.set_as_of(rows[0].as_of->days);
  engine::Members(catalogue, {}).fill(scan, counted, batch);
  return batch;
}

}  // namespace huice::scenarios
