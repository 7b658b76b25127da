// The stages of choices. A key's claims are read twice: to see who wins, then to take from the others.
#include <algorithm>

#include "runtime/settlement/settling.h"

namespace huice::settlement {
namespace {

/// Of one key.
struct Rivals {
  std::vector<__int128> totals;           // by place in the list
  std::vector<std::optional<int64_t>> first;  // the time of its earliest claim
  __int128 paid = 0;
  std::optional<uint32_t> payer;          // the first listed that the ledger paid
};

struct Verdict {
  uint32_t winner = 0;                    // a measure
  __int128 paid = 0;
  uint32_t payer = 0;
};

class Choice {
 public:
  explicit Choice(const Choose& choose) : choose_(choose) { clear(); }

  void clear() {
    rivals_ = {};
    rivals_.totals.resize(choose_.measures.size());
    rivals_.first.resize(choose_.measures.size());
  }
  /// `time`: of claims.
  void add(const Facts& facts, int64_t time) {
    const auto place = static_cast<uint32_t>(std::find(choose_.measures.begin(), choose_.measures.end(), facts.measure) - choose_.measures.begin());
    if (facts.paid) {
      rivals_.paid += facts.amount;
      rivals_.payer = std::min(rivals_.payer.value_or(place), place);
      return;
    }
    rivals_.totals[place] += facts.amount;
    if (!rivals_.first[place]) rivals_.first[place] = time;
  }
  std::vector<std::pair<uint32_t, __int128>> totals() const {
    std::vector<std::pair<uint32_t, __int128>> all;
    for (size_t i = 0; i < choose_.measures.size(); ++i) {
      if (rivals_.first[i]) all.emplace_back(choose_.measures[i], rivals_.totals[i]);
    }
    return all;
  }
  /// Ties go to the first listed.
  Verdict verdict() const {
    std::optional<size_t> winner;
    for (size_t i = 0; i < choose_.measures.size(); ++i) {
      if (!rivals_.first[i]) continue;
      const bool better = !winner || (choose_.highest ? rivals_.totals[i] > rivals_.totals[*winner] : *rivals_.first[i] < *rivals_.first[*winner]);
      if (better) winner = i;
    }
    return {choose_.measures[winner.value_or(0)], rivals_.paid, choose_.measures[rivals_.payer.value_or(0)]};
  }

 private:
  const Choose& choose_;
  Rivals rivals_;
};

}  // namespace

Outcome Settling::choose(uint32_t stage, const Choose& choose, Worker& worker, const spill::SortedRecords& claims) {
  auto first = claims.read(loading() / 2), second = claims.read(loading() / 2);
  Choice choice(choose);
  auto more = first.next();
  if (!more) return more.failure();
  while (*more) {
    const auto key = codec_.read(first.record(), stage).digest;
    uint64_t records = 0;
    choice.clear();
    for (; *more; ++records) {
      const Facts facts = codec_.read(first.record(), stage);
      if (facts.digest != key) break;
      choice.add(facts, facts.paid ? no_time : codec_.time(facts));
      more = first.next();
      if (!more) return more.failure();
    }
    Verdict verdict = choice.verdict();
    for (uint64_t i = 0; i < records; ++i) {
      auto again = second.next();
      if (!again) return again.failure();
      const Facts facts = codec_.read(second.record(), stage);
      if (facts.paid) continue;
      int64_t after = facts.amount;
      uint32_t cause = verdict.winner;
      if (verdict.paid > 0 && !choose.highest) {
        cause = verdict.payer;
        after = 0;
      } else if (facts.measure != verdict.winner) {
        after = 0;
      } else if (verdict.paid > 0) {
        cause = verdict.payer;
        after = floor_to_unit(facts, facts.amount - verdict.paid);
        verdict.paid -= facts.amount - after;
      }
      if (Visited* visit = note(facts, stage, after)) {
        visit->winner = cause;
        visit->totals = choice.totals();
        visit->used = verdict.paid;
      }
      if (after < facts.amount) {
        if (Outcome outcome = reduce(worker, facts, stage, after, cause); !outcome) return outcome;
      }
      Facts rest = facts;
      rest.amount = after;  // said already
      if (Outcome outcome = forward(worker, rest, stage, after); !outcome) return outcome;
    }
  }
  return Nothing{};
}

}  // namespace huice::settlement
