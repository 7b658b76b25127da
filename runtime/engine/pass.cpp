#include "runtime/engine/pass.h"

#include <algorithm>

#include "runtime/decisions/decisions.h"
#include "runtime/decisions/referred.h"
#include "runtime/decisions/rejects.h"
#include "runtime/decisions/to_csv.h"
#include "runtime/engine/decided.h"
#include "runtime/engine/field_stats.h"
#include "runtime/status_switch.h"

namespace huice::engine {
namespace {

using decisions::Decisions;

void count_decisions(MeasureTotals& totals, const Decisions& decided, const batch::Rows& rows) {
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    const Status status = decided.status(row);
    ++totals.count[static_cast<size_t>(status)];
    if (status == Status::eligible) totals.granted += decided.amount(row);
  }
  totals.computed = totals.granted;  // settlement takes from it when all is decided
}

/// How many of a measure's shares differ from row to row, at most.
size_t parts_of(const Catalogue& catalogue, uint32_t measure) {
  size_t most = 0;
  for (const settlement::Body& body : catalogue.settlement.bodies) {
    if (body.measure != measure) continue;
    const auto parts = std::count_if(body.shares.begin(), body.shares.end(), [](const auto& share) { return !share.rest && !share.part.fixed; });
    most = std::max(most, static_cast<size_t>(parts));
  }
  return most;
}

void count_rejects(EntityReport& report, const batch::CsvReader& reader, const batch::Rows& rows) {
  const batch::FileReport& file = reader.files()[reader.file()];
  for (const batch::Fault& fault : rows.faults()) {
    const auto same = [&](const RejectTotals& totals) { return totals.code == fault.code; };
    auto found = std::find_if(report.rejects.begin(), report.rejects.end(), same);
    if (found == report.rejects.end()) {
      const auto column = static_cast<size_t>(fault.column);
      const std::string header = column < file.binding.headers.size() ? file.binding.headers[column] : "";
      report.rejects.push_back({fault.code, 0, file.path, rows.place(fault.row).line, header});
      found = report.rejects.end() - 1;
    }
    ++found->count;
  }
}

std::vector<std::string> kept_headers(const batch::CsvReader& reader) {
  std::vector<std::string> headers;
  const batch::Binding& binding = reader.files().front().binding;
  for (int column : binding.keep) headers.push_back(binding.headers[static_cast<size_t>(column)]);
  return headers;
}

Outcome write(decisions::Target* target, std::string& text) {
  Outcome outcome = target == nullptr ? Outcome(Nothing{}) : target->write(text);
  text.clear();
  return outcome;
}

}  // namespace

std::optional<WrittenFile> written_file(const decisions::Target* target) {
  if (target == nullptr) return std::nullopt;
  return WrittenFile{target->path(), target->digest(), target->bytes()};
}

bool ProgressMeter::add(uint64_t rows, uint64_t bytes_now) {
  progress_.rows += rows;
  progress_.bytes = bytes_before_ + bytes_now;
  return !callback_ || callback_(progress_);
}

Result<std::unique_ptr<batch::CsvReader>> open_scan(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Scan& scan, const Options& options) {
  const batch::Schema& schema = schemas[scan.entity];
  batch::Wanted wanted{std::vector<bool>(schema.fields.size()), options.keep, options.aliases};
  for (uint32_t field : scan.fields) wanted.fields[field] = true;
  wanted.derived.assign(schema.fields.size(), false);
  const auto derive = [&](uint32_t field) { wanted.derived[field] = true; };
  for (const auto& referred : scan.referred) derive(referred.column);
  for (const auto& listed : scan.listed) derive(listed.column);
  for (uint32_t id : scan.aggregates) {
    const catalogue::Aggregate& aggregate = catalogue.aggregates[id];
    for (uint32_t field : {aggregate.value, aggregate.count, aggregate.error, aggregate.causes}) derive(field);
  }
  return batch::CsvReader::open(schema, std::move(wanted), scan.files, options.input);
}

Steps steps_of(const plan::Pass& pass) {
  Steps steps;
  for (const plan::Step& step : pass.steps) {
    if (const auto* it = std::get_if<plan::Scan>(&step)) steps.scan = it;
    if (const auto* it = std::get_if<plan::Index>(&step)) steps.index = it;
    if (const auto* it = std::get_if<plan::Gather>(&step)) steps.gather = it;
    if (const auto* it = std::get_if<plan::Tally>(&step)) steps.tally = it;
    if (const auto* it = std::get_if<plan::Decide>(&step)) steps.decide = it;
    if (const auto* it = std::get_if<plan::Write>(&step)) steps.write = it;
  }
  return steps;
}

