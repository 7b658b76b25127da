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
  auto merge = sorted->read(room_.memory / 4);
  std::string key;
  int64_t paid = 0;
  Causes causes;
  for (;;) {
    auto more = merge.next();
    if (!more) return more.failure();
    if (!*more) return Nothing{};
    const Facts facts = codec_.read(merge.record());
    if (is_new_key(key, facts.digest)) {
      paid = 0;
      causes = {};
    }
    if (facts.paid) {
      ++paid;
      if (!stories_.empty()) causes.add(facts, facts.amount);
      continue;
    }
    const int64_t after = paid > 0 && paid >= most(stage, facts) ? 0 : facts.amount;
    if (after == 0) {
      if (Visited* visit = note(facts, stage, after)) {
        visit->most = most(stage, facts);
        visit->used = paid;
        visit->causes = causes.first;
        visit->more_causes = causes.more;
      }
    }
    if (Outcome outcome = forward(merge.record(), facts, stage, after); !outcome) return outcome;
  }
}

Outcome Settling::limit(uint32_t stage, const Limit& limit) {
  auto sorted = sorters_.at(stage)->finish();
  if (!sorted) return sorted.failure();
  auto merge = sorted->read(room_.memory / 4);
  std::string key;
  __int128 used = 0;  // steps, or rows
  Causes causes;
  for (;;) {
    auto more = merge.next();
    if (!more) return more.failure();
    if (!*more) return Nothing{};
    const Facts facts = codec_.read(merge.record());
    if (is_new_key(key, facts.digest)) {
      used = 0;
      causes = {};
    }
    if (facts.paid) {
      used += limit.counts ? 1 : facts.amount;
      if (!stories_.empty()) causes.add(facts, facts.amount);
      continue;
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
    if (Visited* visit = note(facts, stage, after)) {
      visit->most = most(stage, facts);
      visit->used = used_before;
      visit->causes = causes.first;
      visit->more_causes = causes.more;
    }
    if (!stories_.empty() && after > 0) causes.add(facts, after);
    if (Outcome outcome = forward(merge.record(), facts, stage, after); !outcome) return outcome;
  }
}

}  // namespace huice::settlement
