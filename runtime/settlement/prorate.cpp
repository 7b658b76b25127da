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

Outcome Settling::prorate(uint32_t stage, const Pool& pool) {
  auto sorted = sorters_.at(stage)->finish();
  if (!sorted) return sorted.failure();
  const Charged& charged = charged_[stages_.all[stage].index];
  int64_t unit = 1;  // a multiple of all units, so that remainders compare
  for (const Body& body : terms_.bodies) unit = std::lcm(unit, body.unit);

  auto made = Amounts::create(room_.folder);
  if (!made) return made.failure();
  std::unique_ptr<Amounts> amounts = std::move(*made);
  uint64_t claims = 0;
  __int128 asked = 0;
  const auto each = [&](const std::function<Outcome(std::string_view, const Facts&)>& visit) -> Outcome {
    auto merge = sorted->read(room_.memory / 4);
    for (;;) {
      auto more = merge.next();
      if (!more) return more.failure();
      if (!*more) return Nothing{};
      if (Outcome outcome = visit(merge.record(), codec_.read(merge.record())); !outcome) return outcome;
    }
  };
  Outcome outcome = each([&](std::string_view, const Facts& facts) {
    claims += outside(pool, facts) ? 0 : 1;
    if (!outside(pool, facts)) asked += charge(facts, facts.amount);
    return amounts->add(outside(pool, facts) ? 0 : facts.amount);
  });
  if (outcome) outcome = amounts->flush();
  if (!outcome) return outcome;
  if (charged.total > 0 && claims > 0) {
    return Failure{Exit::environment,
                   {"the pool " + pool.name + " has been paid from before: what is left cannot be prorated among others",
                    "资金池 " + pool.name + " 此前已有支出：余额不能再由其他申请按比例分配"}};
  }

  // One round: those of `member`, or all, share `left`.
  const auto round = [&](std::optional<size_t> member, __int128 total) -> Outcome {
    const auto takes_part = [&](const Facts& facts) { return !member || facts.category == *member; };
    amounts->rewind();
    __int128 sum = 0;
    Outcome done = each([&](std::string_view, const Facts& facts) -> Outcome {
      auto amount = amounts->next();
      if (!amount) return amount.failure();
      if (takes_part(facts)) sum += charge(facts, *amount);
      return Nothing{};
    });
    if (!done || sum <= total) return done;
    // Rounded down; the remainders are sorted, largest first, ties in order.
    spill::Sorter remainders(room_.folder, room_.memory / 4);
    auto parts = Amounts::create(room_.folder);
    if (!parts) return parts.failure();
    const Integer of = integer(total), all = integer(sum);
    __int128 left = total;
    uint64_t place = 0;
    std::string record;
    amounts->rewind();
    done = each([&](std::string_view, const Facts& facts) -> Outcome {
      auto amount = amounts->next();
      if (!amount) return amount.failure();
      ++place;
      if (!takes_part(facts) || *amount == 0) return (*parts)->add(*amount);
      const int64_t step = terms_.bodies[facts.body].unit;
      const int64_t whole = charge(facts, *amount);
      const Integer part = Integer(whole) * of;  // over `all`
      const Integer units = part / (all * step);
      const int64_t rounded = units.get_si() * step;
      left -= rounded;
      record.clear();
      put_descending(record, Integer((part - units * all * step) * (unit / step)));
      spill::put_ordered(record, place);
      spill::put(record, whole - rounded >= step ? step : INT64_MAX);
      if (Outcome added = remainders.add(record); !added) return added;
      return (*parts)->add(rounded);
    });
    if (done) done = (*parts)->flush();
    if (!done) return done;
    auto by_remainder = remainders.finish();
    if (!by_remainder) return by_remainder.failure();
    spill::Sorter chosen(room_.folder, room_.memory / 4);  // places, in order again
    auto merge = by_remainder->read(room_.memory / 4);
    for (;;) {
      auto more = merge.next();
      if (!more) return more.failure();
      if (!*more || left == 0) break;
      std::string_view rest = merge.record().substr(remainder_size);
      const std::string_view at = rest.substr(0, 8);
      rest.remove_prefix(8);
      const auto cost = spill::take<int64_t>(rest);
      if (cost > left) continue;
      left -= cost;
      if (Outcome added = chosen.add(at); !added) return added;
    }
    auto places = chosen.finish();
    if (!places) return places.failure();
    auto one_more = places->read(room_.memory / 4);
    auto more = one_more.next();
    if (!more) return more.failure();
    auto settled = Amounts::create(room_.folder);
    if (!settled) return settled.failure();
    place = 0;
    amounts->rewind();
    done = each([&](std::string_view, const Facts& facts) -> Outcome {
      auto part = (*parts)->next();
      auto amount = amounts->next();
      if (!part || !amount) return (part ? amount : part).failure();
      ++place;
      if (*more && spill::ordered(one_more.record()) == place) {
        *part += terms_.bodies[facts.body].unit;
        more = one_more.next();
        if (!more) return more.failure();
      }
      return (*settled)->add(takes_part(facts) ? std::min(*amount, fitting(facts, *part, *amount)) : *amount);
    });
    if (done) done = (*settled)->flush();
    amounts = std::move(*settled);
    return done;
  };

  for (size_t member = 0; member < pool.quotas.size() && outcome; ++member) outcome = round(member, pool.quotas[member]);
  if (outcome) outcome = round(std::nullopt, pool.total);
  if (!outcome) return outcome;
  amounts->rewind();
  return each([&](std::string_view record, const Facts& facts) -> Outcome {
    auto amount = amounts->next();
    if (!amount) return amount.failure();
    if (Visited* visit = note(facts, stage, *amount)) {
      visit->left = pool.total;
      visit->asked = asked;
      visit->has_quota = !pool.quotas.empty();
      if (visit->has_quota) visit->quota_left = pool.quotas[facts.category];
    }
    return forward(record, facts, stage, *amount);
  });
}

}  // namespace huice::settlement
