#include "base/decimal.h"

#include <array>
#include <cassert>

namespace huice {
namespace {

using Wide = unsigned __int128;

Wide magnitude(__int128 value) { return value < 0 ? -static_cast<Wide>(value) : static_cast<Wide>(value); }

/// Writes the digits of `value` before `end`; returns where they begin.
char* write_digits(char* end, Wide value) {
  while (value > UINT64_MAX) {
    *--end = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  }
  auto rest = static_cast<uint64_t>(value);
  do {
    *--end = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  return end;
}

}  // namespace

__int128 power_of_ten_128(int exponent) {
  static const std::array<__int128, 39> powers = [] {
    std::array<__int128, 39> table{};
    table[0] = 1;
    for (size_t i = 1; i < table.size(); ++i) table[i] = table[i - 1] * 10;
    return table;
  }();
  assert(exponent >= 0 && exponent <= 38);
  return powers[static_cast<size_t>(exponent)];
}

void append_integer(std::string& out, __int128 value) { append_decimal(out, value, 0); }

void append_decimal(std::string& out, __int128 value, int digits) {
  char buffer[48];
  char* const end = buffer + sizeof buffer;
  char* begin = write_digits(end, magnitude(value));
  if (value < 0) out += '-';
  auto count = static_cast<int>(end - begin);
  if (digits == 0) {
    out.append(begin, end);
  } else if (count > digits) {
    out.append(begin, end - digits);
    out += '.';
    out.append(end - digits, end);
  } else {
    out += "0.";
    out.append(static_cast<size_t>(digits - count), '0');
    out.append(begin, end);
  }
}

std::string to_decimal(__int128 value, int digits) {
  std::string text;
  append_decimal(text, value, digits);
  return text;
}

bool append_fraction(std::string& out, __int128 num, __int128 den, int least_digits) {
  assert(den > 0);
  const Wide divisor = static_cast<Wide>(den);
  const Wide whole = magnitude(num) / divisor;
  Wide rest = magnitude(num) % divisor;
  std::string fraction;
  while (rest != 0) {
    if (fraction.size() == 40 || rest > ~static_cast<Wide>(0) / 10) return false;
    rest *= 10;
    fraction += static_cast<char>('0' + static_cast<int>(rest / divisor));
    rest %= divisor;
  }
  while (static_cast<int>(fraction.size()) < least_digits) fraction += '0';
  if (num < 0) out += '-';
  char buffer[48];
  char* const end = buffer + sizeof buffer;
  out.append(write_digits(end, whole), end);
  if (!fraction.empty()) out.append(".").append(fraction);
  return true;
}

std::optional<__int128> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  Wide value = 0;
  const Wide limit = (static_cast<Wide>(1) << 127) - (negative ? 0 : 1);
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<unsigned>(c - '0');
    if (value > (limit - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return static_cast<__int128>(negative ? -value : value);
}

}  // namespace huice
