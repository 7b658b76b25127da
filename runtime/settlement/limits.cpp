// The stages of limits: those that the ledger fills already, then each limit over all claims in order.
#include "runtime/settlement/settling.h"

namespace huice::settlement {
namespace {

/// Whether the record begins another key; remembers it.
bool is_new_key(std::string& key, std::string_view digest) {
  if (key == digest) return false;
  key.assign(digest);
  return true;
}

}  // namespace

Outcome Settling::fill(uint32_t stage, const Limit&) {
  auto sorted = sorters_.at(stage)->finish();
  if (!sorted) return sorted.failure();
  std::string key;
  int64_t paid = 0;
  Causes causes;
  return each(*sorted, [&](std::string_view record, const Facts& facts) -> Outcome {
    if (is_new_key(key, facts.digest)) {
      paid = 0;
      causes = {};
    }
    if (facts.paid) {
      ++paid;
      if (!stories_.empty()) causes.add(facts, facts.amount);
      return Nothing{};
    }
    const int64_t after = paid > 0 && paid >= most(stage, facts) ? 0 : facts.amount;
    if (after == 0) note_limit(facts, stage, after, paid, causes);
    return forward(record, facts, stage, after);
  });
}

Outcome Settling::limit(uint32_t stage, const Limit& limit) {
  auto sorted = sorters_.at(stage)->finish();
  if (!sorted) return sorted.failure();
  std::string key;
  __int128 used = 0;  // steps, or rows
  Causes causes;
  return each(*sorted, [&](std::string_view record, const Facts& facts) -> Outcome {
    if (is_new_key(key, facts.digest)) {
      used = 0;
      causes = {};
    }
    if (facts.paid) {
      used += limit.counts ? 1 : facts.amount;
      if (!stories_.empty()) causes.add(facts, facts.amount);
      return Nothing{};
    }
    int64_t after = facts.amount;
    const __int128 used_before = used;
    if (limit.counts) {
      if (used >= most(stage, facts)) after = 0;
      else ++used;
    } else {
      const int64_t room = floor_to_unit(facts, most(stage, facts) - used);
      if (room < after) after = room;
      used += after;
    }
    note_limit(facts, stage, after, used_before, causes);
    if (!stories_.empty() && after > 0) causes.add(facts, after);
    return forward(record, facts, stage, after);
  });
}

}  // namespace huice::settlement
