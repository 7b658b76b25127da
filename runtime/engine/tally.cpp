#include "runtime/engine/tally.h"

#include "runtime/engine/pass.h"

namespace huice::engine {
namespace {

Failure too_many(const Report& report) {
  const RejectTotals* first = nullptr;
  uint64_t rejected = 0, rows = 0;
  for (const EntityReport& entity : report.entities) {
    rejected += entity.rejected;
    rows += entity.rows_in;
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
  auto report = run(catalogue, schemas, plan, {}, options, make_member, &tallies);
  if (report && report->too_many_rejects) report->too_many_rejects = too_many(*report);
  return report;
}

Result<Report> tally_in_memory(InMemory memory, const Options& options, Tallies& tallies) {
  memory.tallies = &tallies;
  auto report = run_in_memory(memory, options);
  if (!report) return report;
  uint64_t rejected = 0, rows = 0;
  for (const EntityReport& entity : report->entities) {
    rejected += entity.rejected;
    rows += entity.rows_in;
  }
  if (options.reject_limit.exceeded(rejected, rows)) report->too_many_rejects = too_many(*report);
  return report;
}

}  // namespace huice::engine
