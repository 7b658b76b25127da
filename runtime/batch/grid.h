// Text of whole lines without quotes, as most pieces are: where the cells stand, found at once.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/batch/rows.h"

namespace huice::batch {

class Grid {
 public:
  /// `text`, padded, without quotes, ends with the last of its `lines` line ends. False: not every line has `columns` cells, or
  /// there are NULs.
  bool find(std::string_view text, uint64_t lines, size_t columns);
  /// Offset of the separator behind a cell: a comma, or the line end.
  uint32_t end(size_t row, size_t column) const { return ends_[row * columns_ + column]; }
  uint32_t begin(size_t row, size_t column) const { return row + column == 0 ? 0 : ends_[row * columns_ + column - 1] + 1; }
  /// The cells of a column in rows [from, to) to cells[from] and so on.
  void fill(const char* text, size_t from, size_t to, size_t column, Cell* cells) const;

 private:
  std::vector<uint32_t> ends_;
  size_t rows_ = 0, columns_ = 0;
};

}  // namespace huice::batch
