#include "runtime/engine/run.h"

#include <algorithm>
#include <chrono>

#include "runtime/decisions/manifest.h"
#include "runtime/engine/outputs.h"
#include "runtime/engine/pass.h"
#include "runtime/engine/recording.h"

namespace huice::engine {
namespace {

Failure too_many(uint64_t rejected, uint64_t rows) {
  const std::string bad = std::to_string(rejected), all = std::to_string(rows);
  return {Exit::too_many_rejects,
          {bad + " of " + all + " rows rejected, more than --reject-limit allows; no output was put in place, the rejects file says why",
           all + " 行中有 " + bad + " 行被拒收，超过 --reject-limit；未生成输出，原因见拒收文件"}};
}

/// The run is recorded, but its files aren't there.
Failure recorded(Failure failure, const RecordedRun& run) {
  failure.message.en += "; " + run.ledger + " has recorded run " + run.id + ": the same command again writes its files and pays nothing twice";
  failure.message.zh += "；" + run.ledger + " 已记录运行 " + run.id + "：重复同一命令即补写文件，不会重复支付";
  return failure;
}

Result<std::unique_ptr<batch::Reader>> open_pass(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const Steps& steps,
                                                    Options options) {
  if (steps.decide == nullptr) options.keep.clear();
  return open_scan(catalogue, schemas, *steps.scan, options);
}

/// Whether the scan's streams were copied; else they are read now for the last time.
bool copied(const plan::Scan& scan, batch::Streams& streams) {
  bool any = false;
  for (const std::string& file : scan.files) {
    any = any || streams.copied(file);
    streams.forget(file);
  }
  return any;
}

/// Once more through an entity that no measure is for.
Result<EntityReport> write_rejects(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const Steps& steps, Members& members,
                                   const Options& options, const OutputPaths& paths, decisions::Leftovers& leftovers, Outputs& outputs) {
  outputs = Outputs{};
  auto opened = open_outputs(paths, options, room_of(options).folder, leftovers);
  if (!opened) return opened.failure();
  outputs = std::move(*opened);
  Options quiet = options;
  quiet.progress = nullptr;
  ProgressMeter meter(quiet.progress, std::nullopt);
  auto reader = open_pass(catalogue, schemas, steps, quiet);
  if (!reader) return reader.failure();
  return run_pass(catalogue, **reader, steps, members, {}, quiet, outputs, meter);
}

Outcome tell(const settlement::Settling& settling, Recording* recording, Tracing& tracing) {
  tracing.tell(settling);
  return recording != nullptr ? recording->tell(tracing) : Outcome(Nothing{});
}

std::vector<uint32_t> decided_measures(const plan::Plan& plan) {
  std::vector<uint32_t> measures;
  for (const plan::Pass& pass : plan.passes) {
    const Steps steps = steps_of(pass);
    if (steps.decide != nullptr) measures.insert(measures.end(), steps.decide->measures.begin(), steps.decide->measures.end());
  }
  return measures;
}

/// Settles all claims and writes the decisions that waited for it.
Outcome settle(const Catalogue& catalogue, settlement::Settling& settling, Recording* recording, std::vector<Outputs>& outputs,
               std::vector<std::unique_ptr<Draft>>& drafts, int threads, Report& report) {
  if (recording != nullptr) {
    if (Outcome outcome = recording->join(report); !outcome) return outcome;
  }
  if (Outcome outcome = settling.settle(); !outcome) return outcome;
  const settlement::Terms& terms = catalogue.settlement;
  for (size_t i = 0; i < report.entities.size(); ++i) {
    for (MeasureTotals& totals : report.entities[i].measures) {
      const catalogue::Measure& measure = catalogue.measures[totals.measure];
      if (measure.settled) totals.granted -= settling.taken(totals.measure) * terms.step_num * measure.unit_den / terms.step_den / measure.unit_num;
    }
    if (!drafts[i]) continue;
    decisions::Target& target = *outputs[i].decisions;
    if (Outcome outcome = drafts[i]->fill(settling, recording != nullptr ? &recording->book() : nullptr, threads); !outcome) return outcome;
    if (Outcome outcome = target.finish(); !outcome) return outcome;
    report.entities[i].output = written_file(&target);
    drafts[i].reset();
  }
  return recording != nullptr ? recording->record(settling, report) : Outcome(Nothing{});
}

}  // namespace

Outcome run_before_decisions(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Plan& plan,
                             const Options& options, Members& members) {
  Options quiet = options;
  quiet.keep.clear();
  quiet.progress = nullptr;
  ProgressMeter meter(quiet.progress, std::nullopt);
  for (const plan::Pass& pass : plan.passes) {
    Steps steps = steps_of(pass);
    if (steps.decide != nullptr) continue;
    steps.write = nullptr;
    if (Outcome outcome = members.look_up(*steps.scan, reopen(catalogue, schemas, quiet)); !outcome) return outcome;
    auto reader = open_scan(catalogue, schemas, *steps.scan, quiet);
    if (!reader) return reader.failure();
    Outputs none;
    auto done = run_pass(catalogue, **reader, steps, members, {}, quiet, none, meter);
    if (!done) return done.failure();
  }
  return Nothing{};
}

Result<Report> run(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Plan& plan, const MakeKernel& make_kernel,
                   const Options& given, const MakeMember& make_member, Tallies* tallies, const MakeNumber& make_number, Tracing* tracing) {
  Options options = given;
  const spill::Room room = room_of(options);
  options.input.streams = std::make_shared<batch::Streams>(room.folder);
  const auto begun = std::chrono::steady_clock::now();
  std::vector<Written> entities;
  for (const plan::Pass& pass : plan.passes) {
    const Steps steps = steps_of(pass);
    if (steps.write != nullptr) entities.push_back({steps.scan->entity, steps.decide != nullptr});
  }
  auto paths = name_outputs(catalogue, entities, options);
  if (!paths) return paths.failure();
  std::vector<std::string> inputs;
  for (const plan::Pass& pass : plan.passes) {
    const std::vector<std::string>& files = steps_of(pass).scan->files;
    inputs.insert(inputs.end(), files.begin(), files.end());
  }
  if (!options.decisions.empty()) inputs.push_back(options.decisions);
  if (Outcome outcome = check_overwrites(*paths, inputs); !outcome) return outcome.failure();

  // Every header is bound before anything is written.
  std::vector<std::unique_ptr<batch::Reader>> readers;
  std::optional<uint64_t> total = 0;
  for (const plan::Pass& pass : plan.passes) {
    auto reader = open_pass(catalogue, schemas, steps_of(pass), options);
    if (!reader) return reader.failure();
    total = total && (*reader)->bytes_total() ? std::optional(*total + *(*reader)->bytes_total()) : std::nullopt;
    readers.push_back(std::move(*reader));
  }

  Report report;
  report.left_out = plan.left_out;
  report.lacking = plan.lacking;
  std::vector<Outputs> outputs;
  decisions::Leftovers leftovers;
  ProgressMeter meter(options.progress, total);
  Members members(catalogue, make_member, room);
  const OpenScan reopened = reopen(catalogue, schemas, options);
  uint64_t rows = 0, rejected = 0;
  settlement::Settling settling(catalogue, {room.memory / 2, room.folder}, options.threads, !options.ledger.empty());
  auto recording = Recording::open(catalogue, decided_measures(plan), options, settling, {room.memory / 4, room.folder});
  if (!recording) return recording.failure();
  Waiting waiting{&settling, *recording ? &(*recording)->book() : nullptr, 0, false, make_number, {room.memory / 8 / std::max<size_t>(entities.size(), 1), room.folder}};
  if (tracing != nullptr) waiting.traced = &tracing->rows;
  std::vector<std::unique_ptr<Draft>> drafts;  // one for one with the outputs
  for (size_t i = 0; i < plan.passes.size(); ++i) {
    Steps steps = steps_of(plan.passes[i]);
    if (Outcome outcome = members.look_up(*steps.scan, reopened); !outcome) return outcome.failure();
    if (steps.index != nullptr && steps.write != nullptr) {  // perhaps it is read twice
      if (Outcome outcome = copy_streams(*steps.scan, options); !outcome) return outcome.failure();
    }
    if (copied(*steps.scan, *options.input.streams)) {
      auto again = open_pass(catalogue, schemas, steps, options);
      if (!again) return again.failure();
      readers[i] = std::move(*again);
    }
    Outputs none;
    if (steps.write != nullptr) {
      auto opened = open_outputs(paths->entities[outputs.size()], options, room.folder, leftovers);
      if (!opened) return opened.failure();
      outputs.push_back(std::move(*opened));
    }
    auto done = run_pass(catalogue, *readers[i], steps, members, make_kernel, options, steps.write != nullptr ? outputs.back() : none, meter, tallies, &waiting);
    if (!done) return done.failure();
    report.bytes += readers[i]->bytes_read();
    if (steps.write != nullptr && steps.index != nullptr && members.on_disk(steps.scan->entity)) {
      // Which rows repeat a key is known only now.
      steps.index = nullptr;
      done = write_rejects(catalogue, schemas, steps, members, options, paths->entities[outputs.size() - 1], leftovers, outputs.back());
      if (!done) return done.failure();
    }
    readers[i].reset();
    if (steps.write == nullptr) continue;
    drafts.push_back(std::move(waiting.draft));
    rows += done->rows_in;
    rejected += done->rejected;
    report.entities.push_back(std::move(*done));
  }
  const bool waits = *recording || waiting.claims;
  if (waits) {
    if (Outcome outcome = settle(catalogue, settling, recording->get(), outputs, drafts, options.threads, report); !outcome) return outcome.failure();
    if (tracing != nullptr) {
      if (Outcome outcome = tell(settling, recording->get(), *tracing); !outcome) return outcome.failure();
    }
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (!outputs[i].book) continue;
    if (Outcome outcome = outputs[i].book->complete(catalogue, report.entities[i]); !outcome) return outcome.failure();
    report.entities[i].output = written_file(outputs[i].decisions.get());
  }
  const bool over = options.reject_limit.exceeded(rejected, rows);
  if (over) report.too_many_rejects = too_many(rejected, rows);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  ManifestFile manifest;
  if (!over && !paths->manifest.empty()) {
    report.manifest = paths->manifest;
    if (Outcome outcome = manifest.write(paths->manifest, decisions::manifest_json(catalogue, options, report), options.sync); !outcome) {
      return outcome.failure();
    }
  }
  if (*recording && !over) {
    if (Outcome outcome = (*recording)->commit(); !outcome) return outcome.failure();
  }
  if (Outcome outcome = put_in_place(outputs, manifest, !over); !outcome) {
    return *recording && !over ? recorded(outcome.failure(), *report.ledger) : outcome.failure();
  }
  return report;
}

}  // namespace huice::engine
