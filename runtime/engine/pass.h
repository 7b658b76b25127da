// One pass: scan, then what its steps do with each batch.
#pragma once
#include "runtime/engine/claims.h"
#include "runtime/engine/drafts.h"
#include "runtime/engine/members.h"
#include "runtime/engine/outputs.h"
#include "runtime/engine/run.h"
#include "runtime/engine/tallies.h"

namespace huice::engine {

/// The steps of a pass; those that it does not have are null.
struct Steps {
  const plan::Scan* scan = nullptr;
  const plan::Index* index = nullptr;
  const plan::Gather* gather = nullptr;
  const plan::Tally* tally = nullptr;
  const plan::Decide* decide = nullptr;
  const plan::Write* write = nullptr;
};
Steps steps_of(const plan::Pass& pass);

/// Tells how far the run is; false: stop.
class ProgressMeter {
 public:
  ProgressMeter(const OnProgress& callback, std::optional<uint64_t> total) : callback_(callback) { progress_.bytes_total = total; }
  bool add(uint64_t rows, uint64_t bytes_now);
  void next_pass(uint64_t bytes) { bytes_before_ += bytes; }

 private:
  const OnProgress& callback_;
  Progress progress_;
  uint64_t bytes_before_ = 0;
};

/// What a reader of the scan is to read, but for columns to keep and aliases. `fields`: how many the entity has.
batch::Wanted wanted_of(const Catalogue& catalogue, const plan::Scan& scan, size_t fields);
/// The reader of a scan, its header bound.
Result<std::unique_ptr<batch::Reader>> open_scan(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Scan& scan, const Options& options);

/// Where tables may spill to, and how much stays in memory.
spill::Room room_of(const Options& options);
/// So that they can be read again.
Outcome copy_streams(const plan::Scan& scan, const Options& options);
/// Opens scans once more, only for what their rows refer to. Streams are copied first.
OpenScan reopen(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const Options& options);

/// A file that has been written; null: none.
std::optional<WrittenFile> written_file(const decisions::Target* target);

/// What decisions that others share in wait for.
struct Waiting {
  settlement::Settling* settling = nullptr;  // null: nothing waits
  settlement::Book* book = nullptr;          // with a ledger
  uint64_t serial = 0;                       // claims of the pass come after it
  bool claims = false;                       // there may be some
  MakeNumber make_number;
  spill::Room drafts;                        // for each
  std::map<uint32_t, std::vector<TracedRow>>* traced = nullptr;  // by entity
  std::unique_ptr<Draft> draft = {};         // of the pass, where its decisions are written at all
};

/// Reads, decides and writes everything; the outputs are finished but not yet in place. With a draft the decisions are not:
/// they are written when all is settled. `outputs` may be empty (--dry-run).
/// A pass that does not write still reports what it read.
Result<EntityReport> run_pass(const Catalogue& catalogue, batch::Reader& reader, const Steps& pass, Members& members,
                              const MakeKernel& make_kernel, const Options& options, Outputs& outputs, ProgressMeter& meter, Tallies* tallies = nullptr,
                              Waiting* waiting = nullptr);

}  // namespace huice::engine
