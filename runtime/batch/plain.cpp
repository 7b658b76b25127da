#include "runtime/batch/plain.h"

#include <cstring>

#include "base/date.h"
#include "runtime/batch/plain_cells.h"

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
  for (int row = 0; row < rows; ++row) {
    const Cell& cell = cells[row];
    out[row] = {cell.size == 0 ? nullptr : cell.bytes, cell.size};
  }
  each_cell(cells, rows, must, store, careful, [&](int row, const Cell& cell) {
    // `3.2E+17` may be a code that a spreadsheet destroyed.
    const bool suspect = cell.size >= 5 && static_cast<unsigned char>(cell.bytes[0] - '0') <= 9 && (cell.bytes[1] == '.' || (cell.bytes[1] | 0x20) == 'e');
    if (suspect) out[row] = {nullptr, 0};
    return !suspect;
  });
}

}  // namespace huice::batch
