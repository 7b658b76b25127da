#include "runtime/engine/pass.h"

#include <algorithm>

#include "runtime/decisions/arrow_rows.h"
#include "runtime/decisions/csv_rows.h"
#include "runtime/decisions/rejects.h"
#include "runtime/engine/deciding.h"

namespace huice::engine {
namespace {

using decisions::Decisions;

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

std::vector<std::string> kept_headers(const batch::Reader& reader) {
  std::vector<std::string> headers;
  const batch::Binding& binding = reader.files().front().binding;
  for (int column : binding.keep) headers.push_back(binding.headers[static_cast<size_t>(column)]);
  return headers;
}

/// Writes decisions into their output, in its format; null: there is none.
std::unique_ptr<decisions::RowWriter> row_writer(const Catalogue& catalogue, const batch::Reader& reader, uint32_t entity, const std::vector<uint32_t>& measures,
                                                 const decisions::OutputOptions& options, Outputs& outputs) {
  if (!outputs.decisions) return nullptr;
  const std::vector<std::string> kept = kept_headers(reader);
  const auto columns = decisions::output_columns(catalogue, entity, measures, kept, options);
  if (options.format == decisions::Format::arrow) {
    std::vector<batch::Field> keys;
    for (const uint32_t key : catalogue.entities[entity].keys) keys.push_back(reader.schema().fields[key]);
    std::vector<std::string> titles;
    for (const uint32_t m : measures) titles.push_back(decisions::title_of(options.labels, catalogue.measures[m].name, catalogue.measures[m].label));
    auto target = std::make_unique<decisions::ArrowTarget>(std::move(outputs.decisions), decisions::arrow_shape(columns, keys), titles, options.labels);
    auto rows = std::make_unique<decisions::ArrowRows>(catalogue, entity, measures, keys, kept.size(), options, *target);
    outputs.decisions = std::move(target);
    return rows;
  }
  if (outputs.book) {
    std::vector<bool> amounts;
    for (const decisions::OutputColumn& column : columns) amounts.push_back(column.is_amount());
    outputs.book->set_amounts(std::move(amounts));
  }
  return std::make_unique<decisions::CsvRows>(decisions::CsvFormat(catalogue, entity, measures, kept, options), *outputs.decisions);
}

/// Whether rows of the measure wait for settlement, or for the ledger.
bool is_claimed(const catalogue::Measure& measure, bool booked) { return measure.settled || (booked && measure.pays); }

Result<std::unique_ptr<Deciding>> make_worker(Shared& shared) {
  Waiting* const waiting = shared.waiting;
  const bool booked = waiting != nullptr && waiting->book != nullptr;
  std::vector<decisions::Decisions> decided;
  bool any = false;
  for (const uint32_t measure : shared.measures) {
    const catalogue::Measure& words = shared.catalogue.measures[measure];
    decided.emplace_back(words);
    if (!is_claimed(words, booked) && words.shares.empty()) continue;
    decided.back().claimed.emplace(parts_of(shared.catalogue, measure));
    any = true;
  }
  std::unique_ptr<Claims> claims;
  if (any) {
    auto made = Claims::make(shared.catalogue, shared.measures, shared.reader.schema(), waiting->make_number, waiting->settling, waiting->book, waiting->serial);
    if (!made) return made.failure();
    claims = std::move(*made);
    if (waiting->traced != nullptr) claims->trace(&(*waiting->traced)[shared.pass.scan->entity]);
  }
  return std::make_unique<Deciding>(shared, std::move(decided), std::move(claims));
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

batch::Wanted wanted_of(const Catalogue& catalogue, const plan::Scan& scan, size_t fields) {
  batch::Wanted wanted{std::vector<bool>(fields), {}, {}, std::vector<bool>(fields)};
  for (uint32_t field : scan.fields) wanted.fields[field] = true;
  const auto derive = [&](uint32_t field) { wanted.derived[field] = true; };
  for (const auto& referred : scan.referred) derive(referred.column);
  for (const auto& listed : scan.listed) derive(listed.column);
  for (uint32_t id : scan.aggregates) {
    const catalogue::Aggregate& aggregate = catalogue.aggregates[id];
    for (uint32_t field : {aggregate.value, aggregate.count, aggregate.error, aggregate.causes}) derive(field);
  }
  return wanted;
}

Result<std::unique_ptr<batch::Reader>> open_scan(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Scan& scan, const Options& options) {
  const batch::Schema& schema = schemas[scan.entity];
  batch::Wanted wanted = wanted_of(catalogue, scan, schema.fields.size());
  wanted.keep = options.keep;
  wanted.aliases = options.aliases;
  batch::InputOptions input = options.input;
  constexpr size_t bytes_of_column = 8, bytes_of_decision = 12, bytes_of_cells = 24;
  const auto measures = std::count_if(catalogue.measures.begin(), catalogue.measures.end(), [&](const auto& measure) { return measure.entity == scan.entity; });
  input.beside = wanted.fields.size() * bytes_of_column + static_cast<size_t>(measures) * (bytes_of_decision + bytes_of_cells);
  auto opened = batch::CsvReader::open(schema, std::move(wanted), scan.files, input);
  if (!opened) return opened.failure();
  return std::unique_ptr<batch::Reader>(std::move(*opened));
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

Result<EntityReport> run_pass(const Catalogue& catalogue, batch::Reader& reader, const Steps& pass, Members& members,
                              const MakeKernel& make_kernel, const Options& options, Outputs& outputs, ProgressMeter& meter, Tallies* tallies,
                              Waiting* waiting) {
  EntityReport report;
  report.entity = pass.scan->entity;
  members.set_layouts(*pass.scan, reader);
  members.watch(*pass.scan, pass.index, reader);
  const std::vector<uint32_t> measures = pass.decide != nullptr ? pass.decide->measures : std::vector<uint32_t>();
  std::vector<std::shared_ptr<const Kernel>> kernels;
  for (uint32_t measure : measures) {
    auto kernel = make_kernel(measure, reader.schema());
    if (!kernel) return kernel.failure();
    kernels.push_back(std::move(*kernel));
    report.measures.push_back({measure, {}, 0, 0});
  }
  if (pass.gather != nullptr) {
    if (Outcome outcome = members.start(*pass.gather, reader.schema()); !outcome) return outcome.failure();
  }
  if (pass.tally != nullptr) {
    if (Outcome outcome = tallies->start(*pass.tally, reader.schema()); !outcome) return outcome.failure();
  }
  const std::unique_ptr<decisions::RowWriter> output = row_writer(catalogue, reader, pass.scan->entity, measures, options.output, outputs);
  const decisions::ReferredFormat referred(catalogue, pass.scan->entity, measures, options.output);
  std::optional<FieldStats> stats;
  if (options.dry_run && pass.write != nullptr) stats.emplace(reader.schema(), pass.scan->fields, reader.bound());
  std::unique_ptr<DecidedValues> values;
  if (!options.decisions.empty() && pass.decide != nullptr) {
    auto read = DecidedValues::read(catalogue, pass.scan->entity, reader.schema(), options);
    if (!read) return read.failure();
    values = std::move(*read);
  }

  const bool booked = waiting != nullptr && waiting->book != nullptr;
  const bool claims = std::any_of(measures.begin(), measures.end(), [&](uint32_t m) { return is_claimed(catalogue.measures[m], booked); });
  if (claims) waiting->claims = true;
  if (claims && outputs.decisions) waiting->draft = std::make_unique<Draft>(waiting->drafts, output->another());
  Shared shared{catalogue, reader, pass, options, members, tallies, outputs, meter, waiting, measures, kernels, output.get(), referred, values.get(),
                stats ? &*stats : nullptr, report};
  std::vector<std::unique_ptr<Deciding>> workers;
  const auto add_worker = [&]() -> Outcome {
    auto worker = make_worker(shared);
    if (!worker) return worker.failure();
    workers.push_back(std::move(*worker));
    return Nothing{};
  };
  if (Outcome outcome = add_worker(); !outcome) return outcome.failure();
  std::string rejects_header = decisions::rejects_header(), referred_header = referred.header();
  const bool drafted = waiting != nullptr && waiting->draft != nullptr;
  if (output && !drafted) {
    if (Outcome outcome = output->begin(); !outcome) return outcome.failure();
  }
  if (Outcome outcome = write_out(outputs.rejects.get(), rejects_header); !outcome) return outcome.failure();
  if (Outcome outcome = write_out(outputs.referred.get(), referred_header); !outcome) return outcome.failure();
  Scanning scanning(reader, shared.in_order() && !shared.admits_late());
  const int threads = scanning.begin(*workers.front()) ? std::max(options.threads, 1) : 1;
  std::vector<Worker*> others;
  while (threads > 1 && others.size() < static_cast<size_t>(threads) + 1) {  // two wait to be written while all others work
    if (Outcome outcome = add_worker(); !outcome) return outcome.failure();
    others.push_back(workers.back().get());
  }
  if (Outcome outcome = scanning.run(others, threads); !outcome) return outcome.failure();
  for (const auto& worker : workers) worker->finish();
  if (waiting != nullptr) waiting->serial += (scanning.items() + 1) << Claims::item_bits;

  if (values) {
    if (Outcome outcome = values->finish(); !outcome) return outcome.failure();
    report.decisions_file = values->file();
  }
  if (Outcome outcome = members.finish(*pass.scan, pass.index, pass.gather); !outcome) return outcome.failure();
  report.decided = report.rows_in - report.rejected;
  meter.next_pass(reader.bytes_read());
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
