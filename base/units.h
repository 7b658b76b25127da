// Units and magnitudes. The table itself is base/units.def: a reader can extend it there.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huice {

/// What a number counts. Dimensions multiply and cancel; `元/亩` is money¹·area⁻¹. Currencies are dimensions of their own.
enum class Base : uint8_t {
#define HUICE_CURRENCY(base, shown, en, zh) base,
#define HUICE_BASE(base, shown, en, zh) base,
#include "base/units.def"
#undef HUICE_CURRENCY
#undef HUICE_BASE
};
struct BaseInfo {
  std::string_view shown;   // the base unit: `元`
  std::string_view en, zh;  // what a message calls a value: `money in US dollars`
  bool currency;
};
const BaseInfo& info(Base base);

/// A product of powers of bases, sorted by base, without zero powers; empty is a pure number.
struct Dimension {
  struct Power {
    Base base;
    int8_t exponent;
    friend bool operator==(const Power&, const Power&) = default;
  };
  std::vector<Power> powers;
  bool none() const { return powers.empty(); }
  friend bool operator==(const Dimension&, const Dimension&) = default;
};
/// Money in one currency.
bool is_money(const Dimension& dimension);
Dimension multiply(const Dimension& a, const Dimension& b);
Dimension divide(const Dimension& a, const Dimension& b);

/// What role a unit plays beside its dimension.
enum class UnitKind : uint8_t {
  quantity,  // money, area, length, …
  count,     // a measure word: 个 家 人 …; dimensionless, factor 1
  percent,   // % ‰
  point,     // 个百分点, pp
  period,    // 日 个月 年 …: calendar periods, in literals only
};

/// One unit: 1 of it is numerator/denominator of the dimension's base unit
/// (base/units.def names them; percent and ‰ of the number 1;
/// periods: days, or months where `months` is set).
struct Unit {
  std::string_view name;  // `亩`; the English spelling is a row of its own: `mu`
  UnitKind kind;
  Dimension dimension;
  int64_t numerator = 1;
  int64_t denominator = 1;
  bool months = false;
  std::string_view canonical;  // the spelling in which values are shown, `亩`
};

/// A decimal magnitude: 千 万 亿 …; `万元` is magnitude 万 and unit 元.
struct Magnitude {
  std::string_view name;
  int64_t factor;
};

std::span<const Unit> all_units();
std::span<const Magnitude> all_magnitudes();
/// The unit called exactly `name` (no magnitude), if there is one.
const Unit* find_unit(std::string_view name);
const Magnitude* find_magnitude(std::string_view name);

/// `万元`, `亿美元`, `亩`, `万`: an optional magnitude, then an optional unit; the longest unit name wins.
struct ScaledUnit {
  int64_t magnitude = 1;
  const Unit* unit = nullptr;  // null: a magnitude alone
};
std::optional<ScaledUnit> parse_scaled_unit(std::string_view text);
/// The base unit's name of a dimension for messages: `元`, `元/平方米`.
std::string to_string(const Dimension& dimension);

}  // namespace huice
