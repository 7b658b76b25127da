#include "compiler/reference/settle.h"

#include <algorithm>
#include <numeric>

#include "base/rational.h"

namespace huice::reference {
namespace {

using namespace settlement;

Integer integer(__int128 value) {
  return (Integer(static_cast<long>(value >> 62)) << 62) + Integer(static_cast<long>(value & ((__int128{1} << 62) - 1)));
}

/// A claim on its way through the steps.
struct Row {
  const Claim* claim;
  const Body* body;
  int64_t left;  // of its amount
  std::vector<std::string> reasons = {};

  void reduce(const Integer& to, const std::string& reason) {
    if (to >= left) return;
    left = to.get_si();
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
  }
  /// Down to the measure's unit; at least 0.
  Integer rounded(const Rational& amount) const { return amount <= 0 ? Integer(0) : Integer(floor(Rational(amount / body->unit)) * body->unit); }
};
using Rows = std::vector<Row*>;
using Key = std::vector<std::string>;

class Settlement {
 public:
  Settlement(const Catalogue& catalogue, const std::vector<Claim>& claims, const std::vector<Payment>& paid)
      : catalogue_(catalogue), terms_(catalogue.settlement), paid_(paid) {
    for (const Claim& claim : claims) rows_.push_back({&claim, &terms_.bodies[claim.body], claim.amount});
    for (Row& row : rows_) order_.push_back(&row);
    std::stable_sort(order_.begin(), order_.end(), [](const Row* a, const Row* b) { return before(*a, *b); });
  }

  Result<std::vector<Grant>> run() {
    for (const Limit& limit : terms_.limits) fill_from_ledger(limit);
    for (const Choose& choose : terms_.chooses) decide(choose);
    for (const Limit& limit : terms_.limits) apply(limit);
    for (const Pool& pool : terms_.pools) {
      if (Outcome outcome = spend(pool); !outcome) return outcome.failure();
    }
    std::vector<Grant> grants;
    for (const Row& row : rows_) grants.push_back({row.left, row.reasons, shares_of(row, row.left)});
    return grants;
  }

 private:
  static bool before(const Row& a, const Row& b) {
    const Claim &x = *a.claim, &y = *b.claim;
    if (x.time != y.time) return x.time < y.time;
    if (a.body->measure != b.body->measure) return a.body->measure < b.body->measure;
    if (x.key != y.key) return x.key < y.key;
    return x.position < y.position;
  }

  // ---- Keys ---------------------------------------------------------------------------------------------------------

  const Covered* covers(const std::vector<Covered>& over, const Row& row) const {
    for (const Covered& covered : over) {
      if (&terms_.bodies[covered.body] == row.body) return &covered;
    }
    return nullptr;
  }

  Key key_of(const Covered& covered, const Row& row) const {
    Key key;
    for (uint32_t field : covered.keys) key.push_back(row.claim->cells.at(field));
    return key;
  }

  static std::string year_of(const std::optional<Date>& day) { return day ? std::to_string(civil(*day).year) : ""; }

  /// Clauses outside versions count all of them, those inside one count that one.
  bool covers(const std::vector<Covered>& over, const Payment& payment) const {
    size_t covered = 0, all = 0;
    for (const Body& body : terms_.bodies) all += catalogue_.measures[body.measure].name == payment.measure ? 1 : 0;
    for (const Covered& each : over) {
      const Body& body = terms_.bodies[each.body];
      const catalogue::Measure& measure = catalogue_.measures[body.measure];
      if (measure.name != payment.measure) continue;
      if (body.version && measure.versions[*body.version].name == payment.version) return true;
      ++covered;
    }
    return covered > 0 && covered == all;
  }

  static Key key_of(const std::vector<std::string>& names, const Payment& payment) {
    Key key;
    for (const std::string& name : names) {
      const auto cell = payment.cells.find(name);
      key.push_back(cell == payment.cells.end() ? "" : cell->second);
    }
    return key;
  }

  // ---- Limits -------------------------------------------------------------------------------------------------------

  /// What a limit has counted so far, by key and year.
  using Used = std::map<Key, Integer>;

  Used used_before(const Limit& limit) const {
    Used used;
    for (const Payment& payment : paid_) {
      if (!covers(limit.over, payment) || payment.granted <= 0) continue;
      Key key = key_of(limit.keys, payment);
      if (limit.per_year) key.push_back(year_of(payment.day));
      used[key] += limit.counts ? 1 : payment.granted;
    }
    return used;
  }

  Key limit_key(const Limit& limit, const Covered& covered, const Row& row) const {
    Key key = key_of(covered, row);
    if (limit.per_year) key.push_back(year_of(row.claim->day));
    return key;
  }

