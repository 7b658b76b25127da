// Booleans and enumerations: one of a few words, as it stands. Eight cells at a time where the machine has AVX-512.
#include "base/simd.h"
#include "runtime/batch/plain_cells.h"

#ifdef HUICE_X86
#include <immintrin.h>
#endif

namespace huice::batch {
namespace {

/// The first 8 or fewer bytes, zeros behind them.
inline uint64_t low_bytes(const char* bytes, uint32_t size) {
  uint64_t value;
  std::memcpy(&value, bytes, sizeof value);
  return size >= 8 ? value : value & ((uint64_t{1} << (8 * size)) - 1);
}

/// A cell that is not empty.
inline bool one_word(const Cell& cell, const Words& words, uint16_t& code) {
  if (cell.size > Words::short_most) return false;
  return words.find_short(low_bytes(cell.bytes, cell.size), cell.size > 8 ? low_bytes(cell.bytes + 8, cell.size - 8) : 0, cell.size, code);
}

/// `put(row, code)` is called for each word that is found.
template <class Put>
inline __attribute__((always_inline)) void words_portable(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful, const Put& put) {
  each_cell(cells, rows, must, store, careful, [&](int row, const Cell& cell) {
    uint16_t code = 0;
    if (!one_word(cell, words, code)) return false;
    put(row, code);
    return true;
  });
}

#ifdef HUICE_X86

/// Codes of eight cells, 0 where none is known; gives which are. `some`: which are not empty.
HUICE_AVX512 inline uint8_t eight_words(const Cell* cells, const std::vector<Words::Short>& list, uint8_t& some, __m128i& codes) {
  const __m512i a = _mm512_loadu_si512(cells), b = _mm512_loadu_si512(cells + 4);
  const __m512i bytes = _mm512_permutex2var_epi64(a, _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14), b);
  const __m512i sizes = _mm512_and_si512(_mm512_permutex2var_epi64(a, _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15), b), _mm512_set1_epi64(0xFFFFFFFF));
  some = _mm512_test_epi64_mask(sizes, sizes);
  const __mmask8 longer = some & _mm512_cmpgt_epu64_mask(sizes, _mm512_set1_epi64(8));
  const auto part = [&](__mmask8 which, int from) HUICE_AVX512 {  // 8 bytes of the cells, zeros behind them
    const __m512i text = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), which, _mm512_add_epi64(bytes, _mm512_set1_epi64(from)), nullptr, 1);
    const __m512i behind = _mm512_sub_epi64(_mm512_set1_epi64(64 + 8 * from), _mm512_slli_epi64(sizes, 3));
    const __m512i beyond = _mm512_maskz_mov_epi64(_mm512_cmpgt_epi64_mask(behind, _mm512_setzero_si512()), behind);
    return _mm512_and_si512(text, _mm512_srlv_epi64(_mm512_set1_epi64(-1), beyond));
  };
  const __m512i low = part(some, 0), high = longer != 0 ? part(longer, 8) : _mm512_setzero_si512();
  __mmask8 open = some & _mm512_cmple_epu64_mask(sizes, _mm512_set1_epi64(Words::short_most));
  __m512i found = _mm512_setzero_si512();
  uint8_t known = 0;
  for (const Words::Short& word : list) {
    const __mmask8 same = _mm512_mask_cmpeq_epi64_mask(_mm512_mask_cmpeq_epi64_mask(open, low, _mm512_set1_epi64(static_cast<int64_t>(word.low))), high,
                                                       _mm512_set1_epi64(static_cast<int64_t>(word.high)));
    found = _mm512_mask_mov_epi64(found, same, _mm512_set1_epi64(word.code));
    known |= same;
    open &= static_cast<__mmask8>(~same);
    if (open == 0) break;
  }
  codes = _mm512_cvtepi64_epi16(found);
  return known;
}

/// `put_eight(row, codes)`: of rows that are not known the code is 0.
template <class Put>
HUICE_AVX512 inline __attribute__((always_inline)) void words_avx512(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful,
                                                                     const Put& put_eight) {
  for (int begin = 0; begin < rows; begin += 64) {
    const int end = std::min(begin + 64, rows);
    uint64_t known = 0;
    for (int row = begin; row < end; row += 8) {
      Cell few[8];
      const Cell* eight = cells + row;
      if (row + 8 > end) {
        std::copy(cells + row, cells + end, few);
        eight = few;
      }
      uint8_t some = 0;
      __m128i codes;
      const uint8_t found = eight_words(eight, words.shorts(), some, codes);
      put_eight(row, codes);
      known |= uint64_t{found} << (row - begin);
      uint32_t others = (must ? 0xFFu >> (row + 8 > end ? row + 8 - end : 0) : some) & ~uint32_t{found};
      for (; others != 0; others &= others - 1) careful.rows[careful.count++] = static_cast<uint16_t>(row + __builtin_ctz(others));
    }
    store.known[begin / 64] = known;
  }
}

HUICE_AVX512 void booleans_avx512(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<uint8_t*>(store.data);
  words_avx512(cells, rows, must, words, store, careful, [&](int row, __m128i codes) HUICE_AVX512 { out[row / 8] = _mm_test_epi16_mask(codes, codes); });
}

HUICE_AVX512 void choices_avx512(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<uint16_t*>(store.data);
  words_avx512(cells, rows, must, words, store, careful, [&](int row, __m128i codes) HUICE_AVX512 { _mm_storeu_si128(reinterpret_cast<__m128i*>(out + row), codes); });
}

/// Whether there is such code for the machine, and few enough words to look at each.
bool by_eights(const Words& words) { return simd() == Simd::avx512 && words.shorts().size() <= 24; }

#endif

}  // namespace

void plain_booleans(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<uint64_t*>(store.data);
  std::memset(out, 0, static_cast<size_t>(rows + 63) / 64 * sizeof *out);
#ifdef HUICE_X86
  if (by_eights(words)) return booleans_avx512(cells, rows, must, words, store, careful);
#endif
  words_portable(cells, rows, must, words, store, careful, [&](int row, uint16_t code) { out[row / 64] |= uint64_t{code} << (row % 64); });
}

void plain_choices(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<uint16_t*>(store.data);
#ifdef HUICE_X86
  if (by_eights(words)) return choices_avx512(cells, rows, must, words, store, careful);
#endif
  std::memset(out, 0, static_cast<size_t>(rows) * sizeof *out);
  words_portable(cells, rows, must, words, store, careful, [&](int row, uint16_t code) { out[row] = code; });
}

}  // namespace huice::batch
