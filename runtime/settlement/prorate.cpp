// Pools that are shared out in proportion: the parts are rounded down, and what is left goes one unit a claim to those with
// the largest remainders. With quotas first within each member, then over all.
//
// What is shared out is the pool's money: a claim is granted the most whose charge is no more than its part.
//
// Claims are read in order again and again; what a round decides of each stands beside them in the same order.
#include <algorithm>
#include <functional>
#include <numeric>

#include "base/rational.h"
#include "runtime/settlement/settling.h"
#include "runtime/spill/bytes.h"
#include "runtime/spill/sorter.h"

namespace huice::settlement {
namespace {

constexpr size_t remainder_size = 32;

Integer integer(__int128 value) {
  return (Integer(static_cast<long>(value >> 62)) << 62) + Integer(static_cast<long>(value & ((__int128{1} << 62) - 1)));
}

/// Big-endian, and from the largest to the smallest.
void put_descending(std::string& out, const Integer& value) {
  unsigned char bytes[remainder_size] = {};
  size_t count = 0;
  const size_t needed = (mpz_sizeinbase(value.get_mpz_t(), 2) + 7) / 8;
  mpz_export(bytes + (remainder_size - needed), &count, 1, 1, 1, 0, value.get_mpz_t());
  for (unsigned char byte : bytes) out += static_cast<char>(~byte);
}

/// Amounts of a pool's claims, in their order.
class Amounts {
 public:
  explicit Amounts(std::unique_ptr<spill::TempFile> file) : file_(std::move(file)) {}
  static Result<std::unique_ptr<Amounts>> create(const std::string& folder) {
    auto file = spill::TempFile::create(folder);
    if (!file) return file.failure();
    return std::make_unique<Amounts>(std::move(*file));
  }
  Outcome add(int64_t amount) {
    spill::put(buffer_, amount);
    return buffer_.size() < most ? Outcome(Nothing{}) : flush();
  }
  Outcome flush() {
    Outcome outcome = file_->append(buffer_);
    buffer_.clear();
    return outcome;
  }
  void rewind() {
    at_ = 0;
    ahead_ = {};
    chunk_.clear();
  }
  Result<int64_t> next() {
    if (ahead_.empty()) {
      chunk_.resize(std::min<uint64_t>(most, file_->size() - at_));
      if (Outcome outcome = file_->read(at_, chunk_.data(), chunk_.size()); !outcome) return outcome.failure();
      at_ += chunk_.size();
      ahead_ = chunk_;
    }
    return spill::take<int64_t>(ahead_);
  }

 private:
  static constexpr size_t most = size_t{1} << 18;
  std::unique_ptr<spill::TempFile> file_;
  std::string buffer_, chunk_;
  std::string_view ahead_;
  uint64_t at_ = 0;
};

}  // namespace

/// One pool's claims, and what each has left, through the rounds.
class Settling::Proration {
 public:
  Proration(Settling& settling, uint32_t stage, const Pool& pool, const spill::SortedRecords& claims)
      : settling_(settling), stage_(stage), pool_(pool), claims_(claims) {
    for (const Body& body : settling_.terms_.bodies) unit_ = std::lcm(unit_, body.unit);
  }

  using Visit = std::function<Outcome(const Facts& facts, int64_t amount)>;
  /// Every claim in order, with what it has left.
  Outcome each(const Visit& visit) {
    amounts_->rewind();
    return settling_.each(stage_, claims_, [&](const Facts& facts) -> Outcome {
      auto amount = amounts_->next();
      return amount ? visit(facts, *amount) : Outcome(amount.failure());
    });
  }

  /// Those outside the pool's period have nothing left.
  Outcome collect() {
    auto made = Amounts::create(settling_.room_.folder);
    if (!made) return made.failure();
    amounts_ = std::move(*made);
    Outcome outcome = settling_.each(stage_, claims_, [&](const Facts& facts) {
      const int64_t amount = settling_.outside(pool_, facts) ? 0 : facts.amount;
      claims_left_ = claims_left_ || amount > 0;
      asked_ += amount > 0 ? settling_.charge(facts, amount) : 0;
      return amounts_->add(amount);
    });
    return outcome ? amounts_->flush() : outcome;
  }
  bool any() const { return claims_left_; }
  __int128 asked() const { return asked_; }

  /// The claims of a member of the quota, or all, share `total`.
  Outcome share_out(std::optional<size_t> member, __int128 total) {
    member_ = member;
    __int128 sum = 0;
    Outcome outcome = each([&](const Facts& facts, int64_t amount) -> Outcome {
      if (takes_part(facts)) sum += settling_.charge(facts, amount);
      return Nothing{};
    });
    if (!outcome || sum <= total) return outcome;
    auto parts = Amounts::create(settling_.room_.folder);
    if (!parts) return parts.failure();
    spill::Sorter remainders(settling_.room_.folder, settling_.room_.memory / 4);
    auto left = round_down(total, sum, **parts, remainders);
    if (!left) return left.failure();
    auto places = give_out(*left, remainders);
    if (!places) return places.failure();
    return grant(**parts, *places);
  }

