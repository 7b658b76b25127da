#include "base/units.h"

#include <algorithm>
#include <unordered_map>

namespace huice {
namespace {

Dimension of(Base base) { return Dimension{{{base, 1}}}; }

const std::vector<Unit>& table() {
  constexpr bool days = false, months = true;
  static const std::vector<Unit> units = {
#define HUICE_QUANTITY(name, shown, base, num, den) {name, UnitKind::quantity, of(Base::base), num, den, false, shown},
#define HUICE_COUNT(name, shown) {name, UnitKind::count, {}, 1, 1, false, shown},
#define HUICE_SHARE(name, shown, kind, den) {name, UnitKind::kind, {}, 1, den, false, shown},
#define HUICE_PERIOD(name, shown, part, n) {name, UnitKind::period, {}, n, 1, part, shown},
#include "base/units.def"
#undef HUICE_QUANTITY
#undef HUICE_COUNT
#undef HUICE_SHARE
#undef HUICE_PERIOD
  };
  return units;
}

constexpr Magnitude magnitudes[] = {
#define HUICE_MAGNITUDE(name, factor) {name, factor},
#include "base/units.def"
#undef HUICE_MAGNITUDE
};

template <class T>
std::unordered_map<std::string_view, const T*> by_name(std::span<const T> items) {
  std::unordered_map<std::string_view, const T*> map;
  for (const T& item : items) map.emplace(item.name, &item);
  return map;
}

Dimension combine(const Dimension& a, const Dimension& b, int sign) {
  Dimension result = a;
  for (auto power : b.powers) {
    auto same = [&](const Dimension::Power& other) { return other.base == power.base; };
    auto found = std::find_if(result.powers.begin(), result.powers.end(), same);
    auto exponent = static_cast<int8_t>(sign * power.exponent);
    if (found == result.powers.end()) {
      result.powers.push_back({power.base, exponent});
    } else {
      found->exponent = static_cast<int8_t>(found->exponent + exponent);
    }
  }
  std::erase_if(result.powers, [](const Dimension::Power& power) { return power.exponent == 0; });
  std::sort(result.powers.begin(), result.powers.end(), [](auto x, auto y) { return x.base < y.base; });
  return result;
}

constexpr BaseInfo bases[] = {
#define HUICE_CURRENCY(base, shown, en, zh) {shown, en, zh, true},
#define HUICE_BASE(base, shown, en, zh) {shown, en, zh, false},
#include "base/units.def"
#undef HUICE_CURRENCY
#undef HUICE_BASE
};

/// The bases of one sign of exponent, joined by `·`: `元·米^2`.
std::string product(const Dimension& dimension, int sign) {
  std::string result;
  for (auto power : dimension.powers) {
    int exponent = sign * power.exponent;
    if (exponent <= 0) continue;
    if (!result.empty()) result += "·";
    result += info(power.base).shown;
    if (exponent > 1) result += "^" + std::to_string(exponent);
  }
  return result;
}

}  // namespace

const BaseInfo& info(Base base) { return bases[static_cast<size_t>(base)]; }

bool is_money(const Dimension& dimension) {
  return dimension.powers.size() == 1 && dimension.powers[0].exponent == 1 && info(dimension.powers[0].base).currency;
}

Dimension multiply(const Dimension& a, const Dimension& b) { return combine(a, b, 1); }
Dimension divide(const Dimension& a, const Dimension& b) { return combine(a, b, -1); }

std::span<const Unit> all_units() { return table(); }
std::span<const Magnitude> all_magnitudes() { return magnitudes; }

const Unit* find_unit(std::string_view name) {
  static const auto map = by_name(all_units());
  auto found = map.find(name);
  return found == map.end() ? nullptr : found->second;
}

const Magnitude* find_magnitude(std::string_view name) {
  static const auto map = by_name(all_magnitudes());
  auto found = map.find(name);
  return found == map.end() ? nullptr : found->second;
}

std::optional<ScaledUnit> parse_scaled_unit(std::string_view text) {
  if (const Unit* unit = find_unit(text)) return ScaledUnit{1, unit};
  // The shortest magnitude leaves the longest unit: 万千瓦时 is 万 · 千瓦时.
  const Magnitude* best = nullptr;
  for (const Magnitude& magnitude : all_magnitudes()) {
    if (!text.starts_with(magnitude.name) || (best && best->name.size() <= magnitude.name.size())) continue;
    if (find_unit(text.substr(magnitude.name.size()))) best = &magnitude;
  }
  if (best) return ScaledUnit{best->factor, find_unit(text.substr(best->name.size()))};
  if (const Magnitude* magnitude = find_magnitude(text)) return ScaledUnit{magnitude->factor, nullptr};
  return std::nullopt;
}

std::string to_string(const Dimension& dimension) {
  std::string over = product(dimension, 1), under = product(dimension, -1);
  if (under.empty()) return over;
  return (over.empty() ? "1" : over) + "/" + under;
}

}  // namespace huice
