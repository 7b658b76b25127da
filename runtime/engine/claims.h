// From decided batches to claims: what of an eligible row settlement is given.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "runtime/batch/from_csv.h"
#include "runtime/decisions/decisions.h"
#include "runtime/engine/claim_facts.h"
#include "runtime/engine/kernel.h"
#include "runtime/settlement/book.h"

namespace huice::engine {

/// Makes a kernel of Terms::kernels: it gives its number as a member of an aggregate does.
using MakeNumber = std::function<Result<std::shared_ptr<const Kernel>>(uint32_t number, const batch::Schema& schema)>;

/// A row that is to be explained, and its claims' serials by measure.
struct TracedRow {
  std::string file;
  uint64_t line = 0;
  std::map<uint32_t, uint64_t> serials = {};
};

/// Of the measures that one pass decides.
class Claims {
 public:
  static constexpr unsigned item_bits = 24;  // serials of a chunk: rows × measures are far fewer
  /// `serial`: claims of the pass come after it. `settling`: null where nothing is to be claimed (then only shares are worked out).
  /// `book`: with a ledger; then all rows of measures that pay are claims.
  static Result<std::unique_ptr<Claims>> make(const Catalogue& catalogue, const std::vector<uint32_t>& measures, const batch::Schema& schema,
                                              const MakeNumber& make_number, settlement::Settling* settling, settlement::Book* book, uint64_t serial);

  /// Rows of the pass to be explained.
  void trace(std::vector<TracedRow>* rows) { traced_ = rows; }
  /// Whether chunks must be added in the order of the input, by one thread.
  bool in_order() const { return book_ != nullptr || traced_ != nullptr; }
  /// Claims for the batch's eligible rows; notes in `decided` (one for one with the measures) what the output needs of them.
  /// `item`: the chunk's number in the pass, from 0.
  Outcome add(uint64_t item, const batch::Chunk& chunk, const batch::Batch& batch, std::vector<decisions::Decisions>& decided);
  /// When no more come: settlement takes them. One worker after the other.
  void finish();

 private:
  struct Number {
    uint32_t kernel = 0;
    std::shared_ptr<const Kernel> compute;
    decisions::Decisions values;
  };
  Claims(const Catalogue& catalogue, std::vector<uint32_t> measures, settlement::Settling* settling, settlement::Book* book, uint64_t serial)
      : catalogue_(catalogue), measures_(std::move(measures)), settling_(settling), book_(book), base_(serial), facts_(catalogue) {
    if (settling != nullptr) inbox_.emplace(settling->inbox());
  }
  int64_t number(const settlement::Number& of, int row) const;
  void trace(const batch::Chunk& chunk, int row, uint32_t measure, const settlement::NewClaim& claim);
  Outcome add(const batch::Chunk& chunk, const batch::Batch& batch, int row, uint32_t measure, decisions::Decisions& decided);
  Outcome claim(const batch::Chunk& chunk, const batch::Batch& batch, int row, uint32_t body, decisions::Decisions& decided);
  /// Of a row whose applicable date is known.
  Outcome book(const batch::Chunk& chunk, const batch::Batch& batch, int row, const decisions::Decisions& decided, settlement::Booked booked,
               const settlement::NewClaim* claim);

  const Catalogue& catalogue_;
  std::vector<uint32_t> measures_;
  settlement::Settling* settling_;
  settlement::Book* book_;
  std::optional<settlement::Inbox> inbox_;
  std::vector<TracedRow>* traced_ = nullptr;
  uint64_t base_, serial_ = 0;
  std::vector<uint32_t> first_;                   // by measure: its first body
  std::vector<int64_t> steps_;                    // by measure: in its rounding unit
  std::vector<std::unique_ptr<Number>> numbers_;  // by Terms::kernels; null: of another entity
  // scratch
  ClaimFacts facts_;
  std::vector<Hash128> digests_;
  std::vector<int64_t> amounts_;
  std::string cell_;
};

}  // namespace huice::engine
