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

}  // namespace huice::engine
