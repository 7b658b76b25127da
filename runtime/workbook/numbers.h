// Stored numbers → decimals. A workbook stores binary numbers of 53 bits and shows 15 digits of them: the number is the decimal of up
// to 15 digits that is shown in full, whatever shorter form the cell's format shows.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace huice::workbook {

struct Stored {
  std::string decimal;  // `-1234.5`; from 10^15 on, where digits are lost, `9.13302001234568E+17`
  double value = 0;
  bool inexact = false; // it is not the binary number of that decimal: a formula's rounding error
};
/// `text` as in `<v>`; empty: no number.
std::optional<Stored> parse_stored(std::string_view text);
/// The decimal times 100, `30.5` for `0.305`.
std::string hundredfold(std::string_view decimal);
/// `1.23E+02`.
std::string scientific(double value);

}  // namespace huice::workbook
