#include "compiler/reference/codes.h"

#include <algorithm>
#include <array>

#include "base/date.h"

namespace huice::reference {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

/// GB 32100-2015, table A.1.
constexpr std::string_view uscc_signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool uscc_form(std::string_view code) {
  return code.size() == 18 && code.find_first_not_of(uscc_signs) == std::string_view::npos && all_digits(code.substr(2, 6));
}

/// C18 = 31 − (Σ Ci · Wi mod 31), 31 counting as 0.
bool uscc_checksum(std::string_view code) {
  constexpr std::array<size_t, 17> weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  if (!uscc_form(code)) return false;
  size_t sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) sum += uscc_signs.find(code[i]) * weights[i];
  return uscc_signs[(31 - sum % 31) % 31] == code[17];
}

/// GB 11643-1999: the remainder of the weighted sum names the check character.
bool citizen_id(std::string_view code) {
  constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view checks = "10X98765432";
  if (code.size() != 18 || !all_digits(code.substr(0, 17))) return false;
  const std::string birth(code.substr(6, 8));
  if (!parse_iso_date(birth.substr(0, 4) + "-" + birth.substr(4, 2) + "-" + birth.substr(6, 2))) return false;
  int sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) sum += (code[i] - '0') * weights[i];
  return checks[static_cast<size_t>(sum % 11)] == code[17];
}

/// GS1: from the right, digits before the check digit count three times and once in turn.
bool gtin13(std::string_view code) {
  if (code.size() != 13 || !all_digits(code)) return false;
  int sum = 0;
  for (size_t i = 0; i < 12; ++i) sum += (code[11 - i] - '0') * (i % 2 == 0 ? 3 : 1);
  return (10 - sum % 10) % 10 == code[12] - '0';
}

bool division_form(std::string_view code) {
  const bool length = code.size() == 6 || code.size() == 9 || code.size() == 12;
  return length && all_digits(code) && code[0] != '0';
}

/// A province's code ends in 0000, a city's in 00.
bool division_within(std::string_view code, std::string_view area) {
  if (!division_form(code) || !division_form(area) || area.size() != 6) return false;
  if (area.ends_with("0000")) return code.starts_with(area.substr(0, 2));
  if (area.ends_with("00")) return code.starts_with(area.substr(0, 4));
  return code.starts_with(area);
}

}  // namespace

bool holds(rules::TextTest test, std::string_view text, std::string_view other) {
  switch (test) {
    case rules::TextTest::uscc_form:
      return uscc_form(text);
    case rules::TextTest::uscc_checksum:
      return uscc_checksum(text);
    case rules::TextTest::citizen_id:
      return citizen_id(text);
    case rules::TextTest::gtin13:
      return gtin13(text);
    case rules::TextTest::division_form:
      return division_form(text);
    case rules::TextTest::division_within:
      return division_within(text, other);
  }
  return false;
}

}  // namespace huice::reference
