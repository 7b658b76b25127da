// What the readers of plain cells share where the machine has AVX-512: eight cells at a time.
#pragma once
#include <cstddef>

#include "base/intrinsics.h"
#include "runtime/batch/plain_cells.h"

#ifdef HUICE_X86

namespace huice::batch {

/// Eight cells taken apart, each in 64 bits.
struct EightCells {
  __m512i bytes, sizes;  // addresses; how much is there
  __m512i front;         // the first 8 bytes, of what follows too; 0 of empty cells
  __mmask8 some;         // which are not empty
};

HUICE_AVX512 inline __attribute__((always_inline)) EightCells eight_cells(const Cell* cells) {
  static_assert(sizeof(Cell) == 16 && offsetof(Cell, bytes) == 0 && offsetof(Cell, size) == 8 && sizeof(Cell::size) == 4);
  const __m512i a = _mm512_loadu_si512(cells), b = _mm512_loadu_si512(cells + 4);
  const __m512i bytes = _mm512_permutex2var_epi64(a, _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14), b);
  const __m512i sizes = _mm512_and_si512(_mm512_permutex2var_epi64(a, _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15), b), _mm512_set1_epi64(0xFFFFFFFF));
  const __mmask8 some = _mm512_test_epi64_mask(sizes, sizes);
  return {bytes, sizes, _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), some, bytes, nullptr, 1), some};
}

/// Of eight cells: which are not empty, and which of those are known.
struct EightKnown {
  uint32_t some, known;
};

/// `read_eight(row, EightKnown&)`: false where it leaves the rows to `read`, which is as in each_cell; so are fewer than eight at the
/// end. `eight_rows`: bytes of data that eight rows have; those of rows that are not known become 0.
template <size_t eight_rows, class ReadEight, class Read>
HUICE_AVX512 inline __attribute__((always_inline)) void each_eight(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful,
                                                                   const ReadEight& read_eight, const Read& read) {
  for (int begin = 0; begin < rows; begin += 64) {
    const int end = std::min(begin + 64, rows);
    uint64_t known = 0;
    for (int row = begin; row < end; row += 8) {
      EightKnown eight{};
      if (row + 8 <= end && read_eight(row, eight)) {
        known |= uint64_t{eight.known} << (row - begin);
        uint32_t others = (must ? 0xFF : eight.some) & ~eight.known;
        for (; others != 0; others &= others - 1) careful.rows[careful.count++] = static_cast<uint16_t>(row + __builtin_ctz(others));
      } else {
        std::memset(static_cast<char*>(store.data) + row / 8 * eight_rows, 0, eight_rows);
        known |= read_singly(cells, row, std::min(row + 8, end), must, careful, read) << (row - begin);
      }
    }
    store.known[begin / 64] = known;
  }
}

}  // namespace huice::batch

#endif
