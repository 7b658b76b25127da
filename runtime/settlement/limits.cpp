// The stages of limits: those that the ledger fills already, then each limit over all claims in order.
#include "runtime/settlement/settling.h"

namespace huice::settlement {
Outcome Settling::fill(uint32_t stage, Worker& worker, const spill::SortedRecords& records) {
  std::array<uint64_t, 2> key{};
  int64_t paid = 0;
  Causes causes;
  return each(stage, records, [&](const Facts& facts) -> Outcome {
    if (key != facts.digest) {
      key = facts.digest;
      paid = 0;
      causes = {};
    }
    if (facts.paid) {
      ++paid;
      add(causes, facts, facts.amount);
      return Nothing{};
    }
    const int64_t after = paid > 0 && paid >= codec_.most(facts) ? 0 : facts.amount;
    if (after == 0) note_limit(facts, stage, after, paid, causes);
    return forward(worker, facts, stage, after);
  });
}

Outcome Settling::limit(uint32_t stage, const Limit& limit, Worker& worker, const spill::SortedRecords& records) {
  std::array<uint64_t, 2> key{};
  __int128 used = 0;  // steps, or rows
  Causes causes;
  return each(stage, records, [&](const Facts& facts) -> Outcome {
    if (key != facts.digest) {
      key = facts.digest;
      used = 0;
      causes = {};
    }
    if (facts.paid) {
      used += limit.counts ? 1 : facts.amount;
      add(causes, facts, facts.amount);
      return Nothing{};
    }
    int64_t after = facts.amount;
    const __int128 used_before = used;
    if (limit.counts) {
      if (used >= codec_.most(facts)) after = 0;
      else ++used;
    } else {
      const int64_t room = floor_to_unit(facts, codec_.most(facts) - used);
      if (room < after) after = room;
      used += after;
    }
    note_limit(facts, stage, after, used_before, causes);
    if (after > 0) add(causes, facts, after);
    return forward(worker, facts, stage, after);
  });
}

}  // namespace huice::settlement
