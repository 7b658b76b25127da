#include "runtime/batch/plain.h"

#include <algorithm>
#include <cstring>

#include "base/date.h"
#include "runtime/batch/grid.h"

namespace huice::batch {
namespace {

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

/// The first 8 or fewer bytes, zeros behind them.
inline uint64_t low_bytes(const char* bytes, uint32_t size) {
  uint64_t value;
  std::memcpy(&value, bytes, sizeof value);
  return size >= 8 ? value : value & ((uint64_t{1} << (8 * size)) - 1);
}

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

}  // namespace

void plain_numbers(const Cell* cells, int rows, bool must, const NumberFormat& format, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<int64_t*>(store.data);
  std::memset(out, 0, static_cast<size_t>(rows) * sizeof *out);
  const NumberFormat::Plains& plains = format.plain();
  uint64_t magnitude = 0;
  each_cell(cells, rows, must, store, careful, [&](int row, const Cell& cell) {
    const uint32_t sign = cell.bytes[0] == '-' ? 1 : 0;
    uint64_t mantissa = 0;
    unsigned fraction = 0;
    int64_t n = 0;
    if (usual_number(cell.bytes + sign, cell.size - sign, mantissa, fraction)) {
      const NumberFormat::Plain& plain = plains[fraction];
      if (plain.factor == 0 || mantissa > (sign != 0 ? plain.most_negative : plain.most)) return false;
      n = static_cast<int64_t>(mantissa * static_cast<uint64_t>(plain.factor));
      if (sign != 0) n = -n;
    } else if (!format.parse_plain(cell.view(), n)) {
      return false;
    }
    magnitude |= static_cast<uint64_t>(n < 0 ? -n : n);
    out[row] = n;
    return true;
  });
  *store.magnitude |= magnitude;
}

void plain_booleans(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<uint64_t*>(store.data);
  std::memset(out, 0, static_cast<size_t>(rows + 63) / 64 * sizeof *out);
  each_cell(cells, rows, must, store, careful, [&](int row, const Cell& cell) {
    uint16_t code = 0;
    if (cell.size > 16 || !words.find_short(low_bytes(cell.bytes, cell.size), cell.size > 8 ? low_bytes(cell.bytes + 8, cell.size - 8) : 0, cell.size, code)) return false;
    out[row / 64] |= uint64_t{code} << (row % 64);
    return true;
  });
}

void plain_choices(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful) {
  auto* const out = static_cast<uint16_t*>(store.data);
  std::memset(out, 0, static_cast<size_t>(rows) * sizeof *out);
  each_cell(cells, rows, must, store, careful, [&](int row, const Cell& cell) {
    uint16_t code = 0;
    if (cell.size > 16 || !words.find_short(low_bytes(cell.bytes, cell.size), cell.size > 8 ? low_bytes(cell.bytes + 8, cell.size - 8) : 0, cell.size, code)) return false;
    out[row] = code;
    return true;
  });
}

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