Result<EntityReport> run_pass(const Catalogue& catalogue, batch::CsvReader& reader, const Steps& pass, Members& members,
                              const MakeKernel& make_kernel, const Options& options, Outputs& outputs, ProgressMeter& meter, Tallies* tallies,
                              Waiting* waiting) {
  EntityReport report;
  report.entity = pass.scan->entity;
  members.set_layouts(*pass.scan, reader);
  members.watch(*pass.scan, pass.index, reader);
  const std::vector<uint32_t> measures = pass.decide != nullptr ? pass.decide->measures : std::vector<uint32_t>();
  std::vector<std::shared_ptr<const Kernel>> kernels;
  std::vector<Decisions> decided;
  bool any_claims = false;
  for (uint32_t measure : measures) {
    auto kernel = make_kernel(measure, reader.schema());
    if (!kernel) return kernel.failure();
    kernels.push_back(std::move(*kernel));
    decided.emplace_back(catalogue.measures[measure]);
    report.measures.push_back({measure, {}, 0, 0});
    const catalogue::Measure& words = catalogue.measures[measure];
    const bool booked = waiting != nullptr && waiting->book != nullptr && words.pays;
    any_claims = any_claims || words.settled || booked;
    if (words.settled || booked || !words.shares.empty()) decided.back().claimed.emplace(parts_of(catalogue, measure));
  }
  if (pass.gather != nullptr) {
    if (Outcome outcome = members.start(*pass.gather, reader.schema()); !outcome) return outcome.failure();
  }
  if (pass.tally != nullptr) {
    if (Outcome outcome = tallies->start(*pass.tally, reader.schema()); !outcome) return outcome.failure();
  }
  decisions::CsvFormat format(catalogue, pass.scan->entity, measures, kept_headers(reader), options.output);
  std::optional<FieldStats> stats;
  if (options.dry_run && pass.write != nullptr) stats.emplace(reader.schema(), pass.scan->fields, reader.bound());

  std::unique_ptr<DecidedValues> values;
  if (!options.decisions.empty() && pass.decide != nullptr) {
    auto read = DecidedValues::read(catalogue, pass.scan->entity, reader.schema(), options);
    if (!read) return read.failure();
    values = std::move(*read);
  }
  const decisions::ReferredFormat referred(catalogue, pass.scan->entity, measures, options.output);

  std::unique_ptr<Claims> claims;
  if (std::any_of(decided.begin(), decided.end(), [](const Decisions& each) { return each.claimed.has_value(); })) {
    auto made = Claims::make(catalogue, measures, reader.schema(), waiting->make_number, waiting->settling, waiting->book, waiting->serial);
    if (!made) return made.failure();
    claims = std::move(*made);
    if (waiting->traced != nullptr) claims->trace(&(*waiting->traced)[pass.scan->entity]);
  }
  if (any_claims && outputs.decisions) {
    auto draft = Draft::create(waiting->folder, format);
    if (!draft) return draft.failure();
    waiting->draft = std::move(*draft);
  }
  std::vector<decisions::Hole> holes;
  const auto write_decisions = [&](std::string& written_text) -> Outcome {
    if (waiting == nullptr || !waiting->draft) return write(outputs.decisions.get(), written_text);
    Outcome outcome = waiting->draft->add(written_text, holes);
    holes.clear();
    written_text.clear();
    return outcome;
  };

  std::string text = format.header(), reject_text = decisions::rejects_header(), referred_text = referred.header();
  batch::Batch batch = values ? batch::Batch(reader.schema(), values->bound(reader.bound())) : reader.make_batch();
  if (options.as_of) batch.set_as_of(options.as_of->days);
  for (;;) {
    if (Outcome outcome = write_decisions(text); !outcome) return outcome.failure();
    if (Outcome outcome = write(outputs.rejects.get(), reject_text); !outcome) return outcome.failure();
    if (Outcome outcome = write(outputs.referred.get(), referred_text); !outcome) return outcome.failure();
    Result<bool> more = reader.next(batch);
    if (!more) return more.failure();
    if (!*more) break;
    const batch::Rows& rows = reader.rows();
    if (values) {
      if (Outcome outcome = values->apply(batch, rows); !outcome) return outcome.failure();
    }
    members.fill(*pass.scan, rows, batch);
    const huice_batch view = batch.view();
    for (size_t m = 0; m < kernels.size(); ++m) {
      huice_decisions out = decided[m].view();
      if (Outcome outcome = kernels[m]->decide(view, out); !outcome) return outcome.failure();
      switch_statuses(view.rows, out);
      count_decisions(report.measures[m], decided[m], rows);
    }
    if (claims) {
      if (Outcome outcome = claims->add(reader, batch, decided); !outcome) return outcome.failure();
    }
    if (pass.gather != nullptr) {
      if (Outcome outcome = members.gather(*pass.gather, reader, batch); !outcome) return outcome.failure();
    }
    if (pass.tally != nullptr) {
      if (Outcome outcome = tallies->add(*pass.tally, rows, batch); !outcome) return outcome.failure();
    }
    const auto count = static_cast<uint64_t>(rows.count() - rows.skips());
    report.rows_in += count;
    report.rejected += rows.faults().size();
    count_rejects(report, reader, rows);
    if (outputs.decisions) report.written += format.append(text, batch, reader, rows, decided, &holes);
    if (outputs.rejects) decisions::append_rejects(reject_text, reader, rows, options.output.dialect);
    if (outputs.referred) referred.append(referred_text, batch, rows, decided);
    if (stats) stats->add(batch, rows);
    if (!meter.add(count, reader.bytes_read())) return Failure{Exit::wrong, {"stopped", "已中止"}};
  }
  if (values) {
    if (Outcome outcome = values->finish(); !outcome) return outcome.failure();
    report.decisions_file = values->file();
  }
  if (Outcome outcome = members.finish(*pass.scan, pass.index, pass.gather); !outcome) return outcome.failure();
  report.decided = report.rows_in - report.rejected;
  meter.next_pass(reader.bytes_read());
  const bool drafted = waiting != nullptr && waiting->draft != nullptr;
  for (decisions::Target* target : {outputs.rejects.get(), outputs.referred.get(), outputs.decisions.get()}) {
    if (target == nullptr || (drafted && target == outputs.decisions.get())) continue;
    if (Outcome outcome = target->finish(); !outcome) return outcome.failure();
  }
  report.files = reader.files();
  if (!drafted) report.output = written_file(outputs.decisions.get());
  report.rejects_file = written_file(outputs.rejects.get());
  report.referred_file = written_file(outputs.referred.get());
  if (stats) report.fields = stats->totals();
  return report;
}

}  // namespace huice::engine
