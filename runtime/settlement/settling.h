// Settlement of any number of claims within some memory: every stage has its claims in parts by key, which its threads take one
// after the other; each part is sorted by key and order (facts.h), gone through once, and what still has something is handed to
// the claim's next stage. docs/language.md, "Settlement", says what a stage does; compiler/reference/settle.cpp is the same
// without sorting.
//
//   inboxes (one for each thread), payments → settle → reductions, in the order of serials
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/catalogue.h"
#include "runtime/settlement/inbox.h"
#include "runtime/settlement/reductions.h"

namespace huice::settlement {

class Settling {
 public:
  Settling(const Catalogue& catalogue, spill::Room room, int threads, bool with_ledger);
  const Stages& stages() const { return stages_; }
  const Codec& codec() const { return codec_; }

  /// For one thread's claims. Each is taken once, when no more claims come to it.
  Inbox inbox() { return {stages_, codec_, claims_, key_parts_}; }
  void take(Inbox inbox);
  /// What the ledger paid before. A payment that lacks a key that settlement now needs is a failure that names it.
  Outcome add(const Payment& payment);
  Outcome settle();
  /// In place of settle(), where claims meet elsewhere (rounds.h): settles every claim at the stage that it was taken for, and takes
  /// what goes on to later stages.
  Outcome settle_once();
  /// Every claim that was taken, at the stage that it was taken for.
  Outcome each_taken(const std::function<Outcome(uint32_t stage, const Facts& facts)>& visit) const;
  /// After settle(), any number of times, by any thread.
  Reductions reductions() const { return Reductions(SerialReader(reduced_, serial_parts_, loading())); }
  const SerialParts& serial_parts() const { return serial_parts_; }
  const Stories& stories() const { return stories_; }

  /// What was taken from a measure's claims, in steps.
  __int128 taken(uint32_t measure) const { return taken_[measure]; }
  /// Of one claim's reductions, `;` between them, each once: `limit:uscc`, `pool:trade_in`, `choose:car_replacement`.
  void append_reasons(std::string& out, const std::vector<Reduction>& reductions) const;

 private:
  /// One thread's work on a stage.
  struct Worker {
    Inbox next;
    spill::Scatter reduced;
    std::vector<__int128> taken;  // by measure
  };
  std::vector<Worker> start();
  void finish(std::vector<Worker> workers);
  spill::Parts no_claims(const Stage& stage) const { return {room_.folder, stage.kind == StageKind::pool ? 1 : key_parts_}; }
  void gather(uint32_t stage, std::vector<Worker>& workers);
  Outcome settle(uint32_t stage, std::vector<Worker>& workers);
  Outcome settle(uint32_t stage, Worker& worker, const spill::SortedRecords& records);
  uint64_t loading() const { return std::max<uint64_t>(room_.memory / 8 / static_cast<uint64_t>(threads_), size_t{64} << 10); }

  Outcome reduce(Worker& worker, const Facts& facts, uint32_t stage, int64_t after, uint32_t cause = 0) const;
  /// Hands what is left to the claim's next stage.
  Outcome forward(Worker& worker, const Facts& facts, uint32_t stage, int64_t amount) const;
  int64_t floor_to_unit(const Facts& facts, __int128 amount) const;

  /// What used up a key so far; only where somebody is traced.
  struct Causes {
    std::vector<Cause> first;
    uint64_t more = 0;
  };
  void add(Causes& causes, const Facts& facts, int64_t amount) const;
  /// The visit of a traced claim; null for others.
  Visited* note(const Facts& facts, uint32_t stage, int64_t after);
  /// Likewise to a limit, with who used it up.
  void note_limit(const Facts& facts, uint32_t stage, int64_t after, __int128 used, const Causes& causes);

  /// Every record of a stage, in order: `visit(facts)`.
  template <class Visit>
  Outcome each(uint32_t stage, const spill::SortedRecords& records, const Visit& visit) const {
    auto merge = records.read(loading());
    for (;;) {
      auto more = merge.next();
      if (!more) return more.failure();
      if (!*more) return Nothing{};
      if (Outcome outcome = visit(codec_.read(merge.record(), stage)); !outcome) return outcome;
    }
  }

  Outcome fill(uint32_t stage, Worker& worker, const spill::SortedRecords& records);
  Outcome limit(uint32_t stage, const Limit& limit, Worker& worker, const spill::SortedRecords& records);
  Outcome choose(uint32_t stage, const Choose& choose, Worker& worker, const spill::SortedRecords& records);
  Outcome spend(uint32_t stage, const Pool& pool, Worker& worker, const spill::SortedRecords& records);
  class Proration;
  Outcome prorate(uint32_t stage, const Pool& pool, Worker& worker, const spill::SortedRecords& records);
  int64_t charge(const Facts& facts, int64_t amount) const;
  /// The most, up to `most`, whose charge is no more than `room`.
  int64_t fitting(const Facts& facts, __int128 room, int64_t most) const;
  bool outside(const Pool& pool, const Facts& facts) const;
  std::string reason(const Reduction& reduction) const;

  const Catalogue& catalogue_;
  const Terms& terms_;
  Stages stages_;
  Codec codec_;
  spill::Room room_;
  int threads_;
  Store claims_, reductions_;
  size_t key_parts_;                   // of stages of limits and choices
  std::vector<spill::Parts> parts_;    // by stage
  std::optional<Inbox> payments_;
  uint64_t last_ = 0;                  // serial
  SerialParts serial_parts_;
  spill::Parts reduced_;
  struct Charged {
    __int128 total = 0;
    std::vector<__int128> members;
  };
  std::vector<Charged> charged_;       // by pool: what the ledger charged
  std::vector<__int128> taken_;        // by measure
  Stories stories_;
};

}  // namespace huice::settlement
