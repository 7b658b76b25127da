#include "compiler/samples/pools.h"

#include <algorithm>
#include <map>

namespace huice::samples {
namespace {

using Kind = Goal::Kind;

constexpr size_t pool_size = 12;
constexpr int first_attempts = 1500;  // for a goal nobody has met yet
constexpr int more_attempts = 200;
constexpr int renewing_attempts = 12;
constexpr int error_attempts = 3000;

/// In a thousand rows of the measure; goals of one kind share it.
uint32_t share_of(const Goal& goal) {
  switch (goal.kind) {
    case Kind::eligible:
      return 270;
    case Kind::fails:
      return 25;
    case Kind::fails_only:
      return 165;
    case Kind::error:
      return goal.index >> 12 == HUICE_DIVISION_BY_ZERO ? 30 : 12;  // figures at the end of their range look odd
    case Kind::undetermined:
      return 85;
    case Kind::undetermined_several:
      return 15;
    case Kind::without_members:
      return 20;
    case Kind::referred:
      return 70;
    case Kind::referred_several:
      return 10;
    case Kind::not_in_force:
      return 35;
    case Kind::threshold:
      return 255;
  }
  return 0;
}

}  // namespace

Deck::Deck(const std::vector<uint32_t>& shares, uint64_t seed) : random_(seed) {
  for (uint32_t goal = 0; goal < shares.size(); ++goal) cards_.insert(cards_.end(), shares[goal], goal);
  random_.shuffle(cards_);
  // At first one card of every goal, each followed by one as they come: few rows show every goal, and still look usual.
  std::vector<bool> shown(shares.size());
  std::vector<uint32_t> firsts, rest;
  for (uint32_t card : cards_) {
    (shown[card] ? rest : firsts).push_back(card);
    shown[card] = true;
  }
  cards_.clear();
  for (size_t i = 0; i < firsts.size() || i < rest.size(); ++i) {
    if (i < rest.size()) cards_.push_back(rest[i]);
    if (i < firsts.size()) cards_.push_back(firsts[i]);
  }
}

size_t Deck::deal() {
  if (next_ == cards_.size()) {
    random_.shuffle(cards_);
    next_ = 0;
  }
  return cards_[next_++];
}

Pools::Pools(Probe probe, const std::vector<FieldDraw>& draws, Labels labels, uint64_t seed)
    : hunter_(std::move(probe), draws, seed), labels_(labels) {
  for (const Goal& goal : hunter_.list_goals()) fill(goal);
  for (const Goal& goal : hunter_.list_errors(error_attempts)) fill(goal);
  auto each = shares();
  Random random(seed ^ 0x5bd1e995);
  leading_ = std::make_unique<Deck>(each, random.next());
  following_ = std::make_unique<Deck>(each, random.next());
  renewing_ = std::make_unique<Deck>(each, random.next());
}

/// Goals that cannot be met get no pool.
void Pools::fill(const Goal& goal) {
  Pool pool{goal, {}};
  int attempts = first_attempts;
  while (pool.found.size() < pool_size) {
    auto cells = hunter_.find(goal, attempts);
    if (!cells) break;
    pool.found.push_back(finish(std::move(*cells)));
    attempts = more_attempts;
  }
  if (!pool.found.empty()) pools_.push_back(std::move(pool));
}

std::vector<uint32_t> Pools::shares() const {
  std::map<Kind, uint32_t> counts;
  for (const Pool& pool : pools_) ++counts[pool.goal.kind];
  std::vector<uint32_t> result;
  for (const Pool& pool : pools_) result.push_back(std::max<uint32_t>(3, share_of(pool.goal) / counts[pool.goal.kind]));
  return result;
}

Found Pools::finish(Cells cells) const {
  Found found{std::move(cells), {}};
  const auto& columns = hunter_.schema().fields;
  found.texts.resize(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) append_cell(found.texts[i], columns[i], found.cells[i], labels_);
  return found;
}

const Found& Pools::deal(bool leading) {
  Pool& pool = pools_[(leading ? *leading_ : *following_).deal()];
  pool.next = (pool.next + 1) % pool.found.size();
  pool.used = std::min(pool.used + 1, pool.found.size());
  return pool.found[pool.next];
}

void Pools::renew() {
  Pool& pool = pools_[renewing_->deal()];
  if (pool.used == 0) return;
  auto cells = hunter_.find(pool.goal, renewing_attempts);
  if (!cells) return;
  // Applicants are dealt in a ring: the one dealt longest ago among those not yet replaced goes.
  size_t size = pool.found.size();
  pool.found[(pool.next + size + 1 - pool.used) % size] = finish(std::move(*cells));
  --pool.used;
}

bool Pools::in_range(size_t index, Side side, const std::vector<FieldDraw>& draws) const {
  const Threshold& threshold = hunter_.thresholds()[index];
  bool met_at = false;
  for (const Pool& pool : pools_) {
    if (pool.goal.kind != Kind::threshold || pool.goal.index != index) continue;
    if (pool.goal.side == side) return true;
    if (pool.goal.side != Side::at) continue;
    met_at = true;
    for (const Found& found : pool.found) {
      __int128 n = found.cells[threshold.pivot].n + static_cast<int>(side) * threshold.unit;
      if (n >= draws[threshold.pivot].lo() && n <= draws[threshold.pivot].hi()) return true;
    }
  }
  return !met_at;
}

}  // namespace huice::samples
