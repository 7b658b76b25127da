// The stages of pools: what they are charged, and who is paid until they are used up.
#include <algorithm>

#include "runtime/settlement/settling.h"
#include "runtime/settlement/shares.h"

namespace huice::settlement {

bool Settling::outside(const Pool& pool, const Facts& facts) const {
  if (!pool.from && !pool.to) return false;
  const Date day{codec_.day(facts)};
  return (pool.from && day < *pool.from) || (pool.to && *pool.to < day);
}

int64_t Settling::charge(const Facts& facts, int64_t amount) const {
  const Body& body = terms_.bodies[facts.body];
  if (!body.charged) return amount;
  const auto shares = shares_of(body, amount, [&](size_t part) { return codec_.part(facts, part); });
  return shares ? (*shares)[*body.charged] : amount;  // more than the whole: the run fails when it is written
}

int64_t Settling::fitting(const Facts& facts, __int128 room, int64_t most) const {
  if (room <= 0) return 0;
  if (charge(facts, most) <= room) return most;
  const Body& body = terms_.bodies[facts.body];
  if (!body.charged) return std::min(most, floor_to_unit(facts, room));
  int64_t low = 0, high = most / body.unit;  // in units
  while (low < high) {
    const int64_t middle = low + (high - low + 1) / 2;
    if (charge(facts, middle * body.unit) <= room) low = middle;
    else high = middle - 1;
  }
  // By largest remainder a share may step back by a unit where the amount grows.
  for (int64_t more = low + 1; more <= low + 4 && more * body.unit <= most; ++more) {
    if (charge(facts, more * body.unit) <= room) low = more;
  }
  return low * body.unit;
}

Outcome Settling::spend(uint32_t stage, const Pool& pool, Worker& worker, const spill::SortedRecords& records) {
  if (pool.exhausted == Exhausted::prorate) return prorate(stage, pool, worker, records);
  const Charged& charged = charged_[stages_.all[stage].index];
  __int128 left = pool.total - charged.total;
  std::vector<__int128> quotas = pool.quotas;
  for (size_t i = 0; i < quotas.size(); ++i) quotas[i] -= charged.members[i];
  bool stopped = false;
  std::vector<bool> quota_stopped(quotas.size());
  return each(stage, records, [&](const Facts& facts) -> Outcome {
    const bool has_quota = !quotas.empty();
    const size_t category = has_quota ? codec_.category(facts) : 0;
    __int128* const quota = has_quota ? &quotas[category] : nullptr;
    int64_t after = facts.amount;
    if (outside(pool, facts)) {
      after = 0;
    } else if (pool.exhausted == Exhausted::stop) {
      const int64_t wanted = charge(facts, facts.amount);
      const bool open = !has_quota || !quota_stopped[category];
      if (open && wanted > left) stopped = true;
      if (open && has_quota && wanted > *quota) quota_stopped[category] = true;
      if (stopped || (has_quota && quota_stopped[category])) after = 0;
    } else {
      after = fitting(facts, has_quota ? std::min(left, *quota) : left, facts.amount);
    }
    if (Visited* visit = note(facts, stage, after)) {
      visit->left = left;
      visit->has_quota = has_quota;
      if (has_quota) visit->quota_left = *quota;
    }
    const int64_t spent = charge(facts, after);
    left -= spent;
    if (has_quota) *quota -= spent;
    return forward(worker, facts, stage, after);
  });
}

}  // namespace huice::settlement
