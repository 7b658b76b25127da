// Plain decimals of 128-bit integers: no exponent, no grouping, no locale.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huice {

/// Appends `-123`.
void append_integer(std::string& out, __int128 value);
/// Appends value · 10^-digits with exactly `digits` fraction digits: (8000000, 2) is `80000.00`.
void append_decimal(std::string& out, __int128 value, int digits);
std::string to_decimal(__int128 value, int digits = 0);
/// Appends num/den (den > 0) as a decimal with as few digits as it needs, at least `least_digits`; false, and nothing
/// appended, when it has no finite decimal or would need more than 40 digits.
bool append_fraction(std::string& out, __int128 num, __int128 den, int least_digits = 0);
/// Reads `-123`; nothing else, and nothing beyond 128 bits.
std::optional<__int128> parse_integer(std::string_view text);

/// 10^exponent, 0 ≤ exponent ≤ 38.
__int128 power_of_ten_128(int exponent);

}  // namespace huice
