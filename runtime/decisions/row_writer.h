// Decided rows on their way into the output, whatever its format. Each thread has a writer of its own:
//
//   add → write                             where nothing waits
//   add as a draft → … → fill → write       where claims wait for settlement
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/batch/batch.h"
#include "runtime/batch/chunk.h"
#include "runtime/decisions/decisions.h"
#include "runtime/decisions/holes.h"
#include "runtime/ledger/entry.h"

namespace huice::decisions {

/// What a claim was granted in the end.
struct Grant {
  std::optional<int64_t> left;            // in steps of settlement; nothing: all of it
  std::string_view reductions = {};       // `limit:uscc;pool:fund`
  const ledger::Entry* recorded = nullptr;  // counts instead: what the ledger had of this run
};
using GrantOf = std::function<Result<Grant>(const Hole&)>;

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  /// For another thread, with nothing in it.
  virtual std::unique_ptr<RowWriter> another() const = 0;
  /// What stands before all rows. Once, by the first who writes.
  virtual Outcome begin() = 0;
  /// Adds every row of a chunk that is not bad and that `--only` lets through; gives how many lines. `decided` is one for one with the measures.
  virtual uint64_t add(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) = 0;
  /// The same, with holes where claims wait: good until the next call. `first` is the serial of the first hole; 0: there is none.
  virtual uint64_t add_draft(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) = 0;
  struct Drafted {
    std::string_view bytes;
    uint64_t first = 0;
  };
  virtual Drafted draft() const = 0;
  /// Adds the rows of a draft. Grants are asked for in the order of serials.
  virtual Outcome fill(std::string_view draft, const GrantOf& grant) = 0;
  /// Bytes that were added, about.
  virtual size_t size() const = 0;
  /// Hands what was added to the output, in the order of the rows; nothing of it is left.
  virtual Outcome write() = 0;
  virtual void clear() = 0;
};

}  // namespace huice::decisions
