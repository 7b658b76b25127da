#include "runtime/settlement/settling.h"

#include <algorithm>
#include <atomic>

#include "base/threads.h"

namespace huice::settlement {
namespace {

constexpr size_t most_key_parts = 256, most_serial_parts = 1024;
constexpr uint64_t worth_a_thread = uint64_t{1} << 13;  // records

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

// ---- In -------------------------------------------------------------------------------------------------------------

Settling::Settling(const Catalogue& catalogue, spill::Room room, int threads, bool with_ledger)
    : catalogue_(catalogue), terms_(catalogue.settlement), stages_(terms_, with_ledger), codec_(stages_), room_(std::move(room)), threads_(threads),
      claims_(room_, (2 * stages_.all.size() + 1) * static_cast<size_t>(threads)), reductions_({room_.memory / 4, room_.folder}, static_cast<size_t>(threads)),
      key_parts_(claims_.parts(most_key_parts)) {
  for (const Pool& pool : terms_.pools) charged_.push_back({0, std::vector<__int128>(pool.quotas.size())});
  taken_.resize(catalogue.measures.size());
  for (const Stage& stage : stages_.all) parts_.push_back(no_claims(stage));
}

void Settling::take(Inbox inbox) {
  last_ = std::max(last_, inbox.last_);
  stories_.merge(inbox.stories_);
  for (size_t stage = 0; stage < parts_.size(); ++stage) {
    if (inbox.by_stage_[stage]) parts_[stage].take(std::move(*inbox.by_stage_[stage]));
  }
}

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
  std::string record;
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
    codec_.write_paid(record, digest.value(), *measure, payment);
    if (!payments_) payments_.emplace(inbox());
    if (Outcome outcome = payments_->add(record, stage); !outcome) return outcome;
  }
  return Nothing{};
}

// ---- For explanations -----------------------------------------------------------------------------------------------

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
  visit->most = codec_.most(facts);
  visit->used = used;
  visit->causes = causes.first;
  visit->more_causes = causes.more;
}

void Settling::add(Causes& causes, const Facts& facts, int64_t amount) const {
  constexpr size_t most_shown = 20;
  if (stories_.empty()) return;
  if (causes.first.size() >= most_shown) {
    ++causes.more;
  } else if (facts.paid) {
    const Codec::Paid paid = codec_.paid(facts);
    causes.first.push_back({true, facts.measure, std::string(paid.key), amount, paid.day, paid.run});
  } else {
    causes.first.push_back({false, facts.measure, key_cells(codec_.key(facts)), amount});
  }
}

// ---- Through the stages ---------------------------------------------------------------------------------------------

int64_t Settling::floor_to_unit(const Facts& facts, __int128 amount) const {
  const int64_t unit = terms_.bodies[facts.body].unit;
  if (amount <= 0) return 0;
  return static_cast<int64_t>(std::min<__int128>(amount / unit * unit, INT64_MAX));
}

Outcome Settling::reduce(Worker& worker, const Facts& facts, uint32_t stage, int64_t after, uint32_t cause) const {
  worker.taken[facts.measure] += facts.amount - after;
  if (add_reduction(worker.reduced, serial_parts_, {facts.serial, stage, after, cause})) return Nothing{};
  return worker.reduced.failure();
}

Outcome Settling::forward(Worker& worker, const Facts& facts, uint32_t stage, int64_t amount) const {
  if (amount < facts.amount) {
    if (Outcome outcome = reduce(worker, facts, stage, amount); !outcome) return outcome;
  }
  return amount == 0 ? Outcome(Nothing{}) : worker.next.forward(facts, amount);
}

Outcome Settling::settle(uint32_t stage, Worker& worker, const spill::SortedRecords& records) {
  const auto [kind, index] = stages_.all[stage];
  switch (kind) {
    case StageKind::filled: return fill(stage, worker, records);
    case StageKind::choose: return choose(stage, terms_.chooses[index], worker, records);
    case StageKind::limit: return limit(stage, terms_.limits[index], worker, records);
    case StageKind::pool: return spend(stage, terms_.pools[index], worker, records);
  }
  return Nothing{};
}

/// What earlier stages sent there.
void Settling::gather(uint32_t stage, std::vector<Worker>& workers) {
  for (Worker& worker : workers) {
    std::optional<spill::Scatter>& more = worker.next.by_stage_[stage];
    if (more) parts_[stage].take(std::move(*more));
    more.reset();
  }
}

