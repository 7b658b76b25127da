#include "api/huice.hpp"

#include <algorithm>
#include <cassert>
#include <set>

#include "api/related.h"
#include "base/unicode/closest.h"
#include "compiler/program/kernels.h"
#include "compiler/program/supply.h"
#include "compiler/reference/columns.h"
#include "compiler/rules/sites.h"
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
  std::vector<LeftOut> left_out;
  std::vector<OtherReject> rejected_others;
  std::vector<std::optional<Reject>> rejects;
  std::vector<std::vector<decisions::Decisions>> batches;  // by batch, then measure
};

Decisions::Decisions(std::unique_ptr<State> state) : state_(std::move(state)) {}
Decisions::Decisions(Decisions&&) noexcept = default;
Decisions& Decisions::operator=(Decisions&&) noexcept = default;
Decisions::~Decisions() = default;
size_t Decisions::size() const { return state_->rejects.size(); }
const std::vector<std::string>& Decisions::measures() const { return state_->names; }
const std::vector<Decisions::LeftOut>& Decisions::left_out() const { return state_->left_out; }
const std::vector<Decisions::OtherReject>& Decisions::rejected_others() const { return state_->rejected_others; }
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
  std::vector<std::shared_ptr<const engine::Kernel>> kernels;  // by measure; null: an external parameter has no value
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
  std::vector<program::SuppliedValue> supplied;
  for (const ParameterValue& one : options.parameters) supplied.push_back({one.parameter, one.from, one.value, one.parameter});
  if (auto done = program::supply(program, supplied, false); !done) return done.failure();
  if (program.sink.has_errors()) return Failure{Exit::wrong, all_diagnostics(program)};
  const auto make = program::kernels_of(program, {!options.machine_code, options.cache});
  for (uint32_t measure = 0; measure < program.catalogue.measures.size(); ++measure) {
    if (!rules::unsupplied_of(program.rules, program.rules.measures[rules::MeasureId{measure}]).empty()) {
      state->kernels.push_back(nullptr);
      continue;
    }
    auto kernel = make(measure, program.schemas.at(program.catalogue.measures[measure].entity));
    if (!kernel) return kernel.failure();
    state->kernels.push_back(std::move(*kernel));
  }
  return Program(std::move(state));
}

Result<Applicants> Program::applicants(std::string_view entity) const {
  for (uint32_t i = 0; i < catalogue().entities.size(); ++i) {
    const auto& known = catalogue().entities[i];
    if (known.name == entity || known.label == entity)
      return Applicants(std::make_unique<Applicants::State>(Applicants::State{&state_->program->schemas[i], i, {}}));
  }
  return usage("there is no entity " + std::string(entity), "没有主体 " + std::string(entity));
}

namespace {

/// Reads rows [first, first + count) into `batch`; what cannot be read goes into `rejects`. Of such rows texts stay: one may be
/// the key of an owner who lacks the row.
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
  std::vector<std::unique_ptr<batch::ColumnReader>> readers(fields);
  for (size_t field = 0; field < fields; ++field) {
    if (!in_data(field)) continue;
    const batch::BoundColumn column{static_cast<int>(field), static_cast<uint32_t>(field), {}};
    readers[field] = batch::make_column_reader(schema, column, field, batch::Dialect::strict);
    readers[field]->read(rows, batch);
  }
  rows.sort_faults();
  for (const batch::Fault& fault : rows.faults()) {
    auto& reject = rejects[first + static_cast<size_t>(fault.row)];
    if (reject) continue;  // the first bad cell of a row
    reject = Reject{std::string(batch::name(fault.code)), fault.column < 0 ? "" : schema.fields[static_cast<size_t>(fault.column)].name,
                    fault.value, batch::message(fault.code, fault.expected)};
    batch.clear_row(fault.row);
    for (uint32_t field = 0; field < fields; ++field) {
      const auto text = readers[field] ? readers[field]->text(rows, fault.row) : std::nullopt;
      if (text) batch.set_text(field, fault.row, *text);
    }
  }
}

}  // namespace

