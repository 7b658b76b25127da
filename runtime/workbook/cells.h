// The rows of a sheet's XML, one after the other, with their cells as text.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "runtime/workbook/sheet.h"
#include "runtime/workbook/xml.h"

namespace huice::workbook {

inline constexpr uint64_t most_rows = 1'048'576;
inline constexpr size_t most_columns = 16'384;

class Cells final : public XmlHandler {
 public:
  /// Rows go to `out` as CSV.
  Cells(const Book& book, const SheetName& sheet, std::optional<Shape> shape, Findings& findings, std::string& out)
      : book_(book), sheet_(sheet), shape_(std::move(shape)), findings_(findings), out_(out) {}
  void start(std::string_view name, const Attributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view text) override;
  const std::optional<Failure>& failure() const override { return failure_; }

 private:
  void start_row(const Attributes& attributes);
  void start_cell(const Attributes& attributes);
  void end_cell();
  void end_row();
  void merged(const Attributes& attributes);
  void number(std::string& cell);
  std::string moment(const std::string& decimal, bool with_time) const;
  void fail(const std::string& en, const std::string& zh);
  bool below_header() const { return shape_ && row_ > shape_->header_line; }
  Use use() const { return below_header() && column_ < shape_->columns.size() ? shape_->columns[column_] : Use::other; }
  std::string place() const;

  const Book& book_;
  const SheetName& sheet_;
  std::optional<Shape> shape_;
  Findings& findings_;
  std::string& out_;
  std::optional<Failure> failure_;
  uint64_t row_ = 0;               // from 1
  size_t column_ = 0, next_ = 0;   // from 0: of the cell, of the one behind it
  size_t used_ = 0, row_bytes_ = 0;
  bool in_row_ = false, in_value_ = false, in_text_ = false, in_formula_ = false, phonetic_ = false;
  char type_ = 'n';                // n number, s shared string, t text, b boolean, e error, d date
  size_t style_ = 0;
  bool has_value_ = false, has_formula_ = false;
  std::string value_, formula_;
  std::vector<std::string> cells_; // of the row; those from used_ on are of rows before
};

}  // namespace huice::workbook
