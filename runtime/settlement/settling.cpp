#include "runtime/settlement/settling.h"

#include <algorithm>

#include "runtime/spill/bytes.h"

namespace huice::settlement {
namespace {

/// Clauses outside versions count all of them, those inside one count that one.
bool covers(const Catalogue& catalogue, const std::vector<Covered>& over, const Payment& payment) {
  const Terms& terms = catalogue.settlement;
  size_t all = 0, some = 0;
  for (const Body& body : terms.bodies) all += catalogue.measures[body.measure].name == payment.measure ? 1 : 0;
  for (const Covered& covered : over) {
    const Body& body = terms.bodies[covered.body];
    const catalogue::Measure& measure = catalogue.measures[body.measure];
    if (measure.name != payment.measure) continue;
    if (body.version && measure.versions[*body.version].name == payment.version) return true;
    ++some;
  }
  return some > 0 && some == all;
}

Failure lacks_key(const Payment& payment, const std::string& key, const std::string& what) {
  return {Exit::environment,
          {"the ledger's payments of " + payment.measure + " do not say their " + key + ", which " + what + " needs: reverse them, or import them again with it",
           "台账中 " + payment.measure + " 的付款没有 " + key + "，而 " + what + " 需要它：请冲销，或补上后重新导入"}};
}

std::optional<uint32_t> measure_named(const Catalogue& catalogue, const std::string& name) {
  for (uint32_t m = 0; m < catalogue.measures.size(); ++m) {
    if (catalogue.measures[m].name == name) return m;
  }
  return std::nullopt;
}

}  // namespace

// ---- Reductions -----------------------------------------------------------------------------------------------------

Result<bool> Reductions::next() {
  ahead_.reset();
  auto more = merge_.next();
  if (!more || !*more) return more;
  std::string_view record = merge_.record();
  Reduction reduction;
  reduction.serial = spill::ordered(record.substr(0, 8));
  record.remove_prefix(8);
  reduction.stage = __builtin_bswap32(spill::take<uint32_t>(record));
  reduction.after = spill::take<int64_t>(record);
  reduction.cause = spill::take<uint32_t>(record);
  ahead_ = reduction;
  return true;
}

Result<const std::vector<Reduction>*> Reductions::of(uint64_t serial) {
  current_.clear();
  if (!begun_) {
    begun_ = true;
    if (auto more = next(); !more) return more.failure();
  }
  while (ahead_ && ahead_->serial <= serial) {
    if (ahead_->serial == serial) current_.push_back(*ahead_);
    if (auto more = next(); !more) return more.failure();
  }
  return &current_;
}

// ---- In -------------------------------------------------------------------------------------------------------------

Settling::Settling(const Catalogue& catalogue, spill::Room room, int threads, bool with_ledger)
    : catalogue_(catalogue), terms_(catalogue.settlement), stages_(terms_, with_ledger), codec_(stages_), room_(std::move(room)), threads_(threads) {
  for (const Pool& pool : terms_.pools) charged_.push_back({0, std::vector<__int128>(pool.quotas.size())});
  taken_.resize(catalogue.measures.size());
  reduced_ = std::make_unique<spill::Sorter>(room_.folder, room_.memory / 4);
}

spill::Sorter& Settling::sorter(uint32_t stage) {
  auto& sorter = sorters_[stage];
  const size_t share = std::max<size_t>(room_.memory / (stages_.all.size() + 2), size_t{1} << 16);
  if (!sorter) sorter = std::make_unique<spill::Sorter>(room_.folder, share, threads_);
  return *sorter;
}

Outcome Settling::add(const NewClaim& claim) {
  if (stages_.visits[claim.body].empty()) return Nothing{};
  return add(encode(claim), claim.body);
}

std::string_view Settling::encode(const NewClaim& claim) {
  codec_.write(record_, claim, 0);
  return record_;
}

Outcome Settling::add(std::string_view encoded, uint32_t body) { return sorter(stages_.visits[body].front().stage).add(encoded); }

Outcome Settling::add(const Payment& payment) {
  const auto measure = measure_named(catalogue_, payment.measure);
  for (size_t p = 0; p < terms_.pools.size(); ++p) {
    const Pool& pool = terms_.pools[p];
    if (payment.pool != pool.name) continue;
    charged_[p].total += payment.charged;
    for (size_t i = 0; i < pool.quotas.size(); ++i) {
      if (pool.members[i] == payment.category) charged_[p].members[i] += payment.charged;
    }
  }
  if (payment.granted <= 0 || !measure) return Nothing{};
  KeyDigest digest;
  const auto add_keys = [&](const std::vector<std::string>& keys, const std::string& what) -> Outcome {
    digest.clear();
    for (const std::string& key : keys) {
      const auto cell = payment.cells.find(key);
      if (cell == payment.cells.end()) return lacks_key(payment, key, what);
      digest.add(cell->second);
    }
    return Nothing{};
  };
  for (uint32_t stage = 0; stage < stages_.all.size(); ++stage) {
    const auto [kind, index] = stages_.all[stage];
    if (kind == StageKind::pool) continue;
    const bool choice = kind == StageKind::choose;
    const auto& over = choice ? terms_.chooses[index].over : terms_.limits[index].over;
    const bool counted = choice ? std::find(terms_.chooses[index].measures.begin(), terms_.chooses[index].measures.end(), *measure) != terms_.chooses[index].measures.end()
                                : covers(catalogue_, over, payment);
    if (!counted) continue;
    const std::string what = choice ? "choose" : terms_.limits[index].reason;
    if (Outcome outcome = add_keys(choice ? terms_.chooses[index].keys : terms_.limits[index].keys, what); !outcome) return outcome;
    if (!choice && terms_.limits[index].per_year) digest.add_year(payment.day ? payment.day->days : 0);
    codec_.write_paid(record_, digest.value(), *measure, payment);
    if (Outcome outcome = sorter(stage).add(record_); !outcome) return outcome;
  }
  return Nothing{};
}

// ---- For explanations -----------------------------------------------------------------------------------------------

void Settling::trace(const NewClaim& claim) { stories_[claim.serial] = {claim.body, claim.amount, {}}; }

Visited* Settling::note(const Facts& facts, uint32_t stage, int64_t after) {
  const auto story = stories_.find(facts.serial);
  if (story == stories_.end()) return nullptr;
  Visited visit;
  visit.stage = stage;
  visit.before = facts.amount;
  visit.after = after;
  story->second.visits.push_back(std::move(visit));
  return &story->second.visits.back();
}

void Settling::note_limit(const Facts& facts, uint32_t stage, int64_t after, __int128 used, const Causes& causes) {
  Visited* visit = note(facts, stage, after);
  if (visit == nullptr) return;
  visit->most = most(stage, facts);
  visit->used = used;
  visit->causes = causes.first;
  visit->more_causes = causes.more;
}

void Settling::Causes::add(const Facts& facts, int64_t amount) {
  constexpr size_t most_shown = 20;
  if (first.size() >= most_shown) {
    ++more;
    return;
  }
  first.push_back({facts.paid, facts.measure, facts.paid ? std::string(facts.key) : key_cells(facts.key), amount, facts.paid ? facts.day : 0, facts.run});
}

// ---- Through the stages ---------------------------------------------------------------------------------------------

int64_t Settling::most(uint32_t stage, const Facts& facts) const {
  const auto& visits = stages_.visits[facts.body];
  for (size_t i = 0; i < visits.size(); ++i) {
    if (visits[i].stage == stage) return visits[i].amount->fixed ? *visits[i].amount->fixed : facts.number(i);
  }
  return 0;
}

int64_t Settling::floor_to_unit(const Facts& facts, __int128 amount) const {
  const int64_t unit = terms_.bodies[facts.body].unit;
  if (amount <= 0) return 0;
  return static_cast<int64_t>(std::min<__int128>(amount / unit * unit, INT64_MAX));
}

Outcome Settling::reduce(const Facts& facts, uint32_t stage, int64_t after, uint32_t cause) {
  taken_[facts.measure] += facts.amount - after;
  std::string record;
  spill::put_ordered(record, facts.serial);
  spill::put(record, __builtin_bswap32(stage));
  spill::put(record, after);
  spill::put(record, cause);
  return reduced_->add(record);
}

Outcome Settling::forward(std::string_view record, const Facts& facts, uint32_t stage, int64_t amount) {
  if (amount < facts.amount) {
    if (Outcome outcome = reduce(facts, stage, amount); !outcome) return outcome;
  }
  if (amount == 0) return Nothing{};
  const auto& visits = stages_.visits[facts.body];
  for (size_t i = 0; i < visits.size(); ++i) {
    if (visits[i].stage <= stage) continue;
    codec_.forward(record_, record, facts, i, amount);
    return sorter(visits[i].stage).add(record_);
  }
  return Nothing{};
}

Outcome Settling::settle() {
  for (uint32_t stage = 0; stage < stages_.all.size(); ++stage) {
    if (!sorters_.contains(stage)) continue;
    const auto [kind, index] = stages_.all[stage];
    const Outcome outcome = kind == StageKind::filled   ? fill(stage, terms_.limits[index])
                            : kind == StageKind::choose ? choose(stage, terms_.chooses[index])
                            : kind == StageKind::limit  ? limit(stage, terms_.limits[index])
                                                        : spend(stage, terms_.pools[index]);
    if (!outcome) return outcome;
    sorters_.erase(stage);
  }
  auto records = reduced_->finish();
  if (!records) return records.failure();
  settled_ = std::move(*records);
  return Nothing{};
}

std::string Settling::reason(const Reduction& reduction) const {
  const auto [kind, index] = stages_.all[reduction.stage];
  if (kind == StageKind::choose) return "choose:" + catalogue_.measures[reduction.cause].name;
  if (kind == StageKind::pool) return "pool:" + terms_.pools[index].name;
  return terms_.limits[index].reason;
}

std::string Settling::reasons(const std::vector<Reduction>& reductions) const {
  std::string all;
  for (const Reduction& reduction : reductions) {
    const std::string one = reason(reduction);
    const bool said = (";" + all + ";").find(";" + one + ";") != std::string::npos;
    if (!said) all += (all.empty() ? "" : ";") + one;
  }
  return all;
}

}  // namespace huice::settlement
