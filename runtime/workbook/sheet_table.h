// CSV text → a sheet: its first record is the header. Text stays text; columns of numbers become numbers.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "runtime/workbook/book_writer.h"

namespace huice::workbook {

class SheetTable {
 public:
  SheetTable(BookWriter& writer, const std::string& name) : writer_(writer), sheet_(writer.add_sheet(name)) {}
  virtual ~SheetTable() = default;
  SheetTable(const SheetTable&) = delete;
  SheetTable& operator=(const SheetTable&) = delete;

  /// The next piece of the text, which may be cut anywhere.
  Outcome add(std::string_view text);
  /// Widths of columns as their first cells need them; the header stays in sight.
  void finish();

 protected:
  virtual bool is_number(uint16_t column) const = 0;
  /// For each cell beyond the last row that a sheet holds.
  virtual Outcome full() = 0;
  /// The cell as it is written.
  virtual void adapt(std::string& cell) const { (void)cell; }

 private:
  Outcome end_cell();

  BookWriter& writer_;
  size_t sheet_;
  uint32_t row_ = 0;
  uint16_t column_ = 0, columns_ = 0;
  std::string cell_;
  bool quoted_ = false, after_quote_ = false;
  std::vector<size_t> widths_;
};

}  // namespace huice::workbook
