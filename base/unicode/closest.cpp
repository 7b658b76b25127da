#include "base/unicode/closest.h"

#include <algorithm>
#include <vector>

#include "base/unicode/utf8.h"

namespace huice::unicode {
namespace {

size_t distance(const std::u32string& a, const std::u32string& b) {
  // Optimal string alignment: three rows of the usual table.
  std::vector<size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b) { return distance(to_code_points(a), to_code_points(b)); }

std::optional<std::string> closest(std::string_view name, std::span<const std::string> candidates) {
  const std::u32string points = to_code_points(name);
  if (points.size() < 2 || points.size() > 200) return std::nullopt;
  const size_t allowed = std::max<size_t>(1, points.size() / 3);
  size_t best = allowed + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    const std::u32string other = to_code_points(candidate);
    const size_t gap = other.size() > points.size() ? other.size() - points.size() : points.size() - other.size();
    if (gap >= best || other == points) continue;
    const size_t changes = distance(points, other);
    if (changes < best) {
      best = changes;
      found = &candidate;
    }
  }
  if (found == nullptr) return std::nullopt;
  return *found;
}

}  // namespace huice::unicode
