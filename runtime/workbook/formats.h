// Number formats: whether they show a date, a percentage, or other digits than those that are stored.
#pragma once
#include <cstdint>
#include <string_view>

namespace huice::workbook {

enum class Shows : uint8_t {
  plain,      // the number: General, 0, #,##0.00, ￥0
  date,       // `yyyy-mm-dd`, `m月d日`
  moment,     // with a time
  percent,
  altered,    // something else than its digits: `000000`, `"A"0`
};

/// `code` as in `formatCode`.
Shows shown_by(std::string_view code);
/// Formats that need no code, by number.
Shows shown_by(unsigned built_in);

}  // namespace huice::workbook
