#include "runtime/engine/options.h"

#include <algorithm>

namespace huice::engine {

bool RejectLimit::exceeded(uint64_t rejected, uint64_t rows_in) const {
  if (rows && rejected > *rows) return true;
  if (!millionths) return false;
  return static_cast<unsigned __int128>(rejected) * 1'000'000 > static_cast<unsigned __int128>(rows_in) * *millionths;
}

std::optional<RejectLimit> parse_reject_limit(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  const size_t point = std::min(text.find('.'), text.size());
  std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
  const std::string_view whole = text.substr(0, point);
  const auto digits = [](std::string_view part) { return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }); };
  if (whole.empty() || whole.size() > 15 || !digits(whole) || !digits(fraction) || fraction.size() > 4) return std::nullopt;
  if (point < text.size() && (!percent || fraction.empty())) return std::nullopt;
  uint64_t value = 0;
  for (char c : whole) value = value * 10 + static_cast<uint64_t>(c - '0');
  RejectLimit limit;
  if (!percent) {
    limit.rows = value;
    return limit;
  }
  for (size_t i = 0; i < 4; ++i) value = value * 10 + (i < fraction.size() ? static_cast<uint64_t>(fraction[i] - '0') : 0);
  if (value > 1'000'000) return std::nullopt;
  limit.millionths = value;
  return limit;
}

std::optional<uint64_t> parse_memory(std::string_view text) {
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  std::string unit(text.substr(digits));
  std::transform(unit.begin(), unit.end(), unit.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (unit.starts_with(' ')) unit.erase(0, 1);
  static constexpr std::pair<std::string_view, unsigned __int128> units[] = {
      {"", 1},   {"B", 1},   {"KB", 1'000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}, {"TB", 1'000'000'000'000}, {"KIB", 1 << 10}, {"MIB", 1 << 20},
      {"GIB", 1 << 30}, {"TIB", uint64_t{1} << 40}};
  const auto* const found = std::find_if(std::begin(units), std::end(units), [&](const auto& it) { return it.first == unit; });
  if (digits == 0 || digits > 15 || found == std::end(units)) return std::nullopt;
  unsigned __int128 bytes = 0;
  for (char c : text.substr(0, digits)) bytes = bytes * 10 + static_cast<unsigned>(c - '0');
  bytes *= found->second;
  if (bytes == 0 || bytes > INT64_MAX) return std::nullopt;
  return static_cast<uint64_t>(bytes);
}

}  // namespace huice::engine
