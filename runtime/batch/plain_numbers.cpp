// Numbers as most files have them: digits with a point. Four cells at a time where the machine has AVX-512, else 8 digits at a time.
#include "base/simd.h"
#include "runtime/batch/plain_cells.h"

#ifdef HUICE_X86
#include <immintrin.h>
#endif

namespace huice::batch {
namespace {

/// How many of the 8 bytes, which are text less '0' each, are digits before the first that is none.
inline unsigned leading_digits(uint64_t bytes) {
  const uint64_t others = (bytes | (bytes + 0x7676767676767676u)) & 0x8080808080808080u;
  return others == 0 ? 8 : static_cast<unsigned>(__builtin_ctzll(others)) / 8;
}

/// The number that the first `count` of 8 digits make, 1 to 8.
inline uint64_t number_of(uint64_t digits, unsigned count) {
  digits <<= 64 - 8 * count;
  digits = digits * (1 + (10 << 8)) >> 8 & 0x00FF00FF00FF00FFu;
  digits = digits * (1 + (100 << 16)) >> 16 & 0x0000FFFF0000FFFFu;
  return digits * (1 + (uint64_t{10000} << 32)) >> 32;
}

inline uint64_t digits_at(const char* text) {
  uint64_t bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  return bytes ^ 0x3030303030303030u;
}

/// Up to 16 digits, then perhaps a point and up to 7 more, 18 in all. False: something else.
inline bool usual_number(const char* at, uint32_t size, uint64_t& mantissa, unsigned& fraction) {
  constexpr uint32_t powers[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
  uint64_t digits = digits_at(at);
  unsigned count = leading_digits(digits);
  if (count == 0) return false;
  mantissa = number_of(digits, count);
  if (count == 8) {
    digits = digits_at(at + 8);
    const unsigned more = leading_digits(digits);
    if (more > 0) mantissa = mantissa * powers[more] + number_of(digits, more);
    count += more;
  }
  if (count >= size) {  // what follows the cell is no digit
    fraction = 0;
    return count == size;
  }
  fraction = size - count - 1;
  if (at[count] != '.' || fraction == 0 || fraction > 7 || count + fraction > 18) return false;
  digits = digits_at(at + count + 1);
  if (leading_digits(digits) < fraction) return false;
  mantissa = mantissa * powers[fraction] + number_of(digits, fraction);
  return true;
}

/// A cell that is not empty.
inline bool one_number(const Cell& cell, const NumberFormat& format, int64_t& n) {
  const uint32_t sign = cell.bytes[0] == '-' ? 1 : 0;
  uint64_t mantissa = 0;
  unsigned fraction = 0;
  if (!usual_number(cell.bytes + sign, cell.size - sign, mantissa, fraction)) return format.parse_plain(cell.view(), n);
  const NumberFormat::Plain& plain = format.plain()[fraction];
  if (plain.factor == 0 || mantissa > (sign != 0 ? plain.most_negative : plain.most)) return false;
  n = static_cast<int64_t>(mantissa * static_cast<uint64_t>(plain.factor));
  if (sign != 0) n = -n;
  return true;
}

inline uint64_t magnitude_of(int64_t n) { return static_cast<uint64_t>(n < 0 ? -n : n); }

void numbers_portable(const Cell* cells, int rows, bool must, const NumberFormat& format, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<int64_t*>(store.data);
  std::memset(out, 0, static_cast<size_t>(rows) * sizeof *out);
  uint64_t magnitude = 0;
  each_cell(cells, rows, must, store, careful, [&](int row, const Cell& cell) {
    int64_t n = 0;
    if (!one_number(cell, format, n)) return false;
    magnitude |= magnitude_of(n);
    out[row] = n;
    return true;
  });
  *store.magnitude |= magnitude;
}

#ifdef HUICE_X86

// Masks of four cells have 16 bits a cell, which stands at the end of its 16 bytes.
constexpr uint64_t ones = 0x0001000100010001u, tops = 0x8000800080008000u;
constexpr uint32_t four_most = 16;  // bytes of a cell

struct Four {
  __m512i digits;   // 0 where there is no text
  uint64_t text;    // which bytes are the cells'
  uint64_t points;  // which of them are points; the others are digits
};

/// False: something is not digits with a point between them.
HUICE_AVX512 inline bool read_four(const Cell* cells, Four& four) {
  const auto mask = [&](int i) HUICE_AVX512 { return static_cast<__mmask16>(0xFFFFu << (four_most - cells[i].size)); };
  const auto bytes = [&](int i) HUICE_AVX512 { return _mm_maskz_loadu_epi8(mask(i), cells[i].bytes + cells[i].size - four_most); };
  __m512i text = _mm512_castsi128_si512(bytes(0));
  text = _mm512_inserti32x4(text, bytes(1), 1);
  text = _mm512_inserti32x4(text, bytes(2), 2);
  text = _mm512_inserti32x4(text, bytes(3), 3);
  four.text = mask(0) | uint64_t{mask(1)} << 16 | uint64_t{mask(2)} << 32 | uint64_t{mask(3)} << 48;
  four.digits = _mm512_maskz_sub_epi8(four.text, text, _mm512_set1_epi8('0'));
  four.points = _mm512_cmpgt_epu8_mask(four.digits, _mm512_set1_epi8(9));
  const uint64_t any = (four.points + ~tops) >> 15 & ones;  // 1 in cells that have a point
  const uint64_t first = four.text & ~(four.text << 1 & ~ones);
  return (four.points & (four.points - any)) == 0 && (four.points & (tops | first)) == 0 &&
         _mm512_mask_cmpeq_epi8_mask(four.points, text, _mm512_set1_epi8('.')) == four.points;
}

/// The numbers without their points.
HUICE_AVX512 inline __m256i mantissas(const Four& four) {
  const uint64_t any = (four.points + ~tops) >> 15 & ones;
  // What stands before a point moves behind it.
  __m512i digits = _mm512_mask_mov_epi8(four.digits, (four.points << 1) - any, _mm512_bslli_epi128(four.digits, 1));
  digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(10 + (1 << 8)));
  digits = _mm512_madd_epi16(digits, _mm512_set1_epi32(100 + (1 << 16)));
  digits = _mm512_packus_epi32(digits, digits);
  digits = _mm512_madd_epi16(digits, _mm512_set1_epi32(10000 + (1 << 16)));
  const __m512i high = _mm512_mul_epu32(digits, _mm512_set1_epi64(100'000'000));
  digits = _mm512_add_epi64(high, _mm512_srli_epi64(digits, 32));
  return _mm512_castsi512_si256(_mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 0, 2, 4, 6), digits));
}

