// One sheet as CSV text: line n is row n of the sheet, rows without cells are empty lines. What a cell holds counts, not how it looks;
// dates and percentages are what their formats say.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/batch/source.h"
#include "runtime/workbook/book.h"

namespace huice::workbook {

/// What becomes of a column's cells.
enum class Use : uint8_t { other, text, number, percent, value };  // other: nobody reads them; value: a date or a word

/// Known once the header is bound: below its last line rows have exactly these columns.
struct Shape {
  std::vector<Use> columns;
  uint64_t header_line = 0;
};

/// What a reader should hear of the cells, beside their values.
struct Findings {
  uint64_t inexact = 0;  // numbers that carry an error behind their 15th digit
  std::string inexact_cell, inexact_stored, inexact_read;  // the first
  uint64_t hidden_rows = 0, hidden_row = 0;                // below the header; the first
  std::string merged;    // the first range of several rows below the header: only its first row has the value
};

/// `findings` are complete at the end. The source holds the book.
Result<std::unique_ptr<batch::Source>> open_sheet(std::shared_ptr<const Book> book, const SheetName& sheet, std::optional<Shape> shape,
                                                  std::shared_ptr<Findings> findings);

}  // namespace huice::workbook
