// Booleans and enumerations: one of a few words, as it stands. Eight cells at a time where the machine has AVX-512.
#include "base/intrinsics.h"
#include "runtime/batch/plain_eights.h"

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

#ifdef HUICE_X86

constexpr size_t most_words = 24;  // each of which is looked at

/// Words of up to 8 bytes, of those first what the column's first cells are, then longer ones.
class Asked {
 public:
  Asked(const Words& words, const Cell* cells, int rows) : all_(words.shorts().size()), few_(words.halves()) {
    for (size_t i = 0; i < all_; ++i) words_[i] = &words.shorts()[i];
    size_t front = 0;
    for (int row = 0; row < std::min(rows, 4) && front < few_; ++row) {
      if (cells[row].size > 8) continue;
      const uint64_t low = low_bytes(cells[row].bytes, cells[row].size);
      for (size_t i = front; i < few_; ++i) {
        if (words_[i]->low == low) std::swap(words_[front++], words_[i]);
      }
    }
  }

  /// Codes of eight cells, 0 where none is known.
  HUICE_AVX512 inline __attribute__((always_inline)) __m128i find(const Cell* cells, EightKnown& eight) const {
    const auto [bytes, sizes, front, some] = eight_cells(cells);
    const __mmask8 longer = some & _mm512_cmpgt_epu64_mask(sizes, _mm512_set1_epi64(8));
    const __m512i low = _mm512_and_si512(front, behind_is_none(sizes, 8));  // 0 of longer ones
    __m512i found = _mm512_setzero_si512();
    __mmask8 open = some & static_cast<__mmask8>(~longer);
    for (size_t i = 0; i < few_ && open != 0; ++i) {
      const __mmask8 same = _mm512_mask_cmpeq_epi64_mask(open, low, _mm512_set1_epi64(static_cast<int64_t>(words_[i]->low)));
      found = _mm512_mask_set1_epi64(found, same, words_[i]->code);
      open &= static_cast<__mmask8>(~same);
    }
    if (longer != 0) {
      const __m512i back = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), longer, _mm512_add_epi64(bytes, _mm512_set1_epi64(8)), nullptr, 1);
      const __m512i high = _mm512_and_si512(back, behind_is_none(sizes, Words::short_most));  // 0 of those that are still longer
      open |= longer;
      for (size_t i = few_; i < all_ && (open & longer) != 0; ++i) {
        const __mmask8 same = _mm512_mask_cmpeq_epi64_mask(open & longer, front, _mm512_set1_epi64(static_cast<int64_t>(words_[i]->low))) &
                              _mm512_cmpeq_epi64_mask(high, _mm512_set1_epi64(static_cast<int64_t>(words_[i]->high)));
        found = _mm512_mask_set1_epi64(found, same, words_[i]->code);
        open &= static_cast<__mmask8>(~same);
      }
    }
    eight = {some, some & ~uint32_t{open}};
    return _mm512_maskz_cvtepi64_epi16(0xFF, found);
  }

 private:
  /// All bits of the last bytes up to `most` that are a cell's; none where it has more.
  HUICE_AVX512 static inline __m512i behind_is_none(__m512i sizes, uint32_t most) {
    return _mm512_maskz_srlv_epi64(0xFF, _mm512_set1_epi64(-1), _mm512_maskz_slli_epi64(0xFF, _mm512_sub_epi64(_mm512_set1_epi64(most), sizes), 3));
  }

  size_t all_, few_;
  const Words::Short* words_[most_words];
};

template <class Read>
HUICE_AVX512 void booleans_avx512(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful, const Read& read) {
  const Asked asked(words, cells, rows);
  const auto read_eight = [&](int row, EightKnown& eight) HUICE_AVX512 {
    const __m128i codes = asked.find(cells + row, eight);
    static_cast<uint8_t*>(store.data)[row / 8] = _mm_test_epi16_mask(codes, codes);
    return true;
  };
  each_eight<1>(cells, rows, must, store, careful, read_eight, read);
}

template <class Read>
HUICE_AVX512 void choices_avx512(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful, const Read& read) {
  auto* const out = static_cast<uint16_t*>(store.data);
  const Asked asked(words, cells, rows);
  const auto read_eight = [&](int row, EightKnown& eight) HUICE_AVX512 {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + row), asked.find(cells + row, eight));
    return true;
  };
  each_eight<8 * sizeof *out>(cells, rows, must, store, careful, read_eight, read);
}

/// Whether there is such code for the machine, and few enough words to look at each.
bool by_eights(const Words& words) { return simd() == Simd::avx512 && words.shorts().size() <= most_words; }

#endif

}  // namespace

void plain_booleans(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<uint64_t*>(store.data);
  std::memset(out, 0, static_cast<size_t>(rows + 63) / 64 * sizeof *out);
  const auto read = [&](int row, const Cell& cell) {
    uint16_t code = 0;
    if (!one_word(cell, words, code)) return false;
    out[row / 64] |= uint64_t{code} << (row % 64);
    return true;
  };
#ifdef HUICE_X86
  if (by_eights(words)) return booleans_avx512(cells, rows, must, words, store, careful, read);
#endif
  each_cell(cells, rows, must, store, careful, read);
}

void plain_choices(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<uint16_t*>(store.data);
  const auto read = [&](int row, const Cell& cell) {
    uint16_t code = 0;
    if (!one_word(cell, words, code)) return false;
    out[row] = code;
    return true;
  };
#ifdef HUICE_X86
  if (by_eights(words)) return choices_avx512(cells, rows, must, words, store, careful, read);
#endif
  std::memset(out, 0, static_cast<size_t>(rows) * sizeof *out);
  each_cell(cells, rows, must, store, careful, read);
}

}  // namespace huice::batch
