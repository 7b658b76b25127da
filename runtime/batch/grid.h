// Records that all have as many cells, as most pieces are: where each cell stands, without a walk.
#pragma once
#include <cstdint>
#include <string_view>

#include "runtime/batch/rows.h"
#include "runtime/batch/separators.h"

namespace huice::batch {

/// The text of a cell that was in quotes and has quotes in it twice; it stands in `rows`.
Cell unescaped(Rows& rows, Cell cell);

class Grid {
 public:
  /// `separators` of `text`, both of which stay. False: not every record has `columns` cells.
  bool set(const char* text, const Separators& separators, size_t columns);
  /// The cells of a column in rows [from, to) to cells[0] and so on, without their quotes; `rows` has room for those that do
  /// not stand in the text as they are.
  void fill(Rows& rows, size_t from, size_t to, size_t column, Cell* cells) const;
  /// Whether there are any; what is in a cell without them is no separator.
  bool quotes() const { return separators_->quotes(); }
  /// A record without its line end.
  std::string_view record(size_t row) const {
    const uint32_t begin = this->begin(row, 0), end = this->end(row, columns_ - 1);
    return {text_ + begin, without_return(begin, end) - begin};
  }

 private:
  /// Offset of the separator behind a cell: a comma, or the line end.
  uint32_t end(size_t row, size_t column) const { return separators_->ends()[row * columns_ + column]; }
  uint32_t begin(size_t row, size_t column) const { return row + column == 0 ? 0 : separators_->ends()[row * columns_ + column - 1] + 1; }
  uint32_t without_return(uint32_t begin, uint32_t end) const { return end > begin && text_[end - 1] == '\r' ? end - 1 : end; }
  Cell unquoted(Rows& rows, Cell cell) const;

  const char* text_ = nullptr;
  const Separators* separators_ = nullptr;
  size_t columns_ = 0;
};

}  // namespace huice::batch
