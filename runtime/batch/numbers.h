// Number cells: `1234.56`, `1,234.56`, `￥1,234.56`, `30%`, `5‰`, full-width digits; in the unit of the header or the field.
// Exact or rejected: never rounded, never guessed.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/batch/reject.h"
#include "runtime/batch/schema.h"

namespace huice::batch {

/// How the cells of one column become integers of the field's layout.
class NumberFormat {
 public:
  /// `header`: the unit that the header names, if it names one.
  NumberFormat(const Field& field, const std::optional<CellUnit>& header);

  /// `cell` is neither missing nor surrounded by spaces. What is wrong with it, or nothing and its value in `n`.
  std::optional<RejectCode> parse(std::string_view cell, __int128& n) const;
  /// What a cell should have been, for the message of `code`.
  std::string expected(RejectCode code) const;

  /// Digits and a point only, as most cells are; false: use `parse`.
  bool parse_plain(std::string_view cell, int64_t& n) const {
    uint64_t mantissa = 0;
    size_t at = 0, point = cell.size();
    if (cell.size() > 18) return false;
    for (; at < cell.size(); ++at) {
      const unsigned digit = static_cast<unsigned char>(cell[at]) - unsigned{'0'};
      if (digit <= 9) {
        mantissa = mantissa * 10 + digit;
      } else if (cell[at] == '.' && point == cell.size() && at > 0) {
        point = at;
      } else {
        return false;
      }
    }
    const size_t fraction = point == cell.size() ? 0 : cell.size() - point - 1;
    if (fraction >= plain_.size() || (point != cell.size() && fraction == 0)) return false;
    const Plain& plain = plain_[fraction];
    if (mantissa > plain.most) return false;
    n = static_cast<int64_t>(mantissa * static_cast<uint64_t>(plain.factor));
    return true;
  }

 private:
  static constexpr int most_digits = 18;  // fraction digits that are looked at
  /// n = mantissa / divisor · factor, for a number of fraction digits; the division must be exact.
  struct Scale {
    __int128 factor = 0, divisor = 1;
  };
  using Scales = std::array<Scale, most_digits + 1>;
  /// The same where the divisor is 1, with the largest mantissa whose n is surely allowed.
  struct Plain {
    int64_t factor = 0;
    uint64_t most = 0;
  };
  static Scales scales_of(const Layout& layout, __int128 num, __int128 den);

  Scales bare_, percent_, permille_;
  std::array<Plain, 8> plain_{};
  bool share_ = false;         // a percent
  bool bare_allowed_ = true;
  bool yuan_ = false, dollar_ = false;
  int digits_ = -1;            // fraction digits as written; -1: only the step decides
  __int128 lo_ = 0, hi_ = 0;
  Layout layout_;
  CellUnit unit_;              // of bare numbers
  std::string range_;          // for messages
};

}  // namespace huice::batch
