#include "compiler/samples/draws.h"

#include <algorithm>

namespace huice::samples {
namespace {

constexpr int64_t seconds_per_day = 86'400;
constexpr Date default_first{19'723};  // 2024-01-01
constexpr Date default_last{20'088};   // 2024-12-31
constexpr Date earliest{-719'162};     // 0001-01-01
constexpr Date latest{2'932'896};      // 9999-12-31

/// Log-uniform between lo and hi, 1 ≤ lo ≤ hi: an octave first, then a value in it.
__int128 log_between(__int128 lo, __int128 hi, Random& random) {
  uint64_t octaves = 1;
  while ((lo << octaves) < hi && octaves < 100) ++octaves;
  __int128 from = lo << random.below(octaves);
  return random.between(from, std::min(hi, 2 * from));
}

int32_t clamp_day(int64_t day) { return static_cast<int32_t>(std::clamp<int64_t>(day, earliest.days, latest.days)); }

/// Premiums, fees and grants are small beside an enterprise's other figures.
bool small_money(std::string_view label) {
  for (std::string_view word : {"保费", "费用", "补助", "补贴", "资助", "支持", "奖励", "premium", "fee", "grant"}) {
    if (label.find(word) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

Size Size::draw(Random& random) { return {static_cast<int64_t>(log_between(300'000, 600'000'000, random))}; }

FieldDraw::FieldDraw(const rules::Program& rules, rules::EntityId entity, rules::FieldIndex index,
                     const batch::Field& column, const std::vector<rules::ExprId>& constants)
    : kind_(column.kind), key_(column.key), required_(column.required), choices_(column.codes.size()) {
  const rules::Field& field = rules.entities[entity].fields[index];
  derived_ = column.derived;
  if (derived_) return;
  if (numeric()) {
    money_ = is_money(field.type.dimension);
    small_ = money_ && (small_money(column.label) || small_money(column.name));
    ranged_ = field.range_declared;
    set_number_bounds(column);
  }
  if (timed()) set_days(rules, entity, index);
  text_ = text_kind(column.label, rules.entities[entity].label);
  for (rules::ExprId constant : constants) add_constant(rules.exprs[constant], column);
}

void FieldDraw::set_number_bounds(const batch::Field& column) {
  percent_ = column.percent;
  whole_ = column.whole;
  lo_ = column.lo;
  hi_ = column.hi;
  Rational per_base = steps_per_base_unit(column.layout);
  Rational unit(static_cast<long>(column.units.front().num), static_cast<unsigned long>(column.units.front().den));
  unit.canonicalize();
  if (percent_) unit = Rational(1, 100);
  unit_ = std::max<__int128>(1, to_int128(floor(unit * per_base)).value_or(1));
  if (money_) yuan_ = std::max<__int128>(1, to_int128(floor(per_base)).value_or(1));
}

/// Most dates fall where the measures dated by the field are in force, else into the five years before that.
void FieldDraw::set_days(const rules::Program& rules, rules::EntityId entity, rules::FieldIndex field) {
  std::optional<Date> from, to;
  bool dates_a_measure = false;
  for (const rules::Measure& measure : rules.measures) {
    for (const rules::Measure* body : rules::bodies_of(measure)) {
      if (measure.entity != entity || !body->in_force) continue;
      dates_a_measure = dates_a_measure || body->dated == field;
      const auto& range = *body->in_force;
      if (range.from) from = from ? std::min(*from, *range.from) : *range.from;
      if (range.to) to = to ? std::max(*to, *range.to) : *range.to;
    }
  }
  Date first = from.value_or(to ? Date{clamp_day(to->days - 730)} : default_first);
  Date last = to.value_or(from ? Date{clamp_day(from->days + 730)} : default_last);
  first_day_ = dates_a_measure ? first.days : clamp_day(first.days - 5 * 365);
  last_day_ = last.days;
  int64_t scale = kind_ == batch::Kind::datetime ? seconds_per_day : 1;
  lo_ = earliest.days * scale;
  hi_ = (latest.days + 1) * scale - 1;
}

void FieldDraw::add_constant(const rules::Expr& expr, const batch::Field& column) {
  if (auto* text = std::get_if<rules::Text>(&expr.node)) texts_.push_back(text->value);
  if (auto* date = std::get_if<rules::DateValue>(&expr.node)) constants_.push_back(date->value.days);
  if (auto* instant = std::get_if<rules::DateTimeValue>(&expr.node)) constants_.push_back(instant->value.day().days);
  if (auto* number = std::get_if<rules::Number>(&expr.node)) {
    auto n = to_int128(floor(number->value * steps_per_base_unit(column.layout)));
    if (n && *n != 0) constants_.push_back(*n);
  }
}

/// Keeps a few leading figures, more seldom all of them.
__int128 FieldDraw::round_figure(__int128 n, Random& random) const {
  if (whole_) return n;
  std::vector<__int128> grains;
  if (money_) {
    if (n >= 1'000'000 * yuan_)
      grains = {10'000 * yuan_, 10'000 * yuan_, 100'000 * yuan_, yuan_, 1};
    else if (n >= 1'000 * yuan_)
      grains = {100 * yuan_, 100 * yuan_, 1'000 * yuan_, yuan_, 1};
    else
      grains = {yuan_, yuan_, 1};
  } else {
    grains = {unit_, unit_, percent_ ? unit_ / 2 : unit_ / 10, unit_ / 100};
  }
  __int128 grain = std::max<__int128>(1, random.pick(grains));
  return n - n % grain;
}

__int128 FieldDraw::draw_number(const Size& size, Random& random) const {
  uint64_t dice = random.below(100);
  if (dice < 2 && lo_ <= 0 && hi_ >= 0) return 0;
  __int128 n = 0;
  if (!constants_.empty() && dice < 65) {
    __int128 near = random.pick(constants_);
    __int128 magnitude = std::max<__int128>(8, near < 0 ? -near : near);
    n = log_between(magnitude / 8, magnitude * 4, random);
    if (near < 0) n = -n;
  } else if (ranged_ && hi_ - lo_ <= 1'000'000 * unit_) {
    n = random.between(lo_, hi_);
  } else if (money_) {
    __int128 around = size.yuan * yuan_ / (small_ ? 64 : 1);
    n = log_between(std::max<__int128>(1'000 * yuan_, around / 32), std::max<__int128>(2'000 * yuan_, around * 2), random);
  } else if (percent_) {
    n = random.between(unit_, 100 * unit_);
  } else {
    n = log_between(unit_, (dice >= 97 ? 10'000 : whole_ ? 64 : 1'000) * unit_, random);
  }
  if (lo_ < 0 && !ranged_ && random.chance(10)) n = -n;
  return std::clamp(round_figure(n, random), lo_, hi_);
}

__int128 FieldDraw::draw_day(Random& random) const {
  uint64_t dice = random.below(100);
  if (!constants_.empty() && dice < 35)
    return clamp_day(static_cast<int64_t>(random.pick(constants_)) + static_cast<int64_t>(random.below(241)) - 120);
  int64_t first = first_day_, last = last_day_;
  if (dice >= 94) first -= 400, last += 400;
  return clamp_day(first + static_cast<int64_t>(random.below(static_cast<uint64_t>(last - first + 1))));
}

void FieldDraw::draw_text(std::string& out, Random& random) const {
  if (!texts_.empty() && random.chance(75)) {
    out += random.pick(texts_);
    return;
  }
  if (text_ == TextKind::company) return append_company(out, random);
  if (text_ == TextKind::institution) return append_institution(out, random);
  append_key(out, text_, 1 + random.below(500'000));
}

Cell FieldDraw::draw(const Size& size, Random& random) const {
  Cell cell;
  if (derived_) return cell;
  cell.known = true;
  switch (kind_) {
    case batch::Kind::number:
      cell.n = draw_number(size, random);
      break;
    case batch::Kind::boolean:
      cell.n = random.chance(65) ? 1 : 0;
      break;
    case batch::Kind::choice:
      cell.n = static_cast<__int128>(random.below(std::max<size_t>(1, choices_)));
      break;
    case batch::Kind::set:
      for (size_t i = 0; i < choices_; ++i) {
        if (random.chance(30)) cell.n |= static_cast<__int128>(uint64_t{1} << i);
      }
      break;
    case batch::Kind::date:
      cell.n = draw_day(random);
      break;
    case batch::Kind::datetime:
      cell.n = draw_day(random) * seconds_per_day + static_cast<__int128>(random.below(seconds_per_day));
      break;
    case batch::Kind::text:
      draw_text(cell.text, random);
      break;
  }
  return cell;
}

bool FieldDraw::wants(std::string_view text) const { return std::find(texts_.begin(), texts_.end(), text) != texts_.end(); }

__int128 FieldDraw::number_key(uint64_t number) const {
  return std::min(hi_, std::max<__int128>(0, lo_) + static_cast<__int128>(number) * unit_);
}

FieldDraw FieldDraw::presence() { return FieldDraw(); }

}  // namespace huice::samples