HUICE_AVX512 void numbers_avx512(const Cell* cells, int rows, bool must, const NumberFormat& format, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<int64_t*>(store.data);
  const NumberFormat::Plains& plains = format.plain();
  uint64_t magnitude = 0, known = 0;
  const auto one = [&](int row) {
    int64_t n = 0;
    const bool is_known = cells[row].size != 0 && one_number(cells[row], format, n);
    out[row] = is_known ? n : 0;
    magnitude |= magnitude_of(out[row]);
    known |= uint64_t{is_known} << (row % 64);
    careful.rows[careful.count] = static_cast<uint16_t>(row);
    careful.count += !is_known && (must || cells[row].size != 0) ? 1 : 0;
  };
  unsigned fraction = 0;  // digits of the cell before
  __m256i magnitudes = _mm256_setzero_si256();
  /// False: nothing is done.
  const auto four = [&](int row) HUICE_AVX512 {
    const Cell* const at = cells + row;
    Four found;
    if (std::max(std::max(at[0].size, at[1].size), std::max(at[2].size, at[3].size)) > four_most || !read_four(at, found)) return false;
    const uint64_t some = found.text & tops;
    if (must && some != tops) return false;
    if (found.points != (fraction == 0 ? 0 : some >> fraction)) {
      const auto points = static_cast<unsigned>(__builtin_ctzll(found.points | tops));
      fraction = 15 - points % 16;
      if (fraction >= plains.size() || found.points != (fraction == 0 ? 0 : some >> fraction)) {  // not the same in each
        fraction = 0;
        return false;
      }
    }
    const NumberFormat::Plain& plain = plains[fraction];
    __m256i numbers = mantissas(found);
    if (plain.factor == 0 || _mm256_cmpgt_epu64_mask(numbers, _mm256_set1_epi64x(static_cast<int64_t>(plain.most))) != 0) return false;
    if (plain.factor != 1) numbers = _mm256_mullo_epi64(numbers, _mm256_set1_epi64x(plain.factor));
    magnitudes = _mm256_or_si256(magnitudes, numbers);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + row), numbers);
    known |= _pext_u64(some, tops) << (row % 64);
    return true;
  };
  for (int begin = 0; begin < rows; begin += 64) {
    const int end = std::min(begin + 64, rows);
    known = 0;
    for (int row = begin; row < end; row += 4) {
      if (row + 4 <= end && four(row)) continue;
      for (int i = row; i < std::min(row + 4, end); ++i) one(i);
    }
    store.known[begin / 64] = known;
  }
  const __m128i both = _mm_or_si128(_mm256_castsi256_si128(magnitudes), _mm256_extracti128_si256(magnitudes, 1));
  magnitude |= static_cast<uint64_t>(_mm_extract_epi64(both, 0) | _mm_extract_epi64(both, 1));
  *store.magnitude |= magnitude;
}

#endif

}  // namespace

void plain_numbers(const Cell* cells, int rows, bool must, const NumberFormat& format, const ColumnStore& store, Careful& careful) {
#ifdef HUICE_X86
  if (simd() == Simd::avx512) return numbers_avx512(cells, rows, must, format, store, careful);
#endif
  numbers_portable(cells, rows, must, format, store, careful);
}

}  // namespace huice::batch
