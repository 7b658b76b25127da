#include "compiler/explanation/display.h"

namespace huice::explanation {
namespace {

using diagnostics::Language;

/// How many decimal places an ending decimal has; -1: it never ends.
int decimal_places(const Rational& value) {
  Integer den = value.get_den();
  int twos = 0, fives = 0;
  for (; mpz_divisible_ui_p(den.get_mpz_t(), 2); ++twos) den /= 2;
  for (; mpz_divisible_ui_p(den.get_mpz_t(), 5); ++fives) den /= 5;
  return den == 1 ? std::max(twos, fives) : -1;
}

std::string decimal(const Rational& value, int places) {
  Integer scaled = Rational(abs(value) * power_of_ten(places)).get_num();
  std::string digits = scaled.get_str();
  if (digits.size() <= static_cast<size_t>(places)) digits.insert(0, static_cast<size_t>(places) + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - static_cast<size_t>(places), ".");
  return value < 0 ? "-" + digits : digits;
}

/// `8万元`, `3.5亿元`; plain yuan where that is no longer.
std::string short_money(const Rational& yuan) {
  struct Scale {
    int exponent;
    const char* unit;
  };
  for (Scale scale : {Scale{8, "亿元"}, Scale{4, "万元"}}) {
    Rational scaled = yuan * power_of_ten(-scale.exponent);
    int places = decimal_places(scaled);
    if (abs(scaled) >= 1 && places >= 0 && places <= 2) return decimal(scaled, places) + scale.unit;
  }
  return plain(yuan) + "元";
}

std::string percent(const Rational& value, const char* sign) {
  Rational hundredfold = value * 100;
  if (decimal_places(hundredfold) >= 0) return plain(hundredfold) + sign;
  return plain(value) + " (≈" + approximate(hundredfold, 4) + sign + ")";
}

bool is(const Dimension& dimension, std::initializer_list<Dimension::Power> powers) {
  return dimension.powers == std::vector<Dimension::Power>(powers);
}

struct Shown {
  Rational factor;
  std::string unit;
};

/// In the first unit that makes a whole number, else an ending decimal, else the base unit.
std::string best(const Rational& value, const std::vector<Shown>& units) {
  const Shown* choice = nullptr;
  int fewest = INT32_MAX;
  for (const Shown& unit : units) {
    int places = decimal_places(value / unit.factor);
    if (places >= 0 && places < fewest) {
      choice = &unit;
      fewest = places;
    }
  }
  if (choice) return plain(value / choice->factor) + choice->unit;
  return plain(value) + units.front().unit + " (≈" + approximate(value, 4) + ")";
}

std::string dimensioned(const Rational& value, const Dimension& dimension) {
  using enum Base;
  static const Rational mu(2000, 3);
  if (is(dimension, {{area, 1}})) return best(value, {{1, "平方米"}, {mu, "亩"}});
  if (is(dimension, {{yuan, 1}, {area, -1}})) return best(value, {{1, "元/平方米"}, {1 / mu, "元/亩"}});
  return best(value, {{1, to_string(dimension)}});
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string period(Period value, Language language) {
  bool zh = language == Language::zh;
  if (value.months != 0 && value.months % 12 == 0) return std::to_string(value.months / 12) + (zh ? "年" : " years");
  if (value.months != 0) return std::to_string(value.months) + (zh ? "个月" : " months");
  return std::to_string(value.days) + (zh ? "日" : " days");
}

}  // namespace

std::string plain(const Rational& value) {
  int places = decimal_places(value);
  return places >= 0 ? decimal(value, places) : value.get_str();
}

std::string approximate(const Rational& value, int digits) {
  return plain(round_to(value, Rounding::half_up, power_of_ten(-digits)));
}

std::string show_number(const Rational& value, const rules::Type& type, const rules::CellUnit* unit, Language language) {
  if (type.share == rules::Share::percent) return percent(value, "%");
  if (type.share == rules::Share::point) return percent(value, language == Language::zh ? "个百分点" : "pp");
  if (is(type.dimension, {{Base::yuan, 1}})) return short_money(value);
  if (type.dimension.none()) return plain(value);
  if (unit && decimal_places(value / unit->factor) >= 0) return plain(value / unit->factor) + unit->name;
  return dimensioned(value, type.dimension);
}

std::string show_in_full(const Rational& value, const rules::Type& type, Language language) {
  std::string brief = show_number(value, type, nullptr, language);
  if (!is(type.dimension, {{Base::yuan, 1}})) return brief;
  std::string full = plain(value) + "元";
  if (decimal_places(value) < 0) return full + " (≈" + approximate(value, 4) + "元)";
  return full == brief ? full : full + " (" + brief + ")";
}

std::string show_amount(const std::string& printed, const Rational& yuan, Language) {
  std::string brief = short_money(yuan);
  return brief == plain(yuan) + "元" ? printed + "元" : printed + "元 (" + brief + ")";
}

std::string show(const rules::Program& program, const reference::Value& value, const rules::Type& type,
                 const rules::CellUnit* unit, Language language) {
  bool zh = language == Language::zh;
  if (const auto* number = std::get_if<Rational>(&value)) return show_number(*number, type, unit, language);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? (zh ? "是" : "true") : (zh ? "否" : "false");
  if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
  if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
  if (const auto* instant = std::get_if<DateTime>(&value)) return to_string(*instant);
  if (const auto* length = std::get_if<Period>(&value)) return period(*length, language);
  const auto& members = program.choices[type.choice].members;
  if (const auto* set = std::get_if<MemberSet>(&value)) {
    std::string names;
    for (unsigned i = 0; i < members.size(); ++i) {
      if (set->has(i)) names += (names.empty() ? "" : ", ") + members[i].name;
    }
    return "{" + names + "}";
  }
  return members.at(std::get<uint16_t>(value)).name;
}

}  // namespace huice::explanation
