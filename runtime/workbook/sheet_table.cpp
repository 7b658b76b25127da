#include "runtime/workbook/sheet_table.h"

#include <algorithm>

#include "base/unicode/width.h"

namespace huice::workbook {

Outcome SheetTable::add(std::string_view text) {
  for (const char c : text) {
    if (c == '"') {
      quoted_ = !quoted_;
      if (quoted_ && after_quote_) cell_ += '"';  // its twin
      after_quote_ = !quoted_;
      continue;
    }
    after_quote_ = false;
    if (quoted_ || (c != ',' && c != '\n')) {
      cell_ += c;
      continue;
    }
    if (Outcome outcome = end_cell(); !outcome) return outcome;
    if (c == ',') continue;
    columns_ = std::max(columns_, column_);
    column_ = 0;
    ++row_;
  }
  return Nothing{};
}

void SheetTable::finish() {
  for (uint16_t column = 0; column < widths_.size(); ++column) writer_.set_width(sheet_, column, static_cast<double>(std::clamp<size_t>(widths_[column] + 3, 10, 48)));
  writer_.finish_table(sheet_, row_ == 0 ? 0 : row_ - 1, columns_);
}

Outcome SheetTable::end_cell() {
  constexpr uint32_t measured_rows = 100;
  if (row_ > most_written_rows) {
    cell_.clear();
    return full();
  }
  adapt(cell_);
  if (row_ < measured_rows) {
    if (column_ >= widths_.size()) widths_.resize(column_ + size_t{1});
    widths_[column_] = std::max(widths_[column_], unicode::display_width(cell_.substr(0, 100)));
  }
  Outcome outcome = row_ == 0            ? writer_.text(sheet_, row_, column_, cell_, Look::header)
                    : is_number(column_) ? (cell_.empty() ? Outcome(Nothing{}) : writer_.number(sheet_, row_, column_, cell_, Look::money))
                                         : writer_.text(sheet_, row_, column_, cell_);
  cell_.clear();
  ++column_;
  return outcome;
}

}  // namespace huice::workbook
