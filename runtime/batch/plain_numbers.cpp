// Numbers as most files have them: digits with a point. Eight cells at a time where the machine has AVX-512, else 8 digits at a time.
#include "base/intrinsics.h"
#include "runtime/batch/plain_eights.h"

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

#ifdef HUICE_X86

// Four cells lie in a register, each at the end of its 16 bytes; masks have 16 bits a cell.
constexpr uint64_t ones = 0x0001000100010001u, tops = 0x8000800080008000u;
constexpr int four_most = 16;  // bytes of a cell
constexpr __mmask16 size_places = 0x4444;  // of four cells as they lie in memory
static_assert(sizeof(Cell) == 16 && offsetof(Cell, size) == 8);

/// Four cells that are known or empty: digits alone, or with a point between them.
struct Four {
  __m512i digits;  // 0 where there is no text
  uint32_t known;
};

/// What cells with so many digits behind the point have in common.
struct Look {
  unsigned fraction;
  __m512i less, most;     // what is taken off each byte, and what may be left
  uint64_t moved;         // bytes that digits before the point move to
  __m512i fewest, range;  // sizes
};

HUICE_AVX512 inline Look look_of(unsigned fraction) {
  const auto point = static_cast<__mmask16>(fraction == 0 ? 0 : 1u << (15 - fraction));
  const auto all = [&](char usual, char at_point) HUICE_AVX512 {
    return _mm512_maskz_broadcast_i32x4(0xFFFF, _mm_mask_mov_epi8(_mm_set1_epi8(usual), point, _mm_set1_epi8(at_point)));
  };
  const int fewest = fraction == 0 ? 1 : static_cast<int>(fraction) + 2;
  return {fraction, all('0', '.'), all(9, 0), fraction == 0 ? 0 : ones * ((uint64_t{1} << (16 - fraction)) - 1), _mm512_set1_epi32(fewest), _mm512_set1_epi32(four_most - fewest)};
}

/// The last 16 bytes of each of four cells, or what stands before shorter ones; the bytes that are theirs.
HUICE_AVX512 inline __m512i four_texts(const Cell* cells, __mmask64& inside) {
  const auto end = [&](int i) HUICE_AVX512 { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(cells[i].bytes + cells[i].size - four_most)); };
  __m512i text = _mm512_castsi128_si512(end(0));
  text = _mm512_inserti32x4(text, end(1), 1);
  text = _mm512_inserti32x4(text, end(2), 2);
  text = _mm512_inserti32x4(text, end(3), 3);
  const __m512i sizes = _mm512_shuffle_epi8(_mm512_loadu_si512(cells), _mm512_set1_epi8(8));
  const __m128i needed = _mm_setr_epi8(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  inside = _mm512_cmpge_epu8_mask(sizes, _mm512_maskz_broadcast_i32x4(0xFFFF, needed));
  return text;
}

/// False: not all look so.
HUICE_AVX512 inline bool read_four(const Cell* cells, const Look& look, Four& four) {
  const __m512i as_they_lie = _mm512_loadu_si512(cells);
  const __mmask16 some = _mm512_mask_test_epi32_mask(size_places, as_they_lie, as_they_lie);
  const __mmask16 fit = _mm512_mask_cmple_epu32_mask(size_places, _mm512_sub_epi32(as_they_lie, look.fewest), look.range);
  __mmask64 inside;
  const __m512i text = four_texts(cells, inside);
  four.digits = _mm512_maskz_sub_epi8(inside, text, look.less);
  four.known = _pext_u32(some, size_places);
  return some == fit && _mm512_cmpgt_epu8_mask(four.digits, look.most) == 0;
}