/// Part after part, each by the thread that is free.
Outcome Settling::settle(uint32_t stage, std::vector<Worker>& workers) {
  spill::Parts& parts = parts_[stage];
  if (parts.records() == 0) return Nothing{};
  const int threads = static_cast<int>(std::clamp<uint64_t>(std::min<uint64_t>(parts.records() / worth_a_thread, parts.size()), 1, workers.size()));
  const int sorting = parts.size() == 1 ? threads_ : 1;
  const uint64_t memory = loading() * static_cast<uint64_t>(sorting);
  std::vector<Outcome> outcomes(workers.size(), Nothing{});
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  on_threads(threads, [&](int thread) {
    const auto at = static_cast<size_t>(thread);
    for (size_t part = next++; part < parts.size() && !failed; part = next++) {
      auto sorted = parts.sorted(part, memory, sorting);
      outcomes[at] = sorted ? settle(stage, workers[at], *sorted) : Outcome(sorted.failure());
      if (!outcomes[at]) failed = true;
      parts.drop(part);
    }
  });
  for (Outcome& outcome : outcomes) {
    if (!outcome) return outcome;
  }
  parts = no_claims(stages_.all[stage]);
  return Nothing{};
}

std::vector<Settling::Worker> Settling::start() {
  serial_parts_ = SerialParts::up_to(last_, reductions_.parts(most_serial_parts));
  reduced_ = spill::Parts(room_.folder, serial_parts_.count);
  std::vector<Worker> workers;
  for (int i = 0; i < threads_; ++i) workers.push_back({inbox(), reductions_.scatter(reductions_.overflow(), serial_parts_.count), std::vector<__int128>(taken_.size())});
  return workers;
}

void Settling::finish(std::vector<Worker> workers) {
  for (Worker& worker : workers) {
    reduced_.take(std::move(worker.reduced));
    for (size_t i = 0; i < taken_.size(); ++i) taken_[i] += worker.taken[i];
  }
}

Outcome Settling::settle() {
  if (payments_) take(std::move(*payments_));
  std::vector<Worker> workers = start();
  for (uint32_t stage = 0; stage < stages_.all.size(); ++stage) {
    gather(stage, workers);
    if (Outcome outcome = settle(stage, workers); !outcome) return outcome;
  }
  finish(std::move(workers));
  claims_.release();
  return Nothing{};
}

Outcome Settling::settle_once() {
  std::vector<Worker> workers = start();
  for (uint32_t stage = 0; stage < stages_.all.size(); ++stage) {
    if (Outcome outcome = settle(stage, workers); !outcome) return outcome;
  }
  for (uint32_t stage = 0; stage < stages_.all.size(); ++stage) gather(stage, workers);
  finish(std::move(workers));
  return Nothing{};
}

Outcome Settling::each_taken(const std::function<Outcome(uint32_t stage, const Facts& facts)>& visit) const {
  for (uint32_t stage = 0; stage < stages_.all.size(); ++stage) {
    for (size_t part = 0; part < parts_[stage].size() && parts_[stage].records() > 0; ++part) {
      auto sorted = parts_[stage].sorted(part, loading());
      if (!sorted) return sorted.failure();
      if (Outcome outcome = each(stage, *sorted, [&](const Facts& facts) { return visit(stage, facts); }); !outcome) return outcome;
    }
  }
  return Nothing{};
}

std::string Settling::reason(const Reduction& reduction) const {
  const auto [kind, index] = stages_.all[reduction.stage];
  if (kind == StageKind::choose) return "choose:" + catalogue_.measures[reduction.cause].name;
  if (kind == StageKind::pool) return "pool:" + terms_.pools[index].name;
  return terms_.limits[index].reason;
}

void Settling::append_reasons(std::string& out, const std::vector<Reduction>& reductions) const {
  for (size_t i = 0; i < reductions.size(); ++i) {
    const std::string one = reason(reductions[i]);
    const auto same = [&](const Reduction& before) { return reason(before) == one; };
    if (std::any_of(reductions.begin(), reductions.begin() + static_cast<ptrdiff_t>(i), same)) continue;
    if (i > 0) out += ';';
    out += one;
  }
}

}  // namespace huice::settlement
