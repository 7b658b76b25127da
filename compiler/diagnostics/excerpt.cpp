#include "compiler/diagnostics/excerpt.h"

#include <algorithm>

#include "base/unicode/utf8.h"
#include "base/unicode/width.h"

namespace huice::diagnostics {
namespace {

constexpr size_t cells_before = 60;  // shown of a long line, on either side of the span's start
constexpr size_t cells_after = 60;

/// Appends the code point at `offset`; gives its bytes and cells.
struct Shown {
  size_t length;
  size_t cells;
};
Shown show(std::string_view line, size_t offset, std::string& out) {
  const unicode::CodePoint point = unicode::code_point_at(line, offset);
  const std::string text = unicode::printable(line.substr(offset, point.length));
  out += text;
  return {point.length, unicode::display_width(text)};
}

/// The offset at most `cells` before `from`, never inside a code point.
size_t step_back(std::string_view line, size_t from, size_t cells) {
  size_t used = 0;
  while (from > 0) {
    size_t start = from - 1;
    while (start > 0 && from - start < 4 && (static_cast<unsigned char>(line[start]) & 0xC0) == 0x80) --start;
    std::string ignored;
    used += show(line, start, ignored).cells;
    if (used > cells) break;
    from = start;
  }
  return from;
}

}  // namespace

Excerpt excerpt(const text::Source& source, text::Span span) {
  const uint32_t number = source.position(span.begin).line;
  const std::string_view line = source.line(number);
  const size_t start_of_line = source.line_starts[number - 1];
  const size_t begin = std::min<size_t>(span.begin - start_of_line, line.size());
  const size_t end = std::clamp<size_t>(span.end - start_of_line, begin, line.size());

  Excerpt result;
  size_t at = step_back(line, begin, cells_before);
  if (at > 0) {
    result.line = "…";
    result.underline = "  ";
    result.underline.resize(unicode::display_width("…"), ' ');
  }
  while (at < begin) {
    const bool tab = line[at] == '\t';
    const Shown shown = show(line, at, result.line);
    result.underline.append(tab ? 1 : shown.cells, tab ? '\t' : ' ');
    at += shown.length;
  }
  size_t cells = 0;
  size_t marked = 0;
  while (at < line.size() && cells < cells_after) {
    const Shown shown = show(line, at, result.line);
    if (at < end) marked += shown.cells;
    cells += shown.cells;
    at += shown.length;
  }
  if (at < line.size()) result.line += "…";
  result.underline.append(std::max<size_t>(marked, 1), '^');
  return result;
}

}  // namespace huice::diagnostics
