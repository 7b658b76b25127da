// Amounts as text, 64 at a time: 8000000 hundredths are `80000.00`.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace huice::decisions {

struct AmountTexts {
  static constexpr size_t rows = 64, most = 16;  // bytes of a text
  alignas(64) char bytes[rows * most];
  uint16_t places[rows];                         // which of its bytes are the text of row i: the last ones; 0: there is none

  /// Where a row's text is: of eight rows first the even ones, then the odd ones, as they come out of eight numbers.
  static constexpr size_t offset(size_t row) { return (row & ~size_t{7}) * most + (row & 1) * 4 * most + (row >> 1 & 3) * most; }
  std::string_view text(size_t i) const;
};

inline std::string_view AmountTexts::text(size_t i) const {
  const auto begin = static_cast<size_t>(__builtin_ctz(places[i] | 1u << most));
  return {bytes + offset(i) + begin, most - begin};
}

/// Rows whose bit of `which` is set get the text of hundredths[row] · factor; others have none. Gives those that do not fit:
/// below 0, or more than 10^13 yuan; they have none too.
uint64_t write_amounts(const int64_t* hundredths, int64_t factor, uint64_t which, AmountTexts& texts);

}  // namespace huice::decisions
