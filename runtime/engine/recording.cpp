#include "runtime/engine/recording.h"

#include <unistd.h>

#include <algorithm>

#include "base/digest.h"
#include "base/test_switch.h"
#include "runtime/settlement/shares.h"

namespace huice::engine {
namespace {

using settlement::Booked;
using settlement::Known;

Failure usage(std::string en, std::string zh) { return {Exit::usage, {std::move(en), std::move(zh)}}; }

/// What a ledger can keep: a line is (measure, entity key, applicable date), an amount whole fen.
Outcome check_measure(const Catalogue& catalogue, uint32_t id) {
  const catalogue::Measure& measure = catalogue.measures[id];
  if (!measure.pays) return Nothing{};
  const std::string& name = measure.name;
  if (!measure.dated)
    return usage("with a ledger " + name + " needs `dated FIELD`: else every new --as-of would pay it again", "使用台账时，" + name + " 须写明“基准日 字段”：否则每换一个 --as-of 都会再付一次");
  const catalogue::Entity& entity = catalogue.entities[measure.entity];
  if (entity.keys.empty())
    return usage("with a ledger " + entity.name + " needs a key: else nobody can say who was paid by " + name, "使用台账时，" + entity.name + " 须有主键：否则无法说明 " + name + " 付给了谁");
  if (static_cast<__int128>(measure.unit_num) * 100 % measure.unit_den != 0)
    return usage("a ledger keeps whole fen, but " + name + " rounds to less", "台账以分为单位，而 " + name + " 取整到更小的单位");
  return Nothing{};
}

/// The same program and data give the same id.
std::string derived_id(const Options& options, const std::vector<ledger::Input>& inputs) {
  std::string all = options.program_digest + "\n" + (options.as_of ? to_string(*options.as_of) : "");
  for (const ledger::Input& input : inputs) all += "\n" + input.digest;
  for (const auto& [name, value] : options.recorded) all += "\n" + name + "=" + value;
  for (const auto& parameter : options.parameters) all += "\n" + parameter.name + "," + parameter.from + "," + parameter.value;
  return "run-" + digest_of(all).substr(5, 16);
}

}  // namespace

Result<std::unique_ptr<Recording>> Recording::open(const Catalogue& catalogue, const std::vector<uint32_t>& measures, const Options& options,
                                                   settlement::Settling& settling, const spill::Room& room) {
  if (options.ledger.empty()) return std::unique_ptr<Recording>();
  if (options.simulation)
    return usage("--set is a what-if and cannot be recorded: leave --ledger out", "--set 为试算，不能记账：请去掉 --ledger");
  for (uint32_t measure : measures) {
    if (Outcome outcome = check_measure(catalogue, measure); !outcome) return outcome.failure();
  }
  std::unique_ptr<Recording> recording(new Recording(catalogue, options, settling, room));
  if (options.dry_run && access(options.ledger.c_str(), F_OK) != 0) return std::unique_ptr<Recording>();  // nothing was paid yet
  auto opened = ledger::Ledger::open(options.ledger, options.dry_run ? ledger::Access::read : ledger::Access::write);
  if (!opened) return opened.failure();
  recording->ledger_ = std::move(*opened);
  return recording;
}

Outcome Recording::identify(const Report& report) {
  for (const EntityReport& entity : report.entities) {
    for (const batch::FileReport& file : entity.files) run_.inputs.push_back({file.path, file.digest});
    if (entity.decisions_file) run_.inputs.push_back({entity.decisions_file->path, entity.decisions_file->digest});
  }
  run_.id = options_.run_id.empty() ? derived_id(options_, run_.inputs) : options_.run_id;
  run_.kind = ledger::RunKind::run;
  run_.program = options_.program_digest;
  run_.compiler = options_.compiler_version;
  run_.as_of = options_.as_of ? to_string(*options_.as_of) : "";
  auto found = ledger_->find_run(run_.id);
  if (!found) return found.failure();
  if (!*found) return Nothing{};
  const ledger::Run& before = **found;
  const std::string in = options_.ledger + ": run " + run_.id, in_zh = options_.ledger + "：运行 " + run_.id;
  if (before.kind != ledger::RunKind::run || !before.reversed_by.empty())
    return usage(in + " is no run that can be repeated (reversed, or not a run of `huice run`): choose another --run-id", in_zh + " 不能重做（已冲销，或不是“huice run”的运行）：请另选 --run-id");
  const auto digests = [](const std::vector<ledger::Input>& inputs) {
    std::vector<std::string> all;
    for (const ledger::Input& input : inputs) all.push_back(input.digest);
    return all;
  };
  if (before.program != run_.program || before.as_of != run_.as_of || digests(before.inputs) != digests(run_.inputs))
    return usage(in + " was made of another program, other data or another date: choose another --run-id", in_zh + " 所用的政策、数据或日期与此次不同：请另选 --run-id");
  again_ = true;
  before_ = before.number;
  return Nothing{};
}

Outcome Recording::join(Report& report) {
  if (!options_.dry_run) {
    failpoint("ledger:before_begin");
    if (Outcome outcome = ledger_->begin(); !outcome) return outcome;
    failpoint("ledger:after_begin");
  }
  if (options_.redecide) return book_.join(*ledger_, 0, true);
  if (Outcome outcome = identify(report); !outcome) return outcome;
  report.ledger = RecordedRun{options_.ledger, run_.id, again_};
  return book_.join(*ledger_, before_, false);
}

ledger::Entry Recording::entry_of(const settlement::Settling& settling, const Booked& row, const Known* known,
                                  const std::vector<settlement::Reduction>& reductions) const {
  const settlement::Terms& terms = catalogue_.settlement;
  const settlement::Body& body = terms.bodies[row.body];
  const catalogue::Measure& measure = catalogue_.measures[body.measure];
  const auto fen = [&](int64_t steps) { return static_cast<int64_t>(static_cast<__int128>(steps) * terms.step_num * 100 / terms.step_den); };
  const int64_t granted = reductions.empty() ? row.amount : reductions.back().after;
  ledger::Entry entry;
  entry.measure = measure.name;
  if (body.version && row.eligible) entry.version = measure.versions[*body.version].name;
  entry.key = row.key;
  entry.date = row.day;
  entry.computed = fen(row.amount);
  entry.granted = fen(granted);
  entry.paid = entry.granted - (known != nullptr ? known->entry.granted : 0);
  entry.inputs = settlement::digest_text(row.inputs);
  if (row.capped) entry.reasons = "ceiling";
  if (row.capped && !reductions.empty()) entry.reasons += ';';
  settling.append_reasons(entry.reasons, reductions);
  entry.fields = row.fields;
  if (!row.eligible) return entry;
  const auto shares = settlement::shares_of(body, granted, [&](size_t part) { return row.parts[part]; });
  for (size_t i = 0; i < body.shares.size() && shares; ++i) entry.shares.push_back({body.shares[i].name, fen((*shares)[i])});
  if (body.pool) {
    entry.pool = terms.pools[*body.pool].name;
    entry.charged = body.charged ? entry.shares[*body.charged].amount : entry.granted;
    if (body.category) entry.category = terms.pools[*body.pool].members[row.category];
  }
  return entry;
}

Outcome Recording::compare(const settlement::Settling& settling, Report& report) const {
  auto runs = ledger_->runs();
  if (!runs) return runs.failure();
  std::map<uint64_t, std::string> ids;
  for (const ledger::Run& run : *runs) ids[run.number] = run.id;
  settlement::Reductions reductions = settling.reductions();
  return book_.each([&](const Booked& row, const Known* known) -> Outcome {
    auto taken = reductions.of(row.serial);
    if (!taken) return taken.failure();
    if (known == nullptr) return Nothing{};
    ++report.compared;
    ledger::Entry now = entry_of(settling, row, known, **taken);
    if (now.granted != known->entry.granted) report.differences.push_back({std::move(now), known->entry.granted, ids[known->entry.run]});
    return Nothing{};
  });
}

Outcome Recording::record(const settlement::Settling& settling, Report& report) {
  if (options_.redecide) return compare(settling, report);
  const bool writes = !again_ && !options_.dry_run;
  if (writes) {
    auto number = ledger_->add_run(run_);
    if (!number) return number.failure();
  }
  std::map<uint32_t, MeasureTotals*> totals;
  for (EntityReport& entity : report.entities) {
    for (MeasureTotals& each : entity.measures) totals[each.measure] = &each;
  }
  settlement::Reductions reductions = settling.reductions();
  return book_.each([&](const Booked& row, const Known* known) -> Outcome {
    auto taken = reductions.of(row.serial);
    if (!taken) return taken.failure();
    const uint32_t id = catalogue_.settlement.bodies[row.body].measure;
    const catalogue::Measure& measure = catalogue_.measures[id];
    const ledger::Entry entry = entry_of(settling, row, known, **taken);
    if (known != nullptr && known->recorded) {  // what the output says of it
      if (!row.eligible) return Nothing{};
      totals[id]->computed += units_of_fen(measure, known->entry.computed) - units_of_fen(measure, entry.computed);
      totals[id]->granted += units_of_fen(measure, known->entry.granted) - units_of_fen(measure, entry.granted);
      return Nothing{};
    }
    // Nothing was paid, and nothing is.
    if (known == nullptr && row.amount == 0) return Nothing{};
    return writes ? ledger_->add(entry) : Outcome(Nothing{});
  });
}

Outcome Recording::tell(Tracing& tracing) const {
  auto runs = ledger_->runs();
  if (!runs) return runs.failure();
  for (const ledger::Run& run : *runs) tracing.runs[run.number] = run.id;
  settlement::KnownRows rows = book_.known();
  for (const auto& [serial, story] : tracing.stories) {
    auto known = rows.of(serial);
    if (!known) return known.failure();
    if (*known != nullptr) tracing.known[serial] = **known;
  }
  return Nothing{};
}

Outcome Recording::commit() {
  if (again_ || options_.dry_run) return Nothing{};
  failpoint("ledger:before_commit");
  Outcome outcome = ledger_->commit();
  failpoint("ledger:after_commit");
  return outcome;
}

}  // namespace huice::engine
