#include "compiler/rules/describe.h"

#include <array>

namespace huice::rules {
namespace {

Bilingual describe_number(const Type& type) {
  if (type.share == Share::percent) return {"a percent", "比例"};
  if (type.share == Share::point) return {"percentage points", "百分点"};
  if (type.dimension.none()) return {"a plain number", "数"};
  const auto& powers = type.dimension.powers;
  if (powers.size() == 1 && powers[0].exponent == 1) {
    const BaseInfo& base = info(powers[0].base);
    return {std::string(base.en), std::string(base.zh)};
  }
  std::string unit = to_string(type.dimension);
  return {"a quantity in " + unit, "以" + unit + "计的量"};
}

Bilingual describe_choice(const Choice& choice) {
  if (!choice.name.empty()) return {"one of " + choice.name, choice.name + "的选项"};
  std::string names;
  constexpr size_t shown = 4;
  for (size_t i = 0; i < choice.members.size() && i < shown; ++i) names += (i ? ", " : "") + choice.members[i].name;
  if (choice.members.size() > shown) names += ", …";
  return {"one of " + names, "选项（" + names + "）"};
}

/// `a set of Certificate`: the type has a name, since `set of` takes one.
Bilingual describe_set(const Choice& choice) { return {"a set of " + choice.name, choice.name + "的多选"}; }

/// Digits after the point that `value` needs; empty when no finite number does.
std::optional<int> fraction_digits(const Rational& value) {
  Integer rest = value.get_den();
  std::array<int, 2> count{};
  for (size_t i = 0; i < 2; ++i) {
    unsigned prime = i == 0 ? 2 : 5;
    while (mpz_divisible_ui_p(rest.get_mpz_t(), prime)) {
      rest /= prime;
      ++count[i];
    }
  }
  if (rest != 1) return {};
  return std::max(count[0], count[1]);
}

}  // namespace

Bilingual describe(const Program& program, const Type& type) {
  switch (type.kind) {
    case Kind::number:
      return describe_number(type);
    case Kind::boolean:
      return {"true or false", "是否值"};
    case Kind::text:
      return {"text", "文本"};
    case Kind::date:
      return {"a date", "日期"};
    case Kind::datetime:
      return {"a date and time", "日期时间"};
    case Kind::period:
      return {"a period", "期限"};
    case Kind::choice:
      return describe_choice(program.choices[type.choice]);
    case Kind::reference: {
      const std::string& name = program.entities[type.entity].name;
      return {"a reference to " + name, "对" + name + "的引用"};
    }
    case Kind::set:
      return describe_set(program.choices[type.choice]);
  }
  return {};
}

std::string show(const Rational& value) {
  auto digits = fraction_digits(value);
  if (!digits) return value.get_str();
  Integer scaled = Rational(abs(value) * power_of_ten(*digits)).get_num();
  std::string text = scaled.get_str();
  if (text.size() <= static_cast<size_t>(*digits)) text.insert(0, *digits + 1 - text.size(), '0');
  if (*digits > 0) text.insert(text.size() - *digits, ".");
  return (value < 0 ? "-" : "") + text;
}

std::string show(const Rational& value, const Type& type) {
  if (type.share == Share::percent) return show(Rational(value * 100)) + "%";
  if (type.share == Share::point) return show(Rational(value * 100)) + "个百分点";
  return show(value) + to_string(type.dimension);
}

}  // namespace huice::rules
