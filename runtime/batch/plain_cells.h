// What the readers of plain cells share: a column's rows, 64 at a time.
#pragma once
#include <algorithm>
#include <cstring>

#include "runtime/batch/grid.h"
#include "runtime/batch/plain.h"

namespace huice::batch {

/// `read(row, cell)`: whether the cell is known; empty cells are not looked at. Bits from that of `begin`: which of up to 64 rows are known.
template <class Read>
inline __attribute__((always_inline)) uint64_t read_singly(const Cell* cells, int begin, int end, bool must, Careful& careful, const Read& read) {
  uint64_t known = 0;
  for (int row = begin; row < end; ++row) {
    const bool is_known = cells[row].size != 0 && read(row, cells[row]);
    known |= uint64_t{is_known} << (row - begin);
    careful.rows[careful.count] = static_cast<uint16_t>(row);
    careful.count += !is_known && (must || cells[row].size != 0) ? 1 : 0;
  }
  return known;
}

/// Says in `store.known` what is known; data of what is not are left alone.
template <class Read>
inline __attribute__((always_inline)) void each_cell(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful, const Read& read) {
  for (int begin = 0; begin < rows; begin += 64) store.known[begin / 64] = read_singly(cells, begin, std::min(begin + 64, rows), must, careful, read);
}

}  // namespace huice::batch
