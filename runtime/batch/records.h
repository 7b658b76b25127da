// Text → records and cells, by RFC 4180: quotes, `""` inside them, line ends inside them; LF or CRLF. A quote inside a cell
// that does not begin with one is an ordinary character. Empty lines are no rows, except in files of one column.
//
// A record that cannot be read (a quote that never ends, more bytes than the limit) costs its first physical line only: reading
// goes on at the next one.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch/grid.h"
#include "runtime/batch/marks.h"
#include "runtime/batch/rows.h"

namespace huice::batch {

/// A record that cannot be read: where it begins in some text, and why.
struct Unreadable {
  size_t at;
  RejectCode why;
};

/// Goes through the records of some text that lies in memory.
class Records {
 public:
  explicit Records(size_t record_limit) : limit_(record_limit) {}

  /// From now on every record has `columns` cells; slots[c] is where column c goes, negative: nowhere.
  void set_columns(std::vector<int> slots);
  /// Here stands a record's first byte, in line `line`. `last`: the text ends here; else what is cut off is not read.
  /// `known`, which stay: records of it that cannot be read, as was found in more text than this.
  void begin(std::string_view text, uint64_t line, bool last, std::span<const Unreadable> known = {});

  /// All records of a padded text of no more than a batch's. `all`: the separators of all of it; null: they are not known.
  void read(Rows& rows, const Separators* all);
  /// After it: a slot's cells of rows [from, to). Only now are they there, in `room` if it is given and has to be used.
  const Cell* cells(Rows& rows, size_t slot, int from, int to, Cell* room = nullptr) const;

  enum class Walk { row, blank, more };
  /// The next record becomes a row, or is no row, or is not all there.
  Walk walk(Rows& rows);

  /// Where the next record begins: offset in the text, and line.
  size_t cursor() const { return cursor_; }
  uint64_t line() const { return line_; }
  /// Why the last row cannot be read, if so.
  std::optional<RejectCode> unreadable() const { return gave_up_; }
  /// Whether the line of that row is cut off by the end of the text.
  bool skips_on() const { return skips_on_; }
  /// A record is one line, however many its text has: a sheet's row.
  void set_one_line(bool one_line) { one_line_ = one_line; }
  /// For messages about bytes that mean nothing; without it they are not looked for.
  void set_encoding(std::string_view name) { encoding_ = name; }

 private:
  struct Record;
  bool take_grid(Rows& rows, const Separators& separators);
  bool more_marks();
  void forget_marks();
  void skip_marks(Record& record, size_t to);
  void walk_unreadable(Rows& rows);
  Walk finish(Rows& rows, Record& record, size_t end, size_t next);
  Walk give_up(Rows& rows, Record& record, RejectCode code);
  void clear_from(Rows& rows, int row, size_t column) const;
  bool quoted(Rows& rows, Record& record, Walk& outcome);
  void emit(Rows& rows, const Record& record, size_t from, size_t to, bool escaped);
  bool undecodable(size_t from, size_t to) const;

  size_t limit_;
  std::vector<int> slots_;
  std::vector<size_t> columns_;    // by slot
  bool columns_known_ = false;
  std::string_view encoding_;
  std::string_view text_;
  bool last_ = false;
  std::span<const Unreadable> unreadable_;  // those that are still to come
  std::optional<RejectCode> why_;  // the record being walked cannot be read
  size_t cursor_ = 0;              // where the next record begins
  std::vector<uint32_t> marks_;
  size_t next_mark_ = 0;           // the first at or after cursor_
  size_t scanned_ = 0;             // marks are known up to here
  size_t window_ = 0;              // bytes scanned for the next marks
  uint64_t line_ = 1;              // of cursor_
  bool one_line_ = false;
  Separators separators_;          // of what was read last without a walk
  Grid grid_;
  bool unfilled_ = false;          // grid_ knows the cells of all rows
  std::optional<RejectCode> gave_up_;
  bool skips_on_ = false;
};

/// The cells of one record's text; faulty quotes are taken as they are. For headers and reports, not for bulk.
std::vector<std::string> split_record(std::string_view text);

}  // namespace huice::batch