/// `points`: where each has its point, if it has one; `moved`: the bytes that digits before it move to; `minus`: where each has
/// its sign, if it has one. False: something is not digits with a point between them, perhaps behind a minus.
HUICE_AVX512 inline bool read_any_four(const Cell* cells, Four& four, uint64_t& points, uint64_t& moved, uint64_t& minus) {
  if (std::max(std::max(cells[0].size, cells[1].size), std::max(cells[2].size, cells[3].size)) > four_most) return false;
  __mmask64 inside;
  const __m512i text = four_texts(cells, inside);
  const uint64_t first = inside & ~(inside << 1 & ~ones);
  minus = _mm512_mask_cmpeq_epi8_mask(first, text, _mm512_set1_epi8('-'));
  const uint64_t begin = first & ~minus;
  four.digits = _mm512_maskz_sub_epi8(inside & ~minus, text, _mm512_set1_epi8('0'));
  four.known = static_cast<uint32_t>(_pext_u64(inside, tops));
  points = _mm512_cmpgt_epu8_mask(four.digits, _mm512_set1_epi8(9));
  const uint64_t any = (points + ~tops) >> 15 & ones;  // 1 in cells that have a point
  moved = (points << 1) - any;
  const bool between = (points & (points - any)) == 0 && (points & (tops | begin | minus << 1)) == 0 && (minus & tops) == 0;
  return between && _mm512_mask_cmpeq_epi8_mask(points, text, _mm512_set1_epi8('.')) == points;
}

/// Each four digits become a number; what stands before a point moves behind it.
HUICE_AVX512 inline __m512i by_fours(__m512i digits, uint64_t moved) {
  digits = _mm512_mask_mov_epi8(digits, moved, _mm512_bslli_epi128(digits, 1));
  digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(10 + (1 << 8)));
  return _mm512_madd_epi16(digits, _mm512_set1_epi32(100 + (1 << 16)));
}

/// Eight numbers out of the parts of four and four.
HUICE_AVX512 inline __m512i numbers_of(__m512i first, __m512i second) {
  const __m512i eights = _mm512_madd_epi16(_mm512_packus_epi32(first, second), _mm512_set1_epi32(10000 + (1 << 16)));
  const __m512i all = _mm512_add_epi64(_mm512_mul_epu32(eights, _mm512_set1_epi64(100'000'000)), _mm512_srli_epi64(eights, 32));
  return _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7), all);
}

