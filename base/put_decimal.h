// Decimals of 64-bit integers into memory, for the loops that write many.
#pragma once
#include <cstdint>
#include <cstring>

namespace huice {

/// So much room must be there: more is written than counts.
inline constexpr int put_decimal_room = 32;

namespace put_decimal_detail {
struct Pairs {
  char text[200];
  constexpr Pairs() : text() {
    for (int i = 0; i < 100; ++i) {
      text[2 * i] = static_cast<char>('0' + i / 10);
      text[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
  }
};
inline constexpr Pairs pairs{};
}  // namespace put_decimal_detail

/// Writes `value` to `at`; gives the end.
inline char* put_integer(char* at, uint64_t value) {
  char digits[48];
  char* begin = digits + 20;
  while (value >= 100) {
    begin -= 2;
    std::memcpy(begin, put_decimal_detail::pairs.text + value % 100 * 2, 2);
    value /= 100;
  }
  if (value >= 10) {
    begin -= 2;
    std::memcpy(begin, put_decimal_detail::pairs.text + value * 2, 2);
  } else {
    *--begin = static_cast<char>('0' + value);
  }
  std::memcpy(at, begin, 20);
  return at + (digits + 20 - begin);
}

/// The same of value / 100 with two fraction digits: 8000000 is `80000.00`.
inline char* put_hundredths(char* at, uint64_t value) {
  at = put_integer(at, value / 100);
  *at = '.';
  std::memcpy(at + 1, put_decimal_detail::pairs.text + value % 100 * 2, 2);
  return at + 3;
}

}  // namespace huice
