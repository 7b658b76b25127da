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
  /// The same for value · 10^-scale in the unit of bare numbers.
  std::optional<RejectCode> take(__int128 value, int scale, __int128& n) const;
  /// What a cell should have been, for the message of `code`.
  std::string expected(RejectCode code) const;

  /// Digits, a point, a minus sign and a percent sign, as most cells are; false: use `parse`.
  bool parse_plain(std::string_view cell, int64_t& n) const {
    if (cell.empty() || cell.size() > 20) return false;
    const bool negative = cell.front() == '-', percent = cell.back() == '%';
    const Plains& plains = percent ? plain_percent_ : plain_;
    const char* at = cell.data() + (negative ? 1 : 0);
    const char* const end = cell.data() + cell.size() - (percent ? 1 : 0);
    if (end - at > 18 || end - at < 1 || static_cast<unsigned char>(*at - '0') > 9) return false;
    uint64_t mantissa = 0;
    for (; at < end && static_cast<unsigned char>(*at - '0') <= 9; ++at) mantissa = mantissa * 10 + static_cast<unsigned char>(*at - '0');
    size_t fraction = 0;
    if (at < end) {
      if (*at++ != '.') return false;
      fraction = static_cast<size_t>(end - at);
      for (; at < end && static_cast<unsigned char>(*at - '0') <= 9; ++at) mantissa = mantissa * 10 + static_cast<unsigned char>(*at - '0');
      if (at < end || fraction == 0 || fraction >= plains.size()) return false;
    }
    const Plain& plain = plains[fraction];
    if (plain.factor == 0 || mantissa > (negative ? plain.most_negative : plain.most)) return false;
    n = static_cast<int64_t>(mantissa * static_cast<uint64_t>(plain.factor));
    if (negative) n = -n;
    return true;
  }

  /// By number of fraction digits: n = mantissa · factor, with the largest mantissas whose n is surely allowed. Factor 0: go the
  /// slow way.
  struct Plain {
    int64_t factor = 0;
    uint64_t most = 0, most_negative = 0;
  };
  using Plains = std::array<Plain, 8>;
  /// Of cells without a percent sign.
  const Plains& plain() const { return plain_; }

 private:
  static constexpr int most_digits = 18;  // fraction digits that are looked at
  /// n = mantissa / divisor · factor, for a number of fraction digits; the division must be exact.
  struct Scale {
    __int128 factor = 0, divisor = 1;
  };
  using Scales = std::array<Scale, most_digits + 1>;
  /// mantissa · 10^-fraction, mantissa >= 0; the largest: beyond everything.
  std::optional<RejectCode> scaled(const Scales& scales, __int128 mantissa, int fraction, bool negative, __int128& n) const;
  Plains plains_of(const Scales& scales) const;
  static Scales scales_of(const Layout& layout, __int128 num, __int128 den);

  Scales bare_, percent_, permille_;
  Plains plain_{}, plain_percent_{};
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