class EightNumbers {
 public:
  HUICE_AVX512 explicit EightNumbers(const NumberFormat& format) : plains_(format.plain()), look_(look_of(2)) {
    using Plain = NumberFormat::Plain;
    static_assert(sizeof(Plain) == 24 && offsetof(Plain, most) == 8 && offsetof(Plain, most_negative) == 16 && std::tuple_size_v<NumberFormat::Plains> == 8);
    const auto* const first = reinterpret_cast<const long long*>(plains_.data());
    const __m512i each = _mm512_mullo_epi64(_mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7), _mm512_set1_epi64(sizeof(NumberFormat::Plain)));
    factors_ = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), 0xFF, each, first, 1);
    mosts_ = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), 0xFF, each, first + 1, 1);
    most_negatives_ = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), 0xFF, each, first + 2, 1);
  }
  /// False: nothing is done.
  HUICE_AVX512 bool read(const Cell* cells, int64_t* out, uint32_t& known) {
    if (read_alike(cells, out, known)) return true;
    const auto fraction = fraction_of(cells[0]);
    if (fraction != look_.fraction && fraction < plains_.size()) {
      look_ = look_of(fraction);
      if (read_alike(cells, out, known)) return true;
    }
    return read_any(cells, out, known);
  }
  HUICE_AVX512 uint64_t magnitude() const {
    uint64_t all = 0, each[8];
    _mm512_storeu_si512(each, magnitudes_);
    for (const uint64_t one : each) all |= one;
    return all;
  }

 private:
  static unsigned fraction_of(const Cell& cell) {
    const auto point = cell.view().rfind('.');
    return point == std::string_view::npos ? 0 : static_cast<unsigned>(cell.size - point - 1);
  }
  HUICE_AVX512 bool read_alike(const Cell* cells, int64_t* out, uint32_t& known) {
    Four a, b;
    const bool read_a = read_four(cells, look_, a), read_b = read_four(cells + 4, look_, b);
    const NumberFormat::Plain& plain = plains_[look_.fraction];
    if (!read_a || !read_b || plain.factor == 0) return false;
    __m512i numbers = numbers_of(by_fours(a.digits, look_.moved), by_fours(b.digits, look_.moved));
    if (_mm512_cmpgt_epu64_mask(numbers, _mm512_set1_epi64(static_cast<int64_t>(plain.most))) != 0) return false;
    if (plain.factor != 1) numbers = _mm512_mullo_epi64(numbers, _mm512_set1_epi64(plain.factor));
    known = a.known | b.known << 4;
    return put(numbers, out);
  }
  HUICE_AVX512 bool read_any(const Cell* cells, int64_t* out, uint32_t& known) {
    Four a, b;
    uint64_t points_a, points_b, moved_a, moved_b, minus_a, minus_b;
    if (!read_any_four(cells, a, points_a, moved_a, minus_a) || !read_any_four(cells + 4, b, points_b, moved_b, minus_b)) return false;
    __m512i numbers = numbers_of(by_fours(a.digits, moved_a), by_fours(b.digits, moved_b));
    // Bit 15 - f of its 16 is the point of a cell with f digits behind it.
    const __m512i points = _mm512_cvtepu16_epi64(_mm_set_epi64x(static_cast<int64_t>(points_b), static_cast<int64_t>(points_a)));
    const __m512i fractions = _mm512_and_si512(_mm512_maskz_lzcnt_epi64(0xFF, points), _mm512_set1_epi64(15));  // of 64 bits: 48 more; without a point 64
    const __m512i signs = _mm512_cvtepu16_epi64(_mm_set_epi64x(static_cast<int64_t>(minus_b), static_cast<int64_t>(minus_a)));
    const __mmask8 negative = _mm512_test_epi64_mask(signs, signs);
    const __m512i factors = _mm512_permutexvar_epi64(fractions, factors_);
    const __m512i mosts = _mm512_mask_permutexvar_epi64(_mm512_permutexvar_epi64(fractions, mosts_), negative, fractions, most_negatives_);
    const __mmask8 unfit = _mm512_cmpgt_epu64_mask(fractions, _mm512_set1_epi64(7)) | _mm512_cmpgt_epu64_mask(numbers, mosts) | _mm512_testn_epi64_mask(factors, factors);
    if (unfit != 0) return false;
    known = a.known | b.known << 4;
    return put(_mm512_mullo_epi64(numbers, factors), out, negative);
  }
  HUICE_AVX512 bool put(__m512i numbers, int64_t* out, __mmask8 negative = 0) {
    magnitudes_ = _mm512_or_si512(magnitudes_, numbers);
    _mm512_storeu_si512(out, _mm512_mask_sub_epi64(numbers, negative, _mm512_setzero_si512(), numbers));
    return true;
  }

  const NumberFormat::Plains& plains_;
  Look look_;
  __m512i factors_, mosts_, most_negatives_, magnitudes_ = _mm512_setzero_si512();
};

/// Gives the magnitude of what is not left to `read`.
template <class Read>
HUICE_AVX512 uint64_t numbers_avx512(const Cell* cells, int rows, bool must, const NumberFormat& format, const ColumnStore& store, Careful& careful, const Read& read) {
  auto* const out = static_cast<int64_t*>(store.data);
  EightNumbers numbers(format);
  const auto read_eight = [&](int row, EightKnown& eight) HUICE_AVX512 {
    if (!numbers.read(cells + row, out + row, eight.known)) return false;
    eight.some = eight.known;
    return true;
  };
  each_eight<8 * sizeof *out>(cells, rows, must, store, careful, read_eight, read);
  return numbers.magnitude();
}

#endif

}  // namespace

void plain_numbers(const Cell* cells, int rows, bool must, const NumberFormat& format, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<int64_t*>(store.data);
  uint64_t magnitude = 0;
  const auto read = [&](int row, const Cell& cell) {
    int64_t n = 0;
    if (!one_number(cell, format, n)) return false;
    magnitude |= magnitude_of(n);
    out[row] = n;
    return true;
  };
#ifdef HUICE_X86
  if (simd() == Simd::avx512) {
    const uint64_t eights = numbers_avx512(cells, rows, must, format, store, careful, read);
    *store.magnitude |= magnitude | eights;
    return;
  }
#endif
  std::memset(out, 0, static_cast<size_t>(rows) * sizeof *out);
  each_cell(cells, rows, must, store, careful, read);
  *store.magnitude |= magnitude;
}

}  // namespace huice::batch
