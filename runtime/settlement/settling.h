// Settlement of any number of claims within some memory: every stage sorts its claims by key and order (facts.h), goes through
// them once, and hands those that still have something to their next stage. docs/language.md, "Settlement", says what a stage
// does; compiler/reference/settle.cpp is the same without sorting.
//
//   add claims and payments → settle → reductions, in the order of serials
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/catalogue.h"
#include "runtime/settlement/facts.h"
#include "runtime/settlement/story.h"
#include "runtime/spill/sorter.h"

namespace huice::settlement {

/// What a stage left of a claim's amount. `cause`: of choices the measure that took its place.
struct Reduction {
  uint64_t serial = 0;
  uint32_t stage = 0;
  int64_t after = 0;
  uint32_t cause = 0;
};

/// Reductions of one claim after the other. The records outlive it.
class Reductions {
 public:
  Reductions(const spill::SortedRecords& records, size_t memory) : merge_(records.read(memory)) {}
  /// The claim's reductions, in the order of stages; those of earlier serials are passed over. Serials only grow.
  Result<const std::vector<Reduction>*> of(uint64_t serial);

 private:
  Result<bool> next();
  spill::Merge merge_;
  std::vector<Reduction> current_;
  std::optional<Reduction> ahead_;
  bool begun_ = false;
};

class Settling {
 public:
  Settling(const Catalogue& catalogue, spill::Room room, int threads, bool with_ledger);
  const Stages& stages() const { return stages_; }

  Outcome add(const NewClaim& claim);
  /// In two steps: the bytes can be kept in between.
  std::string_view encode(const NewClaim& claim);
  Outcome add(std::string_view encoded, uint32_t body);
  /// What the ledger paid before. A payment that lacks a key that settlement now needs is a failure that names it.
  Outcome add(const Payment& payment);
  Outcome settle();
  /// Before settle(): tell how this claim fares.
  void trace(const NewClaim& claim);
  const Stories& stories() const { return stories_; }
  /// After settle(), any number of times.
  Reductions reductions() const { return Reductions(settled_, room_.memory / 4); }

  /// What was taken from a measure's claims, in steps.
  __int128 taken(uint32_t measure) const { return taken_[measure]; }
  /// `limit:uscc`, `pool:trade_in`, `choose:car_replacement`.
  std::string reason(const Reduction& reduction) const;
  /// Those of one claim, `;` between them, each once.
  std::string reasons(const std::vector<Reduction>& reductions) const;

 private:
  spill::Sorter& sorter(uint32_t stage);
  Outcome reduce(const Facts& facts, uint32_t stage, int64_t after, uint32_t cause = 0);
  /// Hands what is left to the claim's next stage.
  Outcome forward(std::string_view record, const Facts& facts, uint32_t stage, int64_t amount);
  int64_t most(uint32_t stage, const Facts& facts) const;
  int64_t floor_to_unit(const Facts& facts, __int128 amount) const;

  /// What used up a key so far; only where somebody is traced.
  struct Causes {
    std::vector<Cause> first;
    uint64_t more = 0;
    void add(const Facts& facts, int64_t amount);
  };
  /// The visit of a traced claim; null for others.
  Visited* note(const Facts& facts, uint32_t stage, int64_t after);
  /// Likewise to a limit, with who used it up.
  void note_limit(const Facts& facts, uint32_t stage, int64_t after, __int128 used, const Causes& causes);

  /// Every record of a stage, in order: `visit(record, facts)`.
  template <class Visit>
  Outcome each(const spill::SortedRecords& records, const Visit& visit) const {
    auto merge = records.read(room_.memory / 4);
    for (;;) {
      auto more = merge.next();
      if (!more) return more.failure();
      if (!*more) return Nothing{};
      if (Outcome outcome = visit(merge.record(), codec_.read(merge.record())); !outcome) return outcome;
    }
  }

  Outcome fill(uint32_t stage, const Limit& limit);
  Outcome limit(uint32_t stage, const Limit& limit);
  Outcome choose(uint32_t stage, const Choose& choose);
  Outcome spend(uint32_t stage, const Pool& pool);
  Outcome spend_in_order(uint32_t stage, const Pool& pool);
  class Proration;
  Outcome prorate(uint32_t stage, const Pool& pool);
  int64_t charge(const Facts& facts, int64_t amount) const;
  /// The most, up to `most`, whose charge is no more than `room`.
  int64_t fitting(const Facts& facts, __int128 room, int64_t most) const;
  bool outside(const Pool& pool, const Facts& facts) const;

  const Catalogue& catalogue_;
  const Terms& terms_;
  Stages stages_;
  Codec codec_;
  spill::Room room_;
  int threads_;
  std::map<uint32_t, std::unique_ptr<spill::Sorter>> sorters_;  // by stage
  std::unique_ptr<spill::Sorter> reduced_;
  spill::SortedRecords settled_;
  struct Charged {
    __int128 total = 0;
    std::vector<__int128> members;
  };
  std::vector<Charged> charged_;  // by pool: what the ledger charged
  std::vector<__int128> taken_;   // by measure
  Stories stories_;
  std::string record_;            // scratch
};

}  // namespace huice::settlement
