#include "compiler/text/source.h"

#include <algorithm>
#include <cassert>

#include "base/unicode/utf8.h"

namespace huice::text {

Span cover(Span a, Span b) {
  assert(a.source == b.source);
  return {a.source, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

Position Source::position(uint32_t offset) const {
  const auto next = std::upper_bound(line_starts.begin(), line_starts.end(), offset);
  const auto line = static_cast<uint32_t>(next - line_starts.begin());
  const uint32_t start = line_starts[line - 1];
  if (!cell_starts.empty()) {
    const auto first = std::lower_bound(cell_starts.begin(), cell_starts.end(), start);
    const auto behind = std::upper_bound(first, cell_starts.end(), offset);
    return {line, static_cast<uint32_t>(std::max<std::ptrdiff_t>(behind - first, 1))};
  }
  const std::string_view before = std::string_view(bytes).substr(start, offset - start);
  return {line, static_cast<uint32_t>(unicode::count_code_points(before)) + 1};
}

std::string_view Source::line(uint32_t line) const {
  const uint32_t start = line_starts.at(line - 1);
  const size_t end = line < line_starts.size() ? line_starts[line] : bytes.size();
  std::string_view text = std::string_view(bytes).substr(start, end - start);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string_view Source::slice(Span span) const { return std::string_view(bytes).substr(span.begin, span.end - span.begin); }

SourceId add_source(Sources& sources, std::string path, std::string bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  Source source{std::move(path), std::move(bytes), {0}};
  for (size_t i = 0; i < source.bytes.size(); ++i) {
    const bool lone_return = source.bytes[i] == '\r' && (i + 1 == source.bytes.size() || source.bytes[i + 1] != '\n');
    if (source.bytes[i] == '\n' || lone_return) source.line_starts.push_back(static_cast<uint32_t>(i + 1));
  }
  return sources.add(std::move(source));
}

}  // namespace huice::text