  void fill_from_ledger(const Limit& limit) {
    if (!limit.counts) return;
    const Used used = used_before(limit);
    for (Row* row : order_) {
      const Covered* covered = covers(limit.over, *row);
      if (!covered || row->left == 0) continue;
      const auto paid = used.find(limit_key(limit, *covered, *row));
      if (paid != used.end() && paid->second >= row->claim->number(covered->amount)) row->reduce(0, limit.reason);
    }
  }

  void apply(const Limit& limit) {
    Used used = used_before(limit);
    for (Row* row : order_) {
      const Covered* covered = covers(limit.over, *row);
      if (!covered || row->left == 0) continue;
      Integer& so_far = used[limit_key(limit, *covered, *row)];
      const int64_t most = row->claim->number(covered->amount);
      if (limit.counts) {
        if (so_far < most) so_far += 1;
        else row->reduce(0, limit.reason);
      } else {
        row->reduce(row->rounded(Rational(most - so_far)), limit.reason);
        so_far += row->left;
      }
    }
  }

  // ---- Choices ------------------------------------------------------------------------------------------------------

  struct Rivals {
    std::map<uint32_t, Integer> totals;  // by measure
    std::map<uint32_t, int64_t> first;   // the time of its first claim
    Rows rows;
  };

  void decide(const Choose& choose) {
    std::map<Key, Rivals> all;
    for (Row* row : order_) {
      const Covered* covered = covers(choose.over, *row);
      if (!covered || row->left == 0) continue;
      Rivals& rivals = all[key_of(*covered, *row)];
      rivals.totals[row->body->measure] += row->left;
      rivals.first.try_emplace(row->body->measure, row->claim->time);
      rivals.rows.push_back(row);
    }
    for (auto& [key, rivals] : all) {
      const uint32_t winner = winner_of(choose, rivals);
      Integer deducted = 0;
      std::string payer;
      for (uint32_t measure : choose.measures) {
        for (const Payment& payment : paid_) {
          if (payment.measure != catalogue_.measures[measure].name || payment.granted <= 0 || key_of(choose.keys, payment) != key) continue;
          deducted += payment.granted;
          if (payer.empty()) payer = payment.measure;
        }
      }
      for (Row* row : rivals.rows) {
        if (deducted > 0 && !choose.highest) {
          row->reduce(0, "choose:" + payer);
        } else if (row->body->measure != winner) {
          row->reduce(0, "choose:" + catalogue_.measures[winner].name);
        } else if (deducted > 0) {
          const int64_t before = row->left;
          row->reduce(row->rounded(Rational(row->left - deducted)), "choose:" + payer);
          deducted -= before - row->left;
        }
      }
    }
  }

  /// Ties go to the first listed.
  static uint32_t winner_of(const Choose& choose, Rivals& rivals) {
    std::optional<uint32_t> winner;
    for (uint32_t measure : choose.measures) {
      if (!rivals.totals.contains(measure)) continue;
      const bool better = !winner || (choose.highest ? rivals.totals[measure] > rivals.totals[*winner] : rivals.first[measure] < rivals.first[*winner]);
      if (better) winner = measure;
    }
    return *winner;
  }

  // ---- Shares -------------------------------------------------------------------------------------------------------

  std::vector<int64_t> shares_of(const Row& row, int64_t amount) const {
    const auto& shares = row.body->shares;
    if (shares.empty()) return {};
    std::vector<Rational> exact;
    Rational rest = amount;
    for (const Share& share : shares) {
      Rational part(Integer(share.num), Integer(share.den));
      part.canonicalize();
      exact.push_back(share.rest ? Rational(0) : Rational(amount * part * row.claim->number(share.part)));
      rest -= exact.back();
    }
    for (size_t i = 0; i < shares.size(); ++i) {
      if (shares[i].rest) exact[i] = rest;
    }
    std::vector<int64_t> parts;
    int64_t missing = amount;
    for (const Rational& part : exact) {
      parts.push_back(row.rounded(part).get_si());
      missing -= parts.back();
    }
    std::vector<size_t> by_remainder(parts.size());
    std::iota(by_remainder.begin(), by_remainder.end(), size_t{0});
    std::stable_sort(by_remainder.begin(), by_remainder.end(), [&](size_t a, size_t b) { return exact[a] - parts[a] > exact[b] - parts[b]; });
    for (size_t i = 0; missing > 0 && i < parts.size(); ++i) {
      parts[by_remainder[i]] += row.body->unit;
      missing -= row.body->unit;
    }
    return parts;
  }

  /// What the pool is charged when so much is granted.
  Integer charge(const Row& row, const Integer& amount) const {
    return row.body->charged ? Integer(shares_of(row, amount.get_si())[*row.body->charged]) : amount;
  }

  // ---- Pools --------------------------------------------------------------------------------------------------------

