// Amounts as text, 64 at a time: 8000000 hundredths are `80000.00`.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace huice::decisions {

struct AmountTexts {
  static constexpr size_t rows = 64, most = 32;  // bytes of a text
  alignas(64) char bytes[rows * most + most];    // so many more can be read behind each text
  uint8_t begin[rows];                           // of row i: in its `most` bytes
  uint8_t size[rows];

  const char* text(int row) const { return bytes + static_cast<size_t>(row) * most + begin[row]; }
  /// False: it does not fit.
  bool set(int row, std::string_view text);
};

/// Rows whose bit of `which` is set get the text of hundredths[row] · factor; others have size 0. Gives those that do not fit:
/// below 0, or more than 10^13 yuan; they have size 0 too.
uint64_t write_amounts(const int64_t* hundredths, int64_t factor, uint64_t which, AmountTexts& texts);

}  // namespace huice::decisions
