#include "runtime/batch/plain.h"

#include <cstddef>
#include <cstring>

#include "base/date.h"
#include "base/intrinsics.h"
#include "runtime/batch/plain_eights.h"

namespace huice::batch {
namespace {

struct YearDays {
  static constexpr int first = 1800, last = 2199;
  int32_t days[last - first + 1];  // to 1 January
  uint8_t length[2][13];           // of months, by leap year
  uint16_t before[2][13];          // days before the month
  YearDays() {
    constexpr uint8_t lengths[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int year = first; year <= last; ++year) days[year - first] = make_date(year, 1, 1)->days;
    for (int leap = 0; leap < 2; ++leap) {
      uint16_t sum = 0;
      for (int month = 0; month <= 12; ++month) {
        length[leap][month] = static_cast<uint8_t>(lengths[month] + (month == 2 ? leap : 0));
        before[leap][month] = sum;
        sum = static_cast<uint16_t>(sum + length[leap][month]);
      }
    }
  }
};

/// `2024-03-05`, of a usual year.
inline bool iso_date(const char* cell, const YearDays& years, int32_t& days) {
  uint64_t low;
  uint16_t high;
  std::memcpy(&low, cell, sizeof low);
  std::memcpy(&high, cell + 8, sizeof high);
  constexpr uint64_t dashes = 0x2D00002D00000000u, dash_bytes = 0xFF0000FF00000000u, zeros = 0x0030300030303030u, digit_bytes = 0x00FFFF00FFFFFFFFu;
  if ((low & dash_bytes) != dashes) return false;
  const uint64_t digits = (low & digit_bytes) - zeros;  // each below 10, or something borrows or overflows into bit 7
  const uint64_t beyond = (digits | (digits + (0x0076760076767676u))) & 0x0080800080808080u;
  const auto d0 = static_cast<uint32_t>(high & 0xFF) - '0', d1 = static_cast<uint32_t>(high >> 8) - '0';
  if (beyond != 0 || d0 > 9 || d1 > 9) return false;
  const auto digit = [&](int byte) { return static_cast<int>(digits >> (8 * byte) & 0xFF); };
  const int year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3), month = digit(5) * 10 + digit(6);
  const int day = static_cast<int>(d0 * 10 + d1);
  if (year < YearDays::first || year > YearDays::last || month < 1 || month > 12) return false;
  const int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 1 : 0;
  if (day < 1 || day > years.length[leap][month]) return false;
  days = years.days[year - YearDays::first] + years.before[leap][month] + day - 1;
  return true;
}

/// `3.2E+17` may be a code that a spreadsheet destroyed.
inline bool suspect(const Cell& cell) {
  return cell.size >= 5 && static_cast<unsigned char>(cell.bytes[0] - '0') <= 9 && (cell.bytes[1] == '.' || (cell.bytes[1] | 0x20) == 'e');
}

#ifdef HUICE_X86

/// False where one is not usual.
HUICE_AVX512 inline __attribute__((always_inline)) bool eight_texts(const Cell* cells, huice_text* out, EightKnown& eight) {
  static_assert(sizeof(Cell) == sizeof(huice_text) && offsetof(Cell, size) == offsetof(huice_text, size));
  const auto [bytes, sizes, front, some] = eight_cells(cells);
  const __m512i digit = _mm512_and_si512(front, _mm512_set1_epi64(0xF0)), second = _mm512_and_si512(front, _mm512_set1_epi64(0xFF00));
  const __mmask8 perhaps = _mm512_cmpeq_epi64_mask(digit, _mm512_set1_epi64(0x30)) &
                           (_mm512_cmpeq_epi64_mask(second, _mm512_set1_epi64('.' << 8)) | _mm512_cmpeq_epi64_mask(_mm512_or_si512(second, _mm512_set1_epi64(0x2000)), _mm512_set1_epi64('e' << 8)));
  if (perhaps != 0) return false;
  const auto both = [](uint32_t four) HUICE_AVX512 { return static_cast<__mmask8>(_pdep_u32(four, 0x55) * 3); };
  const __m512i sizes_low = _mm512_maskz_broadcast_i32x4(0xFFFF, _mm_set_epi64x(0xFFFFFFFF, -1));  // a cell's size is as wide as half a text's
  _mm512_storeu_si512(out, _mm512_maskz_and_epi64(both(some & 15u), _mm512_loadu_si512(cells), sizes_low));
  _mm512_storeu_si512(out + 4, _mm512_maskz_and_epi64(both(some >> 4), _mm512_loadu_si512(cells + 4), sizes_low));
  eight = {some, some};
  return true;
}

template <class Read>
HUICE_AVX512 void texts_avx512(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful, const Read& read) {
  auto* const out = static_cast<huice_text*>(store.data);
  const auto read_eight = [&](int row, EightKnown& eight) HUICE_AVX512 { return eight_texts(cells + row, out + row, eight); };
  each_eight<8 * sizeof *out>(cells, rows, must, store, careful, read_eight, read);
}

#endif

}  // namespace

void plain_dates(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful) {
  static const YearDays years;
  auto* const out = static_cast<int32_t*>(store.data);
  std::memset(out, 0, static_cast<size_t>(rows) * sizeof *out);
  each_cell(cells, rows, must, store, careful, [&](int row, const Cell& cell) {
    int32_t days = 0;
    if (cell.size != 10 || !iso_date(cell.bytes, years, days)) return false;
    out[row] = days;
    return true;
  });
}

void plain_texts(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<huice_text*>(store.data);
  const auto read = [&](int row, const Cell& cell) {
    if (suspect(cell)) return false;
    out[row] = {cell.bytes, cell.size};
    return true;
  };
#ifdef HUICE_X86
  if (simd() == Simd::avx512) return texts_avx512(cells, rows, must, store, careful, read);
#endif
  std::memset(out, 0, static_cast<size_t>(rows) * sizeof *out);
  each_cell(cells, rows, must, store, careful, read);
}

}  // namespace huice::batch
