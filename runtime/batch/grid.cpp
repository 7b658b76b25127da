#include "runtime/batch/grid.h"

#include <cstring>

namespace huice::batch {

bool Grid::set(const char* text, const Separators& separators, size_t columns) {
  text_ = text;
  separators_ = &separators;
  columns_ = columns;
  const size_t rows = separators.records();
  if (columns == 0 || separators.count() != rows * columns) return false;
  // As many line ends as rows: if each last cell ends with one, no other does.
  for (size_t row = 0; row < rows; ++row) {
    if (text[end(row, columns - 1)] != '\n') return false;
  }
  return true;
}

Cell Grid::unquoted(Rows& rows, Cell cell) const {
  if (cell.size == 0 || *cell.bytes != '"') return cell;
  cell = {cell.bytes + 1, cell.size - 2};
  if (!separators_->pairs() || std::memchr(cell.bytes, '"', cell.size) == nullptr) return cell;
  char* const room = rows.allocate(cell.size);
  uint32_t used = 0;
  for (uint32_t i = 0; i < cell.size; ++i) {
    room[used++] = cell.bytes[i];
    if (cell.bytes[i] == '"') ++i;  // its twin
  }
  return {room, used};
}

void Grid::fill(Rows& rows, size_t from, size_t to, size_t column, Cell* cells) const {
  if (from == 0 && column == 0 && to > 0) cells[0] = {text_, separators_->ends()[0]};
  const size_t first = from == 0 && column == 0 ? 1 : from;
  const uint32_t* end = separators_->ends() + first * columns_ + column;
  for (size_t row = first; row < to; ++row, end += columns_) {
    const uint32_t begin = end[-1] + 1;
    cells[row] = {text_ + begin, *end - begin};
  }
  if (column + 1 == columns_) {
    for (size_t row = from; row < to; ++row) {
      if (cells[row].size > 0 && cells[row].bytes[cells[row].size - 1] == '\r') --cells[row].size;
    }
  }
  for (size_t row = from; row < to && separators_->quotes(); ++row) cells[row] = unquoted(rows, cells[row]);
}

}  // namespace huice::batch
