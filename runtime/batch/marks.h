// The structural scan: where commas, quotes, line ends and NULs stand.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace huice::batch {

/// Appends the offset (from `base`) of each `,`, `"`, LF and NUL in base[from, to).
void find_marks(const char* base, size_t from, size_t to, std::vector<uint32_t>& marks);

/// Whole lines without quotes at the front of `text`, up to `most`.
struct Lines {
  size_t size = 0;      // of all of them, with their line ends
  uint64_t count = 0;
  bool quotes = false;  // the line behind them has one
};
Lines find_lines(std::string_view text, uint64_t most);

}  // namespace huice::batch
