// What the rows of one entity take from rows of others: keys and fields by reference, aggregates, membership in lists.
// The passes before the last fill it; memory grows with the rows that others refer to, not with those that refer. What would
// take more than its share goes to disk, an entity as a whole: its table, and what members add up to.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/batch/from_csv.h"
#include "runtime/engine/groups.h"
#include "runtime/engine/kernel.h"
#include "runtime/engine/key_table.h"
#include "runtime/engine/spilled.h"
#include "runtime/plan.h"

namespace huice::engine {

/// What decides the members of an aggregate, and the layout of the values it gives.
struct MemberKernel {
  std::shared_ptr<const Kernel> kernel;
  batch::Layout layout;
};
using MakeMember = std::function<Result<MemberKernel>(uint32_t aggregate, const batch::Schema& schema)>;
/// Opens the files of a scan once more.
using OpenScan = std::function<Result<std::unique_ptr<batch::Reader>>(const plan::Scan& scan)>;

/// Rejected rows of a chunk whose reference can be read, with the key in it: what they would have added to that
/// owner is missing. A later row of a key is none, for the first one stands.
std::vector<std::pair<int, std::string_view>> lost_rows(const batch::Chunk& chunk, uint32_t reference);

/// A batch's members on their way to their owners; of one worker.
class Gathered {
  friend class Members;
  std::map<uint32_t, decisions::Decisions> decided;  // by aggregate
  std::vector<std::vector<uint32_t>> owners;         // of the rows, one for one with Members::together_
};

class Members {
 public:
  Members(const Catalogue& catalogue, MakeMember make, spill::Room room = {}) : catalogue_(catalogue), make_(std::move(make)), shares_{std::move(room)} {}
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  /// Before a pass: reads the scan's references once more where the rows that they name are on disk, and looks them up.
  Outcome look_up(const plan::Scan& scan, const OpenScan& open);
  /// The layouts of the columns that a scan takes from others, from the data of those others.
  void set_layouts(const plan::Scan& scan, batch::Reader& reader) const;
  /// From now on rows of the reader are rejected whose reference names no row, or whose key stood before. With `index`, the
  /// entity's keys are collected on the way.
  void watch(const plan::Scan& scan, const plan::Index* index, batch::Reader& reader);
  /// Before a batch that was just read is checked or filled. `prepare` may run before on any thread: it takes work from the check.
  void begin(const batch::Batch& batch) { found_of(batch).rows.clear(); }
  void prepare(const plan::Scan& scan, const plan::Index* index, const batch::Rows& rows, const batch::Batch& batch);
  /// Fills the columns that the scan takes from others, for a batch just read.
  void fill(const plan::Scan& scan, const batch::Rows& rows, batch::Batch& batch);

  /// Before the first batch of members; then for each what its rows give, on any thread, and that added up, in order.
  Outcome start(const plan::Gather& gather, const batch::Schema& schema);
  Gathered make_gathered(const plan::Gather& gather) const;
  Outcome gather(const batch::Chunk& chunk, const batch::Batch& batch, Gathered& gathered);
  Outcome add_up(const batch::Chunk& chunk, const batch::Batch& batch, const Gathered& gathered);

  /// After the last batch of a pass.
  Outcome finish(const plan::Scan& scan, const plan::Index* index, const plan::Gather* gather);
  /// Whether later rows of a key are known only now that the entity's index pass has ended.
  bool on_disk(uint32_t entity) const { return spilled_.contains(entity); }
  /// Then rows are filled in the order of the input; else in any, by several threads.
  bool any_on_disk() const { return !spilled_.empty(); }

 private:
  /// Aggregates over one reference to an owner in memory, in the pass that is running.
  struct Together {
    uint32_t owner = 0, reference = 0;
    std::shared_ptr<GroupRecords> records;
    std::vector<uint32_t> aggregates;
  };
  /// Aggregates over one reference to an owner on disk.
  struct Bundle {
    uint32_t owner = 0, reference = 0;
    std::vector<uint32_t> aggregates;
    std::vector<Groups> one;                // of one owner, in turn; one for one
    std::optional<spill::Sorter> shares;    // owner's key, member's place, what the member adds to each
    std::optional<Answers> totals;          // owner's place, what each came to
  };
  /// References of one entity to rows on disk, by the column that holds them.
  struct Lookup {
    uint32_t scanned = 0, column = 0, entity = 0;
    Answers answers;                        // kept cells
  };

  Together& together_of(const catalogue::Aggregate& aggregate);
  void gather_lost(const Together& together, const batch::Chunk& chunk);
  struct Found {
    std::map<std::pair<uint32_t, uint32_t>, std::vector<uint32_t>> rows;  // by entity and column: those that the column's texts name
    std::vector<Hash128> keys;                                            // of rows to be indexed, once they are prepared
  };
  Found& found_of(const batch::Batch& batch);
  /// Looked for once in a batch. `own`: those of the batch itself, by their key.
  const std::vector<uint32_t>& rows_of(uint32_t entity, const batch::Batch& batch, uint32_t column, int count, bool own = false);
  Outcome check(const plan::Scan& scan, const plan::Index* index, batch::Chunk& chunk, batch::Batch& batch);
  void check_references(const plan::Scan& scan, const plan::Index* index, batch::Chunk& chunk, batch::Batch& batch);
  void check_keys(const plan::Scan& scan, const plan::Index* index, batch::Chunk& chunk, batch::Batch& batch);
  void reject_later(batch::Chunk& chunk, int row, int column, std::string_view key, Place first) const;

  // members_spilled.cpp
  uint64_t in_memory() const;
  bool fits(uint64_t more) const { return in_memory() + more <= shares_.tables(); }
  Outcome move_to_disk(uint32_t entity);
  Outcome add_keys(SpilledTable& table, uint32_t key_field, const batch::Rows& rows, const batch::Batch& batch);
  bool can_fill(const plan::Scan& scan, uint32_t column) const;
  Result<std::vector<Lookup>> answer(const plan::Scan& scan, std::vector<plan::Reference> ready, const OpenScan& open);
  std::vector<Answers*> answers_of(uint32_t entity);
  void begin_answers(uint32_t entity);
  Outcome load_answers(uint32_t entity, const batch::Chunk& chunk);
  const Lookup* lookup(uint32_t scanned, uint32_t column) const;
  void fill_from_disk(const plan::Scan& scan, const batch::Rows& rows, batch::Batch& batch);
  Bundle& bundle_of(const catalogue::Aggregate& aggregate);
  Outcome gather_to_disk(Bundle& bundle, const batch::Chunk& chunk, const batch::Batch& batch, const Gathered& gathered);
  Outcome add_lost_to_disk(Bundle& bundle, const batch::Chunk& chunk);
  Outcome join(Bundle& bundle);

  const Catalogue& catalogue_;
  MakeMember make_;
  Shares shares_;
  std::map<uint32_t, KeyTable> tables_;       // by entity
  std::map<uint32_t, Groups> groups_;         // by aggregate
  std::map<uint32_t, std::shared_ptr<const Kernel>> kernels_;  // of members, by aggregate, in the pass that is running
  std::vector<Together> together_;
  std::optional<uint64_t> bytes_;             // of its input
  uint64_t promised_ = 0;                     // to groups of tables in memory
  std::map<uint32_t, SpilledTable> spilled_;  // by entity
  std::vector<Lookup> lookups_;
  std::vector<Bundle> bundles_;
  std::mutex finding_;                        // of found_ itself: each batch is one thread's
  std::map<const batch::Batch*, Found> found_;
  std::vector<uint64_t> places_;              // of the batch's rows, while anything is on disk
};

}  // namespace huice::engine