 private:
  bool takes_part(const Facts& facts) const { return !member_ || settling_.codec_.category(facts) == *member_; }
  int64_t unit_of(const Facts& facts) const { return settling_.terms_.bodies[facts.body].unit; }

  /// Each charge's part of `total`, rounded down; gives what remains of it. The remainders are sorted, largest first, ties in order.
  Result<__int128> round_down(__int128 total, __int128 sum, Amounts& parts, spill::Sorter& remainders) {
    const Integer of = integer(total), all = integer(sum);
    __int128 left = total;
    uint64_t place = 0;
    std::string record;
    Outcome outcome = each([&](const Facts& facts, int64_t amount) -> Outcome {
      ++place;
      if (!takes_part(facts) || amount == 0) return parts.add(0);
      const int64_t unit = unit_of(facts), charged = settling_.charge(facts, amount);
      const Integer part = Integer(charged) * of;  // over `all`
      const Integer units = part / (all * unit);
      const int64_t rounded = units.get_si() * unit;
      left -= rounded;
      record.clear();
      put_descending(record, Integer((part - units * all * unit) * (unit_ / unit)));
      spill::put_ordered(record, place);
      spill::put(record, charged - rounded >= unit ? unit : INT64_MAX);
      if (Outcome added = remainders.add(record); !added) return added;
      return parts.add(rounded);
    });
    if (outcome) outcome = parts.flush();
    if (!outcome) return outcome.failure();
    return left;
  }

  /// The places of those that get one unit more, in order.
  Result<spill::SortedRecords> give_out(__int128 left, spill::Sorter& remainders) {
    auto sorted = remainders.finish();
    if (!sorted) return sorted.failure();
    spill::Sorter chosen(settling_.room_.folder, settling_.room_.memory / 4);
    auto merge = sorted->read(settling_.room_.memory / 4);
    for (;;) {
      auto more = merge.next();
      if (!more) return more.failure();
      if (!*more || left == 0) return chosen.finish();
      std::string_view rest = merge.record().substr(remainder_size);
      const std::string_view place = rest.substr(0, 8);
      rest.remove_prefix(8);
      const auto cost = spill::take<int64_t>(rest);
      if (cost > left) continue;
      left -= cost;
      if (Outcome added = chosen.add(place); !added) return added.failure();
    }
  }

  /// The most whose charge is no more than the claim's part.
  Outcome grant(Amounts& parts, const spill::SortedRecords& places) {
    auto settled = Amounts::create(settling_.room_.folder);
    if (!settled) return settled.failure();
    auto one_more = places.read(settling_.room_.memory / 4);
    auto more = one_more.next();
    if (!more) return more.failure();
    uint64_t place = 0;
    Outcome outcome = each([&](const Facts& facts, int64_t amount) -> Outcome {
      auto part = parts.next();
      if (!part) return part.failure();
      ++place;
      if (*more && spill::ordered(one_more.record()) == place) {
        *part += unit_of(facts);
        more = one_more.next();
        if (!more) return more.failure();
      }
      return (*settled)->add(takes_part(facts) ? std::min(amount, settling_.fitting(facts, *part, amount)) : amount);
    });
    if (outcome) outcome = (*settled)->flush();
    amounts_ = std::move(*settled);
    return outcome;
  }

  Settling& settling_;
  uint32_t stage_;
  const Pool& pool_;
  const spill::SortedRecords& claims_;
  int64_t unit_ = 1;  // a multiple of all units, so that remainders compare
  std::unique_ptr<Amounts> amounts_;
  std::optional<size_t> member_;
  bool claims_left_ = false;
  __int128 asked_ = 0;
};

Outcome Settling::prorate(uint32_t stage, const Pool& pool, Worker& worker, const spill::SortedRecords& claims) {
  Proration proration(*this, stage, pool, claims);
  Outcome outcome = proration.collect();
  if (!outcome) return outcome;
  if (charged_[stages_.all[stage].index].total > 0 && proration.any()) {
    return Failure{Exit::environment,
                   {"the pool " + pool.name + " has been paid from before: what is left cannot be prorated among others",
                    "资金池 " + pool.name + " 此前已有支出：余额不能再由其他申请按比例分配"}};
  }
  for (size_t member = 0; member < pool.quotas.size() && outcome; ++member) outcome = proration.share_out(member, pool.quotas[member]);
  if (outcome) outcome = proration.share_out(std::nullopt, pool.total);
  if (!outcome) return outcome;
  return proration.each([&](const Facts& facts, int64_t amount) -> Outcome {
    if (Visited* visit = note(facts, stage, amount)) {
      visit->left = pool.total;
      visit->asked = proration.asked();
      visit->has_quota = !pool.quotas.empty();
      if (visit->has_quota) visit->quota_left = pool.quotas[codec_.category(facts)];
    }
    return forward(worker, facts, stage, amount);
  });
}

}  // namespace huice::settlement
