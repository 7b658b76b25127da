// Source files and places in them. Everything after this stage speaks of bytes in a SourceId.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace huice::text {

struct Source;
using SourceId = Id<Source>;

/// Bytes [begin, end) of a source, as stored (a BOM is already dropped; the text is valid UTF-8).
struct Span {
  SourceId source;
  uint32_t begin = 0;
  uint32_t end = 0;
  friend bool operator==(Span, Span) = default;
};
/// The smallest span that covers both; they must lie in the same source.
Span cover(Span a, Span b);

/// A place as people count: line and column from 1, the column in code points.
struct Position {
  uint32_t line = 1;
  uint32_t column = 1;
};

struct Source {
  std::string path;  // as the user named it
  std::string bytes;
  std::vector<uint32_t> line_starts;  // byte offset of each line
  bool data = false;                  // cells of a data file: no policy, and nothing that Huice writes
  std::vector<uint32_t> cell_starts = {};  // of a workbook's sheet: byte offset of each cell; it has cells for columns
  std::string cells = {};             // of a workbook's sheet: each cell with its length; `bytes` may show different cells alike
  Position position(uint32_t offset) const;
  /// Line `line` (from 1) without its end.
  std::string_view line(uint32_t line) const;
  std::string_view slice(Span span) const;
};

using Sources = Store<Source>;

/// Adds `bytes` to `sources`, dropping a BOM and indexing the lines. The bytes may be anything; see from_bytes.h for checks.
SourceId add_source(Sources& sources, std::string path, std::string bytes);

}  // namespace huice::text
