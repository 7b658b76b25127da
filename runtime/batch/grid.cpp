#include "runtime/batch/grid.h"

#include <cstring>

#include "base/intrinsics.h"

namespace huice::batch {
namespace {

#ifdef HUICE_X86

/// Fills cells[0] and so on by fours; gives how many. end[-1] and end[0] are where the first begins and ends, the others lie
/// `columns` further each.
HUICE_AVX512 size_t fill_avx512(const char* text, const uint32_t* end, size_t columns, size_t count, Cell* cells) {
  static_assert(sizeof(Cell) == 16 && offsetof(Cell, size) == 8);
  const __m256i first = _mm256_set1_epi64x(reinterpret_cast<int64_t>(text)), low = _mm256_set1_epi64x(0xFFFFFFFF), one = _mm256_set1_epi64x(1);
  const auto both = [&](size_t row) HUICE_AVX512 {
    int64_t value;
    std::memcpy(&value, end + row * columns - 1, sizeof value);
    return value;
  };
  size_t row = 0;
  for (; row + 4 <= count; row += 4) {
    const __m256i begins_ends = _mm256_setr_epi64x(both(row), both(row + 1), both(row + 2), both(row + 3));
    const __m256i begins = _mm256_add_epi64(_mm256_and_si256(begins_ends, low), one);
    const __m256i sizes = _mm256_sub_epi64(_mm256_srli_epi64(begins_ends, 32), begins);
    const __m512i all = _mm512_permutex2var_epi64(_mm512_castsi256_si512(_mm256_add_epi64(begins, first)), _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11),
                                                  _mm512_castsi256_si512(sizes));
    _mm512_storeu_si512(cells + row, all);
  }
  return row;
}

#endif

}  // namespace

Cell unescaped(Rows& rows, Cell cell) {
  char* const room = rows.allocate(cell.size);
  uint32_t used = 0;
  for (uint32_t i = 0; i < cell.size; ++i) {
    room[used++] = cell.bytes[i];
    if (cell.bytes[i] == '"') ++i;  // its twin
  }
  return {room, used};
}

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
  return separators_->pairs() && std::memchr(cell.bytes, '"', cell.size) != nullptr ? unescaped(rows, cell) : cell;
}

void Grid::fill(Rows& rows, size_t from, size_t to, size_t column, Cell* cells) const {
  const size_t count = to - from;
  const uint32_t* end = separators_->ends() + from * columns_ + column;
  size_t i = 0;
  if (from == 0 && column == 0 && count > 0) {
    cells[i++] = {text_, *end};
    end += columns_;
  }
#ifdef HUICE_X86
  if (simd() == Simd::avx512) {
    const size_t filled = fill_avx512(text_, end, columns_, count - i, cells + i);
    i += filled;
    end += filled * columns_;
  }
#endif
  for (; i < count; ++i, end += columns_) {
    const uint32_t begin = end[-1] + 1;
    cells[i] = {text_ + begin, *end - begin};
  }
  if (column + 1 == columns_) {
    for (i = 0; i < count; ++i) {
      if (cells[i].size > 0 && cells[i].bytes[cells[i].size - 1] == '\r') --cells[i].size;
    }
  }
  for (i = 0; i < count && separators_->quotes(); ++i) cells[i] = unquoted(rows, cells[i]);
}

}  // namespace huice::batch
