// What the readers of plain cells share: a column's rows, 64 at a time.
#pragma once
#include <algorithm>
#include <cstring>

#include "runtime/batch/grid.h"
#include "runtime/batch/plain.h"

namespace huice::batch {

/// `read(row, cell)`: whether the cell is known. Says so in `store.known`, 64 rows at a time; empty cells are not looked at.
template <class Read>
inline __attribute__((always_inline)) void each_cell(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful, const Read& read) {
  for (int begin = 0; begin < rows; begin += 64) {
    const int end = std::min(begin + 64, rows);
    uint64_t known = 0;
    for (int row = begin; row < end; ++row) {
      const bool is_known = cells[row].size != 0 && read(row, cells[row]);
      known |= uint64_t{is_known} << (row - begin);
      careful.rows[careful.count] = static_cast<uint16_t>(row);
      careful.count += !is_known && (must || cells[row].size != 0) ? 1 : 0;
    }
    store.known[begin / 64] = known;
  }
}

}  // namespace huice::batch
