// UTF-8 → records and cells, by RFC 4180: quotes, `""` inside them, line ends inside them; LF or CRLF. A quote inside a cell
// that does not begin with one is an ordinary character. Empty lines are no rows, except in files of one column.
//
// A record that cannot be read (a quote that never ends, more bytes than the limit) costs its first physical line only: reading
// goes on at the next one. Memory is bounded by the limit.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch/rows.h"
#include "runtime/batch/text_stream.h"

namespace huice::batch {

class RecordReader {
 public:
  RecordReader(TextStream stream, size_t record_limit);

  /// The next record alone, before columns are known: a header or a title above it. False at the end.
  Result<bool> read_one(Rows& rows);
  /// From now on every record has `columns` cells; slots[c] is where column c goes, negative: nowhere.
  void set_columns(std::vector<int> slots);
  /// Fills `rows` with at least one record; false at the end. What `rows` held before is gone.
  Result<bool> next(Rows& rows);

  const TextStream& stream() const { return stream_; }
  uint64_t line() const { return line_; }

 private:
  enum class Walk { row, blank, more };
  struct Record;
  Result<bool> fill(Rows& rows, int most);
  Outcome refill();
  bool more_marks();
  Walk walk(Rows& rows);
  Walk finish(Rows& rows, Record& record, size_t end, size_t next);
  Walk give_up(Rows& rows, Record& record, RejectCode code);
  void clear_from(Rows& rows, int row, size_t column) const;
  bool quoted(Rows& rows, Record& record, Walk& outcome);
  void emit(Rows& rows, const Record& record, size_t from, size_t to, bool escaped);
  bool undecodable(size_t from, size_t to);
  std::string encoding_name() const;

  TextStream stream_;
  size_t limit_;
  std::vector<int> slots_;
  bool columns_known_ = false;
  std::string buffer_;
  size_t cursor_ = 0;            // where the next record begins
  std::vector<uint32_t> marks_;
  size_t next_mark_ = 0;         // the first at or after cursor_
  size_t scanned_ = 0;           // marks are known up to here
  size_t valid_ = 0;             // UTF-8 is known to be valid up to here
  bool skipping_ = false;        // the rest of a line that is too long
  uint64_t line_ = 1;            // of cursor_
};

/// The cells of one record's text; faulty quotes are taken as they are. For headers and reports, not for bulk.
std::vector<std::string> split_record(std::string_view text);

}  // namespace huice::batch