  /// The most, up to what the row has left, whose charge is no more than `room`.
  Integer fitting(const Row& row, const Integer& room) const {
    if (room <= 0) return 0;
    if (charge(row, row.left) <= room) return row.left;
    if (!row.body->charged) return row.rounded(Rational(room));
    Integer low = 0, high = row.left / row.body->unit;  // in units
    while (low < high) {
      const Integer middle = (low + high + 1) / 2;
      if (charge(row, middle * row.body->unit) <= room) low = middle;
      else high = middle - 1;
    }
    // Charges may step back by a unit where amounts grow (largest remainders).
    for (Integer more = low + 1; more <= low + 4 && more * row.body->unit <= row.left; ++more) {
      if (charge(row, more * row.body->unit) <= room) low = more;
    }
    return low * row.body->unit;
  }

  Outcome spend(const Pool& pool) {
    Integer left = integer(pool.total);
    std::vector<Integer> quotas;
    for (__int128 quota : pool.quotas) quotas.push_back(integer(quota));
    bool paid_before = false;
    for (const Payment& payment : paid_) {
      if (payment.pool != pool.name) continue;
      paid_before = paid_before || payment.charged > 0;
      left -= payment.charged;
      for (size_t i = 0; i < quotas.size(); ++i) {
        if (pool.members[i] == payment.category) quotas[i] -= payment.charged;
      }
    }
    Rows rows;
    for (Row* row : order_) {
      if (row->left == 0 || !row->body->pool || &terms_.pools[*row->body->pool] != &pool) continue;
      const std::optional<Date> day = row->claim->day;
      if (day && ((pool.from && *day < *pool.from) || (pool.to && *pool.to < *day))) row->reduce(0, "pool:" + pool.name);
      else rows.push_back(row);
    }
    if (pool.exhausted == Exhausted::prorate) {
      if (paid_before && !rows.empty())
        return Failure{Exit::environment,
                       {"the pool " + pool.name + " has been paid from before: what is left cannot be prorated among others",
                        "资金池 " + pool.name + " 此前已有支出：余额不能再由其他申请按比例分配"}};
      for (size_t i = 0; i < quotas.size(); ++i) {
        Rows own;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(own), [&](const Row* row) { return row->claim->category == i; });
        prorate(pool, own, quotas[i]);
      }
      prorate(pool, rows, left);
      return Nothing{};
    }
    bool stopped = false;
    std::vector<bool> quota_stopped(quotas.size());
    for (Row* row : rows) {
      const size_t category = row->claim->category;
      const bool has_quota = !quotas.empty();
      const Integer wanted = charge(*row, row->left);
      const Integer room = has_quota ? std::min(left, quotas[category]) : left;
      if (pool.exhausted == Exhausted::stop) {
        const bool open = !has_quota || !quota_stopped[category];
        if (open && wanted > left) stopped = true;
        if (open && has_quota && wanted > quotas[category]) quota_stopped[category] = true;
        if (stopped || (has_quota && quota_stopped[category])) row->reduce(0, "pool:" + pool.name);
      } else {
        row->reduce(fitting(*row, room), "pool:" + pool.name);
      }
      const Integer spent = charge(*row, row->left);
      left -= spent;
      if (has_quota) quotas[category] -= spent;
    }
    return Nothing{};
  }

  void prorate(const Pool& pool, const Rows& rows, Integer left) {
    if (left < 0) left = 0;
    Integer sum = 0;
    for (const Row* row : rows) sum += charge(*row, row->left);
    if (sum <= left) return;
    // The pool's money is shared out; a claim is granted the most whose charge is no more than its part.
    struct Part {
      Row* row;
      Integer charged, part;
      Rational remainder;
    };
    std::vector<Part> parts;
    for (Row* row : rows) {
      const Integer charged = charge(*row, row->left);
      const Rational exact = Rational(charged * left) / sum;
      const Integer part = row->rounded(exact);
      parts.push_back({row, charged, part, (exact - part) / row->body->unit});
    }
    for (const Part& part : parts) left -= part.part;
    std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.remainder > b.remainder; });
    for (Part& part : parts) {
      const int64_t unit = part.row->body->unit;
      if (unit <= left && part.part + unit <= part.charged) {
        part.part += unit;
        left -= unit;
      }
      part.row->reduce(fitting(*part.row, part.part), "pool:" + pool.name);
    }
  }

  const Catalogue& catalogue_;
  const Terms& terms_;
  const std::vector<Payment>& paid_;
  std::vector<Row> rows_;
  Rows order_;
};

}  // namespace

Result<std::vector<Grant>> settle(const Catalogue& catalogue, const std::vector<Claim>& claims, const std::vector<Payment>& paid) {
  return Settlement(catalogue, claims, paid).run();
}

}  // namespace huice::reference
