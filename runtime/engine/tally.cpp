#include "runtime/engine/tally.h"

#include <chrono>

#include "runtime/engine/pass.h"

namespace huice::engine {
namespace {

Failure too_many(const Report& report, uint64_t rejected, uint64_t rows) {
  const RejectTotals* first = nullptr;
  for (const EntityReport& entity : report.entities) {
    if (first == nullptr && !entity.rejects.empty()) first = &entity.rejects.front();
  }
  const std::string bad = std::to_string(rejected), all = std::to_string(rows);
  const std::string place = first == nullptr ? "" : first->file + ":" + std::to_string(first->line) + (first->column.empty() ? "" : ", " + first->column);
  const std::string code = first == nullptr ? "" : std::string(batch::name(first->code));
  return {Exit::too_many_rejects,
          {bad + " of " + all + " rows cannot be read, the first at " + place + " (" + code + "): totals without them would be wrong. Mend them, or accept it with --reject-limit",
           all + " 行中有 " + bad + " 行无法读取，首见于 " + place + "（" + code + "）：缺了它们总数会有误。请更正，或用 --reject-limit 接受"}};
}

}  // namespace

Result<Report> tally(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Plan& plan, const MakeMember& make_member,
                     const Options& options, Tallies& tallies) {
  const auto begun = std::chrono::steady_clock::now();
  std::vector<std::unique_ptr<batch::CsvReader>> readers;
  for (const plan::Pass& pass : plan.passes) {
    auto reader = open_scan(catalogue, schemas, *steps_of(pass).scan, options);
    if (!reader) return reader.failure();
    readers.push_back(std::move(*reader));
  }
  Report report;
  report.left_out = plan.left_out;
  report.lacking = plan.lacking;
  ProgressMeter meter(options.progress, std::nullopt);
  Members members(catalogue, make_member);
  uint64_t rows = 0, rejected = 0;
  for (size_t i = 0; i < plan.passes.size(); ++i) {
    const Steps steps = steps_of(plan.passes[i]);
    Outputs outputs;
    if (steps.write != nullptr && !options.rejects.empty()) {
      auto opened = open_outputs({"", options.rejects, ""}, options);
      if (!opened) return opened.failure();
      outputs = std::move(*opened);
    }
    auto done = run_pass(catalogue, *readers[i], steps, members, {}, options, outputs, meter, &tallies);
    if (!done) return done.failure();
    report.bytes += readers[i]->bytes_read();
    readers[i].reset();
    if (steps.write == nullptr) continue;
    if (outputs.rejects) {
      if (Outcome outcome = outputs.rejects->commit(); !outcome) return outcome.failure();
    }
    rows += done->rows_in;
    rejected += done->rejected;
    report.entities.push_back(std::move(*done));
  }
  if (options.reject_limit.exceeded(rejected, rows)) report.too_many_rejects = too_many(report, rejected, rows);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return report;
}

}  // namespace huice::engine
