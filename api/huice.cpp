#include "api/huice.hpp"

#include <cassert>

#include "base/unicode/closest.h"
#include "compiler/program/kernels.h"
#include "runtime/batch/columns.h"
#include "runtime/batch/rows.h"
#include "runtime/decisions/decisions.h"
#include "runtime/engine/members.h"
#include "runtime/plan_needs.h"

namespace huice {
namespace {

Failure usage(std::string en, std::string zh) { return {Exit::usage, {std::move(en), std::move(zh)}}; }

Bilingual all_diagnostics(const program::Program& program) {
  Bilingual text;
  for (const auto& diagnostic : program.sink.all()) {
    text.en += diagnostics::to_text(diagnostic, program.sources, diagnostics::Language::en, false);
    text.zh += diagnostics::to_text(diagnostic, program.sources, diagnostics::Language::zh, false);
  }
  return text;
}

}  // namespace

// ---- Applicants -----------------------------------------------------------------------------------------------------

struct Applicants::State {
  const batch::Schema* schema;
  uint32_t entity;
  std::vector<std::vector<std::string>> rows;  // by field
};

Applicants::Applicants(std::unique_ptr<State> state) : state_(std::move(state)) {}
Applicants::Applicants(Applicants&&) noexcept = default;
Applicants& Applicants::operator=(Applicants&&) noexcept = default;
Applicants::~Applicants() = default;
size_t Applicants::size() const { return state_->rows.size(); }

Result<size_t> Applicants::add(const Cells& cells) {
  const auto& fields = state_->schema->fields;
  std::vector<std::string> row(fields.size());
  for (const auto& [name, cell] : cells) {
    size_t field = 0;
    while (field < fields.size() && (fields[field].derived || (fields[field].name != name && fields[field].label != name))) ++field;
    if (field == fields.size()) {
      std::vector<std::string> names;
      for (const auto& known : fields)
        if (!known.derived) names.push_back(known.name);
      const auto closest = unicode::closest(name, names);
      return usage(state_->schema->entity + " has no field " + name + (closest ? "; did you mean " + *closest + "?" : ""),
                   state_->schema->entity + " 没有字段 " + name + (closest ? "；是否指 " + *closest + "？" : ""));
    }
    row[field] = cell;
  }
  state_->rows.push_back(std::move(row));
  return state_->rows.size() - 1;
}

// ---- Decisions ------------------------------------------------------------------------------------------------------

struct Decisions::State {
  const Catalogue* catalogue;
  const catalogue::Entity* entity;
  std::vector<uint32_t> measures;
  std::vector<std::string> names;
  std::vector<std::optional<Reject>> rejects;
  std::vector<std::vector<decisions::Decisions>> batches;  // by batch, then measure
};

Decisions::Decisions(std::unique_ptr<State> state) : state_(std::move(state)) {}
Decisions::Decisions(Decisions&&) noexcept = default;
Decisions& Decisions::operator=(Decisions&&) noexcept = default;
Decisions::~Decisions() = default;
size_t Decisions::size() const { return state_->rejects.size(); }
const std::vector<std::string>& Decisions::measures() const { return state_->names; }
const std::optional<Reject>& Decisions::rejected(size_t row) const { return state_->rejects.at(row); }

Decision Decisions::at(size_t row, std::string_view measure) const {
  size_t position = 0;
  while (position < state_->names.size() && state_->names[position] != measure) ++position;
  assert(position < state_->names.size() && !state_->rejects.at(row));
  const auto& words = state_->catalogue->measures[state_->measures.at(position)];
  const auto& batch = state_->batches.at(row / HUICE_BATCH_ROWS).at(position);
  const int in_batch = static_cast<int>(row % HUICE_BATCH_ROWS);
  Decision decision;
  decision.status = batch.status(in_batch);
  if (decision.status == Status::eligible && words.pays) decision.amount = catalogue::amount_text(words, batch.amount(in_batch));
  if (batch.has_ceiling(in_batch)) decision.ceiling = catalogue::amount_text(words, batch.ceiling(in_batch));
  decision.reasons = batch.reasons(*state_->entity, in_batch);
  return decision;
}

// ---- Program --------------------------------------------------------------------------------------------------------

struct Program::State {
  std::unique_ptr<program::Program> program;
  std::vector<std::shared_ptr<const engine::Kernel>> kernels;  // by measure
};

Program::Program(std::unique_ptr<State> state) : state_(std::move(state)) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;
const Catalogue& Program::catalogue() const { return state_->program->catalogue; }

Result<Program> Program::compile(const std::string& path, const CompileOptions& options) {
  auto compiled = program::compile(path);
  if (!compiled) return compiled.failure();
  auto state = std::make_unique<State>();
  state->program = std::move(*compiled);
  program::Program& program = *state->program;
  program.sink.sort();
  if (program.sink.has_errors()) return Failure{Exit::wrong, all_diagnostics(program)};
  const auto make = program::kernels_of(program, {!options.machine_code, options.cache});
  for (uint32_t measure = 0; measure < program.catalogue.measures.size(); ++measure) {
    auto kernel = make(measure, program.schemas.at(program.catalogue.measures[measure].entity));
    if (!kernel) return kernel.failure();
    state->kernels.push_back(std::move(*kernel));
  }
  return Program(std::move(state));
}

namespace {

/// Whether a measure reads rows of other entities, which applicants alone do not bring.
bool needs_others(const Catalogue& catalogue, uint32_t measure) {
  plan::Needs needs(catalogue);
  needs.add_measure(measure);
  return needs.entities().size() > 1;
}

}  // namespace

Result<Applicants> Program::applicants(std::string_view entity) const {
  for (uint32_t i = 0; i < catalogue().entities.size(); ++i) {
    const auto& known = catalogue().entities[i];
    if (known.name == entity || known.label == entity)
      return Applicants(std::make_unique<Applicants::State>(Applicants::State{&state_->program->schemas[i], i, {}}));
  }
  return usage("there is no entity " + std::string(entity), "没有主体 " + std::string(entity));
}

namespace {

/// Reads rows [first, first + count) into `batch`; what cannot be read goes into `rejects`.
void read_rows(const batch::Schema& schema, const std::vector<std::vector<std::string>>& all, size_t first, int count, batch::Batch& batch,
               std::vector<std::optional<Reject>>& rejects) {
  const size_t fields = schema.fields.size();
  const auto in_data = [&](size_t field) { return !schema.fields[field].derived; };
  batch::Rows rows(fields);
  for (int row = 0; row < count; ++row) {
    rows.add({});
    for (size_t field = 0; field < fields; ++field) {
      const std::string& cell = all[first + static_cast<size_t>(row)][field];
      rows.slot(field)[row] = {cell.data(), static_cast<uint32_t>(cell.size())};
    }
  }
  batch.set_rows(count);
  for (size_t field = 0; field < fields; ++field) {
    if (!in_data(field)) continue;
    const batch::BoundColumn column{static_cast<int>(field), static_cast<uint32_t>(field), {}};
    batch::make_column_reader(schema, column, field, batch::Dialect::strict)->read(rows, batch);
  }
  rows.sort_faults();
  for (const batch::Fault& fault : rows.faults()) {
    auto& reject = rejects[first + static_cast<size_t>(fault.row)];
    if (reject) continue;  // the first bad cell of a row
    reject = Reject{std::string(batch::name(fault.code)), fault.column < 0 ? "" : schema.fields[static_cast<size_t>(fault.column)].name,
                    fault.value, batch::message(fault.code, fault.expected)};
    batch.clear_row(fault.row);
  }
}

}  // namespace

Result<Decisions> Program::evaluate(const Applicants& applicants, std::optional<Date> as_of) const {
  const Applicants::State& given = *applicants.state_;
  auto state = std::make_unique<Decisions::State>();
  state->catalogue = &catalogue();
  state->entity = &catalogue().entities[given.entity];
  state->rejects.resize(given.rows.size());
  for (uint32_t measure = 0; measure < catalogue().measures.size(); ++measure) {
    const auto& words = catalogue().measures[measure];
    if (words.entity != given.entity || needs_others(catalogue(), measure)) continue;
    if (words.needs_as_of && !as_of)
      return usage(words.name + " needs a date: it has no `dated` field, so pass as_of", words.name + " 需要日期：没有基准日字段，请提供 as_of");
    state->measures.push_back(measure);
    state->names.push_back(words.name);
  }
  const std::vector<bool> bound(given.schema->fields.size(), true);
  engine::Members members(catalogue(), {});
  plan::Scan lists;  // nothing else is read from elsewhere
  lists.entity = given.entity;
  for (const auto& listed : state->entity->listed)
    if (listed.field < state->entity->in_data) lists.listed.push_back(listed);
  for (size_t first = 0; first < given.rows.size(); first += HUICE_BATCH_ROWS) {
    const int count = static_cast<int>(std::min<size_t>(HUICE_BATCH_ROWS, given.rows.size() - first));
    batch::Batch batch(*given.schema, bound);
    if (as_of) batch.set_as_of(as_of->days);
    read_rows(*given.schema, given.rows, first, count, batch, state->rejects);
    batch::Rows rows;
    for (int row = 0; row < count; ++row) rows.add({});
    members.fill(lists, rows, batch);
    const huice_batch view = batch.view();
    auto& decided = state->batches.emplace_back();
    for (const uint32_t measure : state->measures) {
      huice_decisions out = decided.emplace_back(catalogue().measures[measure]).view();
      if (const auto done = state_->kernels[measure]->decide(view, out); !done) return done.failure();
    }
  }
  return Decisions(std::move(state));
}

}  // namespace huice
