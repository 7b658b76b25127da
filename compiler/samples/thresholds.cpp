#include "compiler/samples/thresholds.h"

#include <algorithm>

#include "base/rational.h"

namespace huice::samples {
namespace {

using Kind = Threshold::Kind;

bool known_number(const reference::Evaluated& value) {
  return value.known() && std::holds_alternative<const Rational*>(value.value);
}

/// Numbers in base units, dates in days, datetimes in seconds.
std::optional<Rational> as_number(const reference::Evaluated& value) {
  if (!value.known()) return std::nullopt;
  if (known_number(value)) return value.number();
  if (auto* date = std::get_if<Date>(&value.value)) return Rational(date->days);
  if (auto* instant = std::get_if<DateTime>(&value.value)) return Rational(static_cast<long>(instant->seconds));
  return std::nullopt;
}

/// The amount on its way through `pay`, in rounding units, before bound `index`; with it that bound, rounded inward.
struct AtBound {
  Integer amount, limit;
  bool bounded_before = false;
};

std::optional<AtBound> at_bound(Probe& probe, size_t index, const Rational& exact) {
  const rules::Measure& measure = probe.measure();
  AtBound result;
  result.amount = round(exact / measure.rounding.unit, measure.rounding.mode);
  for (size_t i = 0;; ++i) {
    const auto& [kind, expr] = measure.pay->bounds[i];
    auto bound = probe.evaluate(expr);
    if (!known_number(bound)) return std::nullopt;
    bool at_most = kind == rules::BoundKind::at_most;
    result.limit = round(bound.number() / measure.rounding.unit, at_most ? Rounding::floor : Rounding::ceil);
    if (i == index) return result;
    if (at_most ? result.amount > result.limit : result.amount < result.limit) {
      result.amount = result.limit;
      result.bounded_before = true;
    }
  }
}

bool right_variant(Probe& probe, const Threshold& threshold) {
  if (!threshold.constant) return true;
  auto side = probe.evaluate(threshold.constant_side);
  return known_number(side) && side.number() == *threshold.constant;
}

/// Left less right, as fine as it goes: of `pay` in rounding units, unrounded. The applicant is loaded.
std::optional<Rational> exact_distance(Probe& probe, const Threshold& threshold) {
  if (threshold.kind == Kind::day) {
    auto date = probe.date();
    return date ? std::optional(Rational(date->days - threshold.day.days)) : std::nullopt;
  }
  if (!right_variant(probe, threshold)) return std::nullopt;
  auto left = as_number(probe.evaluate(threshold.left));
  if (!left) return std::nullopt;
  if (threshold.kind == Kind::zero) return left;
  if (threshold.kind == Kind::pay_bound) {
    auto reached = at_bound(probe, threshold.bound, *left);
    if (!reached || reached->bounded_before) return std::nullopt;
    return Rational(*left / probe.measure().rounding.unit - Rational(reached->limit));
  }
  auto right = as_number(probe.evaluate(threshold.right));
  if (!right) return std::nullopt;
  return Rational(*left - *right);
}

std::optional<Rational> exact_distance(Probe& probe, const Threshold& threshold, const Cells& cells) {
  probe.load(cells);
  return exact_distance(probe, threshold);
}

/// Of `pay`: what the rounded amount is above the rounded bound.
std::optional<Integer> amount_above_bound(Probe& probe, const Threshold& threshold, const Cells& cells) {
  probe.load(cells);
  if (!right_variant(probe, threshold)) return std::nullopt;
  auto exact = as_number(probe.evaluate(threshold.left));
  if (!exact) return std::nullopt;
  auto reached = at_bound(probe, threshold.bound, *exact);
  if (!reached || reached->bounded_before) return std::nullopt;
  return Integer(reached->amount - reached->limit);
}

/// With the pivot moved by `by`; missing outside its range.
std::optional<Rational> distance_when_moved(Probe& probe, const Threshold& threshold, Cells& cells, __int128 by) {
  Cell& pivot = cells[threshold.pivot];
  if (!pivot.known) return std::nullopt;
  pivot.n += by;
  auto distance = exact_distance(probe, threshold, cells);
  pivot.n -= by;
  return distance;
}

__int128 magnitude(__int128 n) { return n < 0 ? -n : n; }

/// Secant steps towards distance `target`; the pivot ends at the nearest whole number of steps.
bool approach(Probe& probe, const Threshold& threshold, const FieldDraw& draw, const Rational& target, Cells& cells) {
  Cell& pivot = cells[threshold.pivot];
  for (int round_number = 0; round_number < 8; ++round_number) {
    auto here = exact_distance(probe, threshold, cells);
    if (!here) return false;
    if (*here == target) return true;
    __int128 stride = std::max(threshold.unit, magnitude(pivot.n) / 16);
    if (pivot.n + stride > draw.hi()) stride = -stride;
    auto there = distance_when_moved(probe, threshold, cells, stride);
    if (!there || *there == *here) return false;
    Rational steps;
    set_number(steps, batch::Layout{}, stride);
    steps *= Rational(target - *here) / Rational(*there - *here);
    auto move = to_int128(round(steps, Rounding::half_up));
    if (!move) return false;
    __int128 next = std::clamp(pivot.n + *move, draw.lo(), draw.hi());
    if (next == pivot.n) return true;
    pivot.n = next;
  }
  return true;
}

void set_pivot(const Probe& probe, Threshold& threshold, rules::FieldIndex pivot) {
  threshold.pivot = pivot;
  threshold.unit = 1;
  if (probe.schema().fields[pivot].kind != batch::Kind::datetime) return;
  bool by_second =
      threshold.kind == Kind::operands && probe.rules().exprs[threshold.left].type.kind == rules::Kind::datetime;
  if (!by_second) threshold.unit = 86'400;
}

bool reach(Probe& probe, const Threshold& threshold, Side side, const FieldDraw& draw, Cells& cells) {
  Cell& pivot = cells[threshold.pivot];
  bool pay = threshold.kind == Kind::pay_bound;
  if (!approach(probe, threshold, draw, pay ? static_cast<int>(side) : 0, cells)) return false;
  if (!pay) {
    auto reached = exact_distance(probe, threshold, cells);
    if (!reached || *reached != 0) return false;
    pivot.n += static_cast<int>(side) * threshold.unit;
  }
  if (pivot.n < draw.lo() || pivot.n > draw.hi()) return false;
  return side_of(probe, threshold, cells) == side;
}

}  // namespace

std::optional<Side> side_of(Probe& probe, const Threshold& threshold, Cells& cells) {
  if (threshold.kind == Kind::pay_bound) {
    auto above = amount_above_bound(probe, threshold, cells);
    if (!above || *above < -1 || *above > 1) return std::nullopt;
    return static_cast<Side>(above->get_si());
  }
  auto here = exact_distance(probe, threshold, cells);
  if (!here) return std::nullopt;
  if (*here == 0) return Side::at;
  auto above_by_one = distance_when_moved(probe, threshold, cells, threshold.unit);
  if (above_by_one && *above_by_one == 0) return Side::below;
  // Where the distance is a straight line, the other side need not be tried unless the line meets zero there.
  if (above_by_one && Rational(2 * *here) != *above_by_one) return std::nullopt;
  auto below_by_one = distance_when_moved(probe, threshold, cells, -threshold.unit);
  if (below_by_one && *below_by_one == 0) return Side::above;
  return std::nullopt;
}

bool move_to(Probe& probe, const Threshold& threshold, Side side, const std::vector<FieldDraw>& draws, Cells& cells) {
  Cell& pivot = cells[threshold.pivot];
  if (!pivot.known) return false;
  __int128 before = pivot.n;
  if (reach(probe, threshold, side, draws[threshold.pivot], cells)) return true;
  pivot.n = before;
  return false;
}

bool choose_pivot(Probe& probe, Threshold& threshold, const std::vector<FieldDraw>& draws, Random& random) {
  constexpr int applicants = 48;
  std::vector<int> successes(threshold.movable.size());
  for (int i = 0; i < applicants; ++i) {
    Cells drawn(draws.size());
    Size size = Size::draw(random);
    for (uint32_t field : probe.inputs()) drawn[field] = draws[field].draw(size, random);
    for (size_t candidate = 0; candidate < threshold.movable.size(); ++candidate) {
      Cells cells = drawn;
      set_pivot(probe, threshold, threshold.movable[candidate]);
      successes[candidate] += move_to(probe, threshold, Side::at, draws, cells);
    }
  }
  int best = successes.empty() ? 0 : *std::max_element(successes.begin(), successes.end());
  if (best == 0) return false;
  // The first that does nearly as well: in what the author wrote, the pivot mostly stands left.
  auto good = std::find_if(successes.begin(), successes.end(), [&](int count) { return 2 * count >= best; });
  set_pivot(probe, threshold, threshold.movable[static_cast<size_t>(good - successes.begin())]);
  return true;
}

}  // namespace huice::samples
