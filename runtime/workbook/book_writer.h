// Writes a workbook, row by row, sheets side by side; memory does not grow with the rows. Equal content gives equal bytes.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huice::workbook {

/// Rows below the header that a sheet holds.
inline constexpr uint32_t most_written_rows = 1'048'575;
/// Characters of a cell.
inline constexpr size_t most_written_text = 32'767;

/// How a cell looks. Text never becomes a number, a date or a formula.
enum class Look : uint8_t { text, header, money, count };

/// What may be entered below a header, up to the last row that is made ready.
struct Entry {
  enum class Kind : uint8_t { any, list, number, date } kind = Kind::any;
  std::vector<std::string> words;        // list
  double least = 0, most = 0;            // number
  std::string hint;                      // shown where something else is entered
};

class BookWriter {
 public:
  /// `shown`: for messages; `folder`: for what is not yet written.
  static Result<std::unique_ptr<BookWriter>> create(const std::string& shown, const std::string& folder);
  ~BookWriter();
  BookWriter(const BookWriter&) = delete;
  BookWriter& operator=(const BookWriter&) = delete;

  /// Sheets are numbered from 0 in the order in which they are added; rows and columns from 0. A name is cut to what a sheet may be
  /// called, and a second of the same name gets a number.
  size_t add_sheet(const std::string& name);
  /// Rows of a sheet come in order. Text that is too long is a failure.
  Outcome text(size_t sheet, uint32_t row, uint16_t column, std::string_view text, Look look = Look::text);
  /// `decimal` as a number, with as many fraction digits as it has; as text where 15 digits do not hold it.
  Outcome number(size_t sheet, uint32_t row, uint16_t column, std::string_view decimal, Look look);
  void set_width(size_t sheet, uint16_t column, double characters);
  /// The column's cells are text, whatever is entered.
  void set_text_column(size_t sheet, uint16_t column, double characters);
  void set_entry(size_t sheet, uint16_t column, const Entry& entry);
  void comment(size_t sheet, uint32_t row, uint16_t column, const std::string& text);
  /// The header stays in sight and can be filtered by.
  void finish_table(size_t sheet, uint32_t last_row, uint16_t columns);

  /// Nothing is written after it; then the file's bytes can be read.
  Outcome finish();
  /// Gives how many, 0 at the end.
  Result<size_t> read(uint64_t offset, char* into, size_t size) const;

 private:
  struct Book;
  BookWriter();
  std::unique_ptr<Book> book_;
};

/// Finishes a small workbook; all of its bytes.
Result<std::string> bytes_of(BookWriter& writer);

}  // namespace huice::workbook
