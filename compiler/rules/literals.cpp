// Numbers with their units, converted exactly to base units.
#include "base/unicode/closest.h"
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

Rational whole(int64_t value) { return Rational(Integer(static_cast<long>(value))); }

void report_unknown_unit(Checker& checker, const std::string& name, Span span) {
  std::vector<std::string> known;
  for (const Unit& unit : all_units()) known.emplace_back(unit.name);
  auto& diagnostic = checker.report(Fault::unknown_unit, span, {{"unit", name}});
  if (auto close = unicode::closest(name, known))
    diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
}

const Unit* known_unit(Checker& checker, const std::string& name, Span span) {
  const Unit* unit = find_unit(name);
  if (!unit) report_unknown_unit(checker, name, span);
  return unit;
}

Type type_of(const Unit& unit) {
  Type type;
  type.dimension = unit.dimension;
  if (unit.kind == UnitKind::percent) type.share = Share::percent;
  if (unit.kind == UnitKind::point) type.share = Share::point;
  return type;
}

Maybe check_period(Checker& checker, const syntax::Number& number, const Unit& unit, Span span) {
  Rational count = number.digits * whole(number.suffix->magnitude) * whole(unit.numerator);
  // No date is more than 9,998 years from another.
  constexpr long most = 10000L * 366;
  if (number.digits.get_den() != 1 || count > most) {
    checker.report(Fault::bad_period, span);
    return {};
  }
  auto n = static_cast<int32_t>(count.get_num().get_si());
  Type type{.kind = Kind::period, .dimension = {}, .share = Share::none, .choice = {}};
  return make(checker, PeriodValue{unit.months ? Period{n, 0} : Period{0, n}}, type, span);
}

std::string magnitude_name(int64_t factor) {
  for (const Magnitude& magnitude : all_magnitudes()) {
    if (magnitude.factor == factor) return std::string(magnitude.name);
  }
  return {};
}

}  // namespace

std::optional<Scaled> check_suffix(Checker& checker, const syntax::UnitSuffix& suffix) {
  Scaled scaled;
  scaled.factor = whole(suffix.magnitude);
  if (!suffix.unit.empty()) {
    const Unit* unit = known_unit(checker, suffix.unit, suffix.span);
    if (!unit) return {};
    if (unit->kind == UnitKind::period) {
      checker.report(Fault::unit_not_allowed, suffix.span, {{"unit", suffix.unit}});
      return {};
    }
    scaled.type = type_of(*unit);
    scaled.factor *= whole(unit->numerator) / whole(unit->denominator);
  }
  if (!suffix.per.empty()) {
    const Unit* per = known_unit(checker, suffix.per, suffix.span);
    if (!per) return {};
    bool fits = per->kind == UnitKind::quantity || per->kind == UnitKind::count;
    if (!fits || scaled.type.share != Share::none) {
      checker.report(Fault::unit_not_allowed, suffix.span, {{"unit", fits ? suffix.unit : suffix.per}})
          .hint("a unit price is one quantity per another, such as 元/亩 or 元/人",
                "单价是一种量除以另一种量，如 元/亩、元/人");
      return {};
    }
    scaled.type.dimension = divide(scaled.type.dimension, per->dimension);
    scaled.factor *= whole(per->denominator) / (whole(per->numerator) * whole(suffix.per_magnitude));
  }
  return scaled;
}

std::string suffix_name(const syntax::UnitSuffix& suffix) {
  std::string name = magnitude_name(suffix.magnitude) + suffix.unit;
  if (!suffix.per.empty()) name += "/" + magnitude_name(suffix.per_magnitude) + suffix.per;
  return name;
}

Maybe check_number(Checker& checker, const syntax::Number& number, Span span) {
  if (!number.suffix) return make(checker, Number{number.digits}, Type{}, span, exactly(number.digits));
  const Unit* unit = find_unit(number.suffix->unit);
  if (unit && unit->kind == UnitKind::period && number.suffix->per.empty())
    return check_period(checker, number, *unit, span);
  auto scaled = check_suffix(checker, *number.suffix);
  if (!scaled) return {};
  Rational value = number.digits * scaled->factor;
  return make(checker, Number{value}, scaled->type, span, exactly(value));
}

}  // namespace huice::rules