namespace {

/// Rows that were read, batch by batch.
struct ReadRows {
  std::vector<batch::Batch> batches;
  Given given;
};

ReadRows read_all(const batch::Schema& schema, const std::vector<std::vector<std::string>>& rows, std::optional<Date> as_of) {
  ReadRows read;
  const std::vector<bool> bound(schema.fields.size(), true);
  read.given.rejects.resize(rows.size());
  for (size_t first = 0; first < rows.size(); first += HUICE_BATCH_ROWS) {
    const int count = static_cast<int>(std::min<size_t>(HUICE_BATCH_ROWS, rows.size() - first));
    batch::Batch& batch = read.batches.emplace_back(schema, bound);
    if (as_of) batch.set_as_of(as_of->days);
    read_rows(schema, rows, first, count, batch, read.given.rejects);
  }
  return read;
}

/// The rows as the reference reads them, for what others take from them.
Given with_values(ReadRows& read) {
  for (const batch::Batch& batch : read.batches) {
    const huice_batch view = batch.view();
    for (int row = 0; row < batch.rows(); ++row) read.given.rows.push_back(reference::row_of(batch.schema(), view, row));
  }
  return std::move(read.given);
}

/// Why the measure cannot be decided with rows of these entities alone.
std::optional<Bilingual> why_left_out(const program::Program& program, uint32_t measure, const std::set<uint32_t>& given) {
  std::string names;
  for (const rules::ParameterId id : rules::unsupplied_of(program.rules, program.rules.measures[rules::MeasureId{measure}]))
    names += (names.empty() ? "" : ", ") + program.rules.parameters[id].name;
  if (!names.empty())
    return Bilingual{"external parameters have no value: " + names + "; give them in CompileOptions::parameters",
                     "外部参数没有取值：" + names + "；请在 CompileOptions::parameters 中提供"};
  plan::Needs needs(program.catalogue);
  needs.add_measure(measure);
  for (const auto& [entity, its] : needs.entities()) {
    const std::string& name = program.catalogue.entities[entity].name;
    if (!given.contains(entity)) return Bilingual{"it reads rows of " + name + ": give them to evaluate_with", "需要 " + name + " 的数据：请提供给 evaluate_with"};
  }
  return std::nullopt;
}

/// Every entity that is read, each after those that it refers to.
std::vector<plan::Scan> scans_of(const plan::Needs& needs) {
  std::vector<plan::Scan> scans;
  std::set<uint32_t> indexed;
  for (const uint32_t entity : needs.indexed()) {
    scans.push_back(needs.scan(entity));
    indexed.insert(entity);
  }
  for (const auto& [entity, its] : needs.entities()) {
    if (!indexed.contains(entity)) scans.push_back(needs.scan(entity));
  }
  return scans;
}

}  // namespace

Result<Decisions> Program::evaluate(const Applicants& applicants, std::optional<Date> as_of) const { return evaluate_with({}, applicants, as_of); }

Result<Decisions> Program::evaluate_with(const std::vector<const Applicants*>& others, const Applicants& applicants, std::optional<Date> as_of) const {
  const Applicants::State& given = *applicants.state_;
  auto state = std::make_unique<Decisions::State>();
  state->catalogue = &catalogue();
  state->entity = &catalogue().entities[given.entity];
  std::set<uint32_t> entities{given.entity};
  for (const Applicants* other : others) {
    if (entities.insert(other->state_->entity).second) continue;
    const std::string& name = catalogue().entities[other->state_->entity].name;
    return usage("rows of " + name + " are given twice", name + " 的数据给了两次");
  }
  plan::Needs needs(catalogue());
  for (uint32_t measure = 0; measure < catalogue().measures.size(); ++measure) {
    const auto& words = catalogue().measures[measure];
    if (words.entity != given.entity) continue;
    if (auto why = why_left_out(*state_->program, measure, entities)) {
      state->left_out.push_back({words.name, std::move(*why)});
      continue;
    }
    if (words.needs_as_of && !as_of)
      return usage(words.name + " needs a date: it has no `dated` field, so pass as_of", words.name + " 需要日期：没有基准日字段，请提供 as_of");
    needs.add_measure(measure);
    state->measures.push_back(measure);
    state->names.push_back(words.name);
  }
  ReadRows read = read_all(*given.schema, given.rows, as_of);
  Related related(*state_->program);
  const bool takes = std::any_of(state->measures.begin(), state->measures.end(), [&](uint32_t measure) {
    const auto& inputs = catalogue().measures[measure].inputs;
    return std::any_of(inputs.begin(), inputs.end(), [&](uint32_t field) { return field >= state->entity->in_data; });
  });
  if (takes) {
    for (const Applicants* other : others) {
      ReadRows rows = read_all(*other->state_->schema, other->state_->rows, as_of);
      related.add(other->state_->entity, with_values(rows));
    }
    related.add(given.entity, with_values(read));
    related.check(scans_of(needs));
    for (const Applicants* other : others) {
      const auto& rejects = related.given(other->state_->entity).rejects;
      for (size_t row = 0; row < rejects.size(); ++row)
        if (rejects[row]) state->rejected_others.push_back({catalogue().entities[other->state_->entity].name, row, *rejects[row]});
    }
  }
  state->rejects = takes ? related.given(given.entity).rejects : std::move(read.given.rejects);
  engine::Members members(catalogue(), {});
  plan::Scan lists;
  lists.entity = given.entity;
  if (!state->measures.empty()) lists.listed = needs.scan(given.entity).listed;
  for (size_t i = 0; i < read.batches.size(); ++i) {
    batch::Batch& batch = read.batches[i];
    for (const uint32_t measure : state->measures) {
      if (takes) related.fill(given.entity, i * HUICE_BATCH_ROWS, catalogue().measures[measure].inputs, batch);
    }
    for (const auto& listed : lists.listed) {
      if (takes) related.fill(given.entity, i * HUICE_BATCH_ROWS, {listed.field}, batch);
    }
    batch::Rows rows;
    for (int row = 0; row < batch.rows(); ++row) rows.add({});
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
