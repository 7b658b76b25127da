#include "runtime/engine/in_memory.h"

#include "runtime/engine/pass.h"

namespace huice::engine {
namespace {

Outcome settle(const Catalogue& catalogue, settlement::Settling& settling, const std::vector<Sink*>& sinks, Report& report) {
  if (Outcome outcome = settling.settle(); !outcome) return outcome;
  const settlement::Terms& terms = catalogue.settlement;
  for (EntityReport& entity : report.entities) {
    for (MeasureTotals& totals : entity.measures) {
      const catalogue::Measure& measure = catalogue.measures[totals.measure];
      if (measure.settled) totals.granted -= settling.taken(totals.measure) * terms.step_num * measure.unit_den / terms.step_den / measure.unit_num;
    }
  }
  for (Sink* sink : sinks) {
    if (Outcome outcome = sink->settle(settling); !outcome) return outcome;
  }
  return Nothing{};
}

}  // namespace

Result<Report> run_in_memory(const InMemory& memory, const Options& options) {
  const Catalogue& catalogue = memory.catalogue;
  const spill::Room room = room_of(options);
  Report report;
  report.left_out = memory.plan.left_out;
  report.lacking = memory.plan.lacking;
  ProgressMeter meter(options.progress, std::nullopt);
  Members members(catalogue, memory.make_member, room);
  settlement::Settling settling(catalogue, {room.memory / 2, room.folder}, options.threads, false);
  Waiting waiting{&settling, nullptr, 0, false, memory.make_number, {}};
  if (memory.tracing != nullptr) waiting.traced = &memory.tracing->rows;
  std::vector<Sink*> sinks;
  for (const plan::Pass& pass : memory.plan.passes) {
    Steps steps = steps_of(pass);
    if (Outcome outcome = members.look_up(*steps.scan, memory.open); !outcome) return outcome.failure();
    auto reader = memory.open(*steps.scan);
    if (!reader) return reader.failure();
    Outputs outputs;
    if (steps.decide != nullptr && memory.sink) outputs.sink = memory.sink(steps.scan->entity, steps.decide->measures, (*reader)->schema());
    if (outputs.sink != nullptr) sinks.push_back(outputs.sink);
    auto done = run_pass(catalogue, **reader, steps, members, memory.make_kernel, options, outputs, meter, memory.tallies, &waiting);
    if (!done) return done.failure();
    report.bytes += (*reader)->bytes_read();
    if (steps.write != nullptr && steps.index != nullptr && members.on_disk(steps.scan->entity)) {
      // Which rows repeat a key is known only now.
      steps.index = nullptr;
      auto again = memory.open(*steps.scan);
      if (!again) return again.failure();
      Outputs none;
      done = run_pass(catalogue, **again, steps, members, {}, options, none, meter);
      if (!done) return done.failure();
    }
    if (steps.write != nullptr) report.entities.push_back(std::move(*done));
  }
  Outcome settled = memory.settle ? memory.settle(settling) : settle(catalogue, settling, sinks, report);
  if (!settled) return settled.failure();
  if (memory.tracing != nullptr) memory.tracing->tell(settling);
  return report;
}

}  // namespace huice::engine
