#include "compiler/samples/hunter.h"

#include <algorithm>
#include <set>

#include "compiler/samples/constants.h"

namespace huice::samples {
namespace {

using reference::Verdict;
using Kind = Goal::Kind;

constexpr size_t kept = 64;       // eligible applicants to start from
constexpr int climb_budget = 80;  // decisions for one climb from a random applicant to an eligible one

void append_all(std::vector<rules::FieldIndex>& into, const std::vector<rules::FieldIndex>& more) {
  for (auto field : more) {
    if (std::find(into.begin(), into.end(), field) == into.end()) into.push_back(field);
  }
}

size_t count(const reference::Bits& bits, size_t size) {
  size_t result = 0;
  for (size_t i = 0; i < size; ++i) result += bits.test(i);
  return result;
}

/// 0 is eligible; the lower, the nearer to it.
size_t distance(const Verdict& verdict, size_t conditions) {
  if (verdict.status == Status::eligible) return 0;
  if (verdict.status == Status::ineligible) return 10 + count(verdict.failed, conditions);
  return verdict.status == Status::not_in_force ? 10'000 : 5;
}

}  // namespace

Hunter::Hunter(Probe probe, const std::vector<FieldDraw>& draws, uint64_t seed)
    : probe_(std::move(probe)), draws_(draws), random_(seed) {
  const Relations& relations = probe_.relations();
  const rules::Measure& measure = probe_.measure();
  for (Threshold& threshold : list_thresholds(relations, measure)) {
    // Those that nothing can bring about stay, to be reported.
    choose_pivot(probe_, threshold, draws_, random_);
    thresholds_.push_back(std::move(threshold));
  }
  for (Threshold& divisor : list_divisors(relations, measure)) {
    if (choose_pivot(probe_, divisor, draws_, random_)) divisors_.push_back(std::move(divisor));
  }
  for (const auto& condition : measure.conditions) {
    auto fields = relations.cells_of(condition.test, true);
    if (condition.unless) append_all(fields, relations.cells_of(*condition.unless, true));
    condition_fields_.push_back(std::move(fields));
  }
  condition_thresholds_.resize(measure.conditions.size());
  for (size_t i = 0; i < thresholds_.size(); ++i) {
    if (thresholds_[i].condition) condition_thresholds_[*thresholds_[i].condition].push_back(i);
  }
  const auto& fields = probe_.schema().fields;
  members_ = relations.presences();
  for (uint32_t field : probe_.inputs()) {
    if (draws_[field].numeric()) numbers_.push_back(field);
    if (draws_[field].may_be_missing() && relations.of_first(field)) (fields[field].decided ? decided_ : stated_).push_back(field);
  }
}

// ---- Applicants to start from ---------------------------------------------------------------------------------------

Cells Hunter::draw_all() {
  Cells cells(draws_.size());
  Size size = Size::draw(random_);
  for (uint32_t field : probe_.inputs()) cells[field] = draws_[field].draw(size, random_);
  return cells;
}

void Hunter::redraw(Cells& cells, rules::FieldIndex field) {
  cells[field] = draws_[field].draw(Size::draw(random_), random_);
}

void Hunter::redraw_one_of(Cells& cells, const std::vector<rules::FieldIndex>& fields) {
  if (!fields.empty()) redraw(cells, random_.pick(fields));
}

/// Onto a threshold, and mostly some way across it.
void Hunter::cross(Cells& cells, const Threshold& threshold) {
  Side side = static_cast<Side>(static_cast<int>(random_.below(3)) - 1);
  if (!move_to(probe_, threshold, side, draws_, cells) || random_.chance(30)) return;
  const FieldDraw& draw = draws_[threshold.pivot];
  __int128& n = cells[threshold.pivot].n;
  __int128 way = std::max<__int128>(threshold.unit, (n < 0 ? -n : n) / static_cast<int>(1 + random_.below(20)));
  if (draw.timed()) way = threshold.unit * static_cast<int>(1 + random_.below(200));
  n = std::clamp(random_.chance(50) ? n + way : n - way, draw.lo(), draw.hi());
}

void Hunter::change_condition(Cells& cells, size_t condition) {
  const auto& nearby = condition_thresholds_[condition];
  if (!nearby.empty() && random_.chance(35)) return cross(cells, thresholds_[random_.pick(nearby)]);
  redraw_one_of(cells, condition_fields_[condition]);
}

/// A change that may bring the applicant nearer to eligible.
void Hunter::change_for(Cells& cells, const Verdict& verdict) {
  if (verdict.status == Status::not_in_force) {
    if (probe_.measure().dated) redraw(cells, *probe_.measure().dated);
    return;
  }
  std::vector<size_t> failed;
  for (size_t i = 0; i < condition_fields_.size(); ++i) {
    if (verdict.failed.test(i)) failed.push_back(i);
  }
  if (failed.empty()) return redraw_one_of(cells, probe_.inputs());
  change_condition(cells, random_.pick(failed));
}

bool Hunter::climb(Cells& cells, int budget) {
  size_t conditions = condition_fields_.size();
  Verdict verdict = probe_.decide(cells);
  for (int i = 0; i < budget; ++i) {
    if (verdict.status == Status::eligible) return true;
    Cells changed = cells;
    change_for(changed, verdict);
    Verdict then = probe_.decide(changed);
    if (distance(then, conditions) > distance(verdict, conditions)) continue;
    cells = std::move(changed);
    verdict = std::move(then);
  }
  return verdict.status == Status::eligible;
}

void Hunter::keep(const Cells& cells) {
  if (eligible_.size() < kept) {
    eligible_.push_back(cells);
    return;
  }
  eligible_[next_kept_] = cells;
  next_kept_ = (next_kept_ + 1) % kept;
}

/// An eligible applicant where there is one: a new one at times, else a known one with some cells drawn anew.
Cells Hunter::base() {
  if (eligible_.empty()) return draw_all();
  Cells cells = draw_all();
  if (random_.chance(15) && climb(cells, climb_budget)) {
    keep(cells);
    return cells;
  }
  cells = random_.pick(eligible_);
  for (int i = 0; i < 2; ++i) {
    Cells changed = cells;
    redraw_one_of(changed, probe_.inputs());
    if (probe_.decide(changed).status == Status::eligible) cells = std::move(changed);
  }
  return cells;
}

// ---- Goals ----------------------------------------------------------------------------------------------------------

std::vector<Goal> Hunter::list_goals() {
  for (size_t i = 0; i < 2 * kept && eligible_.size() < kept; ++i) find({Kind::eligible}, 1);
  std::vector<Goal> goals{{Kind::eligible}};
  size_t conditions = condition_fields_.size();
  for (size_t i = 0; i < conditions; ++i) {
    if (!probe_.measure().conditions[i].hidden) goals.push_back({Kind::fails_only, i});
  }
  if (conditions > 0) goals.push_back({Kind::fails});
  for (auto field : stated_) goals.push_back({Kind::undetermined, field});
  for (size_t i = 0; i < members_.size(); ++i) goals.push_back({Kind::without_members, i});
  if (stated_.size() > 1) goals.push_back({Kind::undetermined_several});
  for (auto field : decided_) goals.push_back({Kind::referred, field});
  if (decided_.size() > 1) goals.push_back({Kind::referred_several});
  if (probe_.measure().dated && probe_.measure().in_force) goals.push_back({Kind::not_in_force});
  for (size_t i = 0; i < thresholds_.size(); ++i) {
    for (Side side : {Side::below, Side::at, Side::above}) goals.push_back({Kind::threshold, i, side});
  }
  return goals;
}

std::vector<Goal> Hunter::list_errors(int attempts) {
  std::set<uint16_t> codes;
  for (int i = 0; i < attempts; ++i) {
    Cells cells = random_.chance(75) ? base() : draw_all();
    disturb(cells);
    uint16_t code = probe_.decide(cells).error;
    if (code != 0) codes.insert(code);
  }
  std::vector<Goal> goals;
  for (uint16_t code : codes) goals.push_back({Kind::error, code});
  return goals;
}

/// What leads to errors: divisors of zero, figures at the end of their range, early dates.
void Hunter::disturb(Cells& cells) {
  uint64_t dice = random_.below(100);
  if (dice < 40 && !divisors_.empty()) {
    move_to(probe_, random_.pick(divisors_), Side::at, draws_, cells);
    return;
  }
  if (dice < 50 && probe_.measure().dated) return redraw(cells, *probe_.measure().dated);
  if (numbers_.empty()) return redraw_one_of(cells, probe_.inputs());
  for (uint64_t times = 1 + random_.below(2); times > 0; --times) {
    rules::FieldIndex field = random_.pick(numbers_);
    const FieldDraw& draw = draws_[field];
    uint64_t which = random_.below(4);
    if (which == 0) cells[field].n = std::clamp<__int128>(0, draw.lo(), draw.hi());
    if (which == 1) cells[field].n = draw.hi();
    if (which == 2) cells[field].n = draw.lo();
    if (which == 3) redraw(cells, field);
  }
}

std::optional<Cells> Hunter::find(const Goal& goal, int attempts) {
  for (int i = 0; i < attempts; ++i) {
    Cells cells = goal.kind == Kind::fails || eligible_.empty() ? draw_all() : base();
    if (attempt(goal, i > attempts / 2, cells)) return cells;
  }
  return std::nullopt;
}

bool Hunter::attempt(const Goal& goal, bool last_resort, Cells& cells) {
  switch (goal.kind) {
    case Kind::eligible:
      return eligible(cells);
    case Kind::fails:
      return probe_.decide(cells).status == Status::ineligible;
    case Kind::fails_only:
      return fails_only(goal.index, cells);
    case Kind::error:
      disturb(cells);
      return probe_.decide(cells).error == goal.index;
    case Kind::undetermined:
    case Kind::referred:
      return lacks(goal, cells);
    case Kind::undetermined_several:
      return lacks_several(false, cells);
    case Kind::referred_several:
      return lacks_several(true, cells);
    case Kind::without_members:
      for (const uint32_t present : members_[goal.index]) cells[present].n = 0;
      return true;
    case Kind::not_in_force:
      return outside(cells);
    case Kind::threshold:
      return beside(goal, last_resort, cells);
  }
  return false;
}

/// One in two starts afresh; one in eight leaves out what is not needed.
bool Hunter::eligible(Cells& cells) {
  if (eligible_.size() < kept || random_.chance(50)) cells = draw_all();
  if (!climb(cells, climb_budget)) return false;
  keep(cells);
  if (stated_.empty() || !random_.chance(12)) return true;
  Cells fewer = cells;
  fewer[random_.pick(random_.chance(50) || decided_.empty() ? stated_ : decided_)] = Cell{};
  if (probe_.decide(fewer).status == Status::eligible) cells = std::move(fewer);
  return true;
}

bool Hunter::fails_only(size_t condition, Cells& cells) {
  Cells changed = cells;
  for (int i = 0; i < 4; ++i) {
    change_condition(changed, condition);
    Verdict verdict = probe_.decide(changed);
    if (verdict.status != Status::ineligible) continue;
    if (verdict.failed.test(condition) && count(verdict.failed, condition_fields_.size()) == 1) {
      cells = std::move(changed);
      return true;
    }
    changed = cells;
  }
  return false;
}

bool Hunter::lacks(const Goal& goal, Cells& cells) {
  if (random_.chance(50)) redraw_one_of(cells, probe_.inputs());
  cells[goal.index] = Cell{};
  return probe_.decide(cells).status == (goal.kind == Kind::referred ? Status::referred : Status::undetermined);
}

bool Hunter::lacks_several(bool decided, Cells& cells) {
  const auto& fields = decided ? decided_ : stated_;
  for (size_t i = 0; i < 1 + random_.below(fields.size()); ++i) cells[random_.pick(fields)] = Cell{};
  Verdict verdict = probe_.decide(cells);
  return verdict.status == (decided ? Status::referred : Status::undetermined) &&
         count(verdict.missing, probe_.reasons()) > 1;
}

bool Hunter::outside(Cells& cells) {
  redraw(cells, *probe_.measure().dated);
  return probe_.decide(cells).status == Status::not_in_force;
}

bool Hunter::beside(const Goal& goal, bool last_resort, Cells& cells) {
  const Threshold& threshold = thresholds_[goal.index];
  if (random_.chance(40)) redraw_one_of(cells, threshold.movable);
  if (random_.chance(20)) redraw_one_of(cells, probe_.inputs());
  if (!move_to(probe_, threshold, goal.side, draws_, cells)) return false;
  return last_resort || decisive(threshold, probe_.decide(cells));
}

/// Whether being on this side is what settles the decision.
bool Hunter::decisive(const Threshold& threshold, const Verdict& verdict) const {
  if (verdict.status == Status::eligible) return true;
  if (threshold.kind == Threshold::Kind::day) return verdict.status == Status::not_in_force;
  if (!threshold.condition || verdict.status != Status::ineligible) return false;
  return verdict.failed.test(*threshold.condition) && count(verdict.failed, condition_fields_.size()) == 1;
}

}  // namespace huice::samples
