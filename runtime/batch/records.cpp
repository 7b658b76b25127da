#include "runtime/batch/records.h"

#include <algorithm>
#include <cstring>

#include "base/unicode/utf8_stream.h"
#include "runtime/batch/marks.h"

namespace huice::batch {
namespace {

constexpr size_t block = size_t{512} << 10;      // bytes read at a time
constexpr size_t scan_window = size_t{32} << 10; // bytes scanned for marks at a time: they stay in the nearest cache
constexpr size_t shown = 4096;                   // bytes of a record that is too long that a report keeps

/// Where the cell begins that holds byte `at` of a record, counted from 0, and the cell.
std::pair<int, std::string> cell_at(std::string_view text, size_t at) {
  const std::string before(text.substr(0, at));
  const auto index = split_record(before).size() - 1;
  auto cells = split_record(text);
  return {static_cast<int>(index), index < cells.size() ? cells[index] : std::string()};
}

}  // namespace

/// The record being walked.
struct RecordReader::Record {
  size_t start;
  size_t mark;         // the next mark to look at
  size_t field;        // where the present cell begins
  size_t column = 0;
  uint64_t lines = 0;  // line ends inside quotes
  bool nul = false;
  int row = 0;         // where its cells go
};

RecordReader::RecordReader(TextStream stream, size_t record_limit) : stream_(std::move(stream)), limit_(record_limit) {}

void RecordReader::set_columns(std::vector<int> slots) {
  slots_ = std::move(slots);
  columns_known_ = true;
}

Result<bool> RecordReader::read_one(Rows& rows) { return fill(rows, 1); }
Result<bool> RecordReader::next(Rows& rows) { return fill(rows, HUICE_BATCH_ROWS); }

Result<bool> RecordReader::fill(Rows& rows, int most) {
  rows.clear();
  marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(next_mark_));
  next_mark_ = 0;
  while (rows.count() < most) {
    if (!skipping_ && walk(rows) != Walk::more) continue;
    if (rows.count() > 0) break;  // rows point into the buffer: hand them over before it moves
    if (stream_.at_end()) return false;
    if (Outcome outcome = refill(); !outcome) return outcome.failure();
  }
  return true;
}

Outcome RecordReader::refill() {
  buffer_.erase(0, cursor_);
  valid_ -= std::min(valid_, cursor_);
  cursor_ = 0;
  scanned_ = 0;
  marks_.clear();
  next_mark_ = 0;
  const size_t before = buffer_.size();
  if (Outcome outcome = stream_.read(block, buffer_); !outcome) return outcome;
  if (!skipping_) return Nothing{};
  const size_t line_end = buffer_.find('\n', before);
  if (line_end == std::string::npos) {
    buffer_.clear();
    valid_ = 0;
    if (stream_.at_end()) skipping_ = false;
  } else {
    cursor_ = line_end + 1;
    scanned_ = cursor_;
    valid_ = cursor_;
    skipping_ = false;
    ++line_;
  }
  return Nothing{};
}

bool RecordReader::more_marks() {
  while (scanned_ < buffer_.size()) {
    const size_t before = marks_.size();
    const size_t to = std::min(buffer_.size(), scanned_ + scan_window);
    find_marks(buffer_.data(), scanned_, to, marks_);
    scanned_ = to;
    if (marks_.size() > before) return true;
  }
  return false;
}

RecordReader::Walk RecordReader::walk(Rows& rows) {
  Record record{cursor_, next_mark_, cursor_, 0, 0, false, rows.count()};
  const char* const data = buffer_.data();
  if (cursor_ == buffer_.size()) return Walk::more;
  for (;;) {
    if (record.mark == marks_.size() && !more_marks()) {
      if (buffer_.size() - record.start > limit_) return give_up(rows, record, RejectCode::too_long);
      if (!stream_.at_end()) return Walk::more;
      return finish(rows, record, buffer_.size(), buffer_.size());
    }
    const size_t at = marks_[record.mark++];
    if (at - record.start > limit_) return give_up(rows, record, RejectCode::too_long);
    switch (data[at]) {
      case ',':
        emit(rows, record, record.field, at, false);
        ++record.column;
        record.field = at + 1;
        break;
      case '\n': return finish(rows, record, at, at + 1);
      case '"':
        if (at == record.field) {
          Walk outcome;
          if (quoted(rows, record, outcome)) return outcome;
        }
        break;
      default: record.nul = true;
    }
  }
}

/// A cell in quotes, just after the opening one. True: the record is over, or cannot be read, as `outcome` says; else the
/// cell and the comma after it are behind us.
bool RecordReader::quoted(Rows& rows, Record& record, Walk& outcome) {
  const char* const data = buffer_.data();
  bool escaped = false;
  for (;;) {
    if (record.mark == marks_.size() && !more_marks()) {
      if (buffer_.size() - record.start <= limit_ && !stream_.at_end()) {
        outcome = Walk::more;
      } else {
        outcome = give_up(rows, record, RejectCode::unterminated_quote);
      }
      return true;
    }
    const size_t at = marks_[record.mark++];
    if (at - record.start > limit_) {
      outcome = give_up(rows, record, RejectCode::unterminated_quote);
      return true;
    }
    if (data[at] == '\n') ++record.lines;
    if (data[at] == '\0') record.nul = true;
    if (data[at] != '"') continue;

    // What follows the quote decides; two bytes for CRLF.
    const size_t left = buffer_.size() - (at + 1);
    const bool carriage = left > 0 && data[at + 1] == '\r';
    if (left < (carriage ? 2u : 1u) && !stream_.at_end()) {
      outcome = Walk::more;
      return true;
    }
    const char follows = left == 0 || (carriage && left == 1) ? '\n' : carriage ? (data[at + 2] == '\n' ? '\n' : 'x') : data[at + 1];
    if (follows == '"') {
      escaped = true;
      if (record.mark == marks_.size()) more_marks();
      ++record.mark;
      continue;
    }
    if (follows != ',' && follows != '\n') {
      outcome = give_up(rows, record, RejectCode::bad_quote);
      return true;
    }
    const size_t end = at + 1 + (carriage ? 1 : 0);  // of the record's text, if it ends here
    emit(rows, record, record.field + 1, at, escaped);
    if (follows == ',') {
      if (record.mark == marks_.size()) more_marks();
      ++record.mark;
      ++record.column;
      record.field = at + 2;
      return false;
    }
    const bool line_end = end < buffer_.size();
    if (line_end) {
      if (record.mark == marks_.size()) more_marks();
      ++record.mark;
    }
    record.field = std::string::npos;  // emitted already
    outcome = finish(rows, record, end, end + (line_end ? 1 : 0));
    return true;
  }
}

void RecordReader::emit(Rows& rows, const Record& record, size_t from, size_t to, bool escaped) {
  if (record.column >= slots_.size() || slots_[record.column] < 0) return;
  Cell& cell = rows.slot(static_cast<size_t>(slots_[record.column]))[record.row];
  const char* bytes = buffer_.data() + from;
  size_t size = to - from;
  if (escaped) {
    char* room = rows.allocate(size);
    size_t used = 0;
    for (size_t i = 0; i < size; ++i) {
      room[used++] = bytes[i];
      if (bytes[i] == '"') ++i;  // its twin
    }
    bytes = room;
    size = used;
  }
  cell = Cell{bytes, static_cast<uint32_t>(size)};
}

/// The record's text is [start, end); the next begins at `next`.
RecordReader::Walk RecordReader::finish(Rows& rows, Record& record, size_t end, size_t next) {
  if (end > record.start && buffer_[end - 1] == '\r') --end;
  if (record.field != std::string::npos) emit(rows, record, record.field, std::max(record.field, end), false);
  const std::string_view text(buffer_.data() + record.start, end - record.start);
  const bool invalid = undecodable(record.start, next);
  const uint64_t line = line_;
  line_ += record.lines + 1;
  cursor_ = next;
  next_mark_ = record.mark;
  if (text.empty() && (!columns_known_ || slots_.size() != 1)) return Walk::blank;
  const int row = rows.add({text, line});
  if (invalid) {
    auto [column, value] = cell_at(text, unicode::check_utf8(text).valid);
    rows.reject({row, RejectCode::undecodable, column, std::move(value), encoding_name()});
  }
  if (record.nul) {
    auto [column, value] = cell_at(text, text.find('\0'));
    rows.reject({row, RejectCode::nul_byte, column, std::move(value), {}});
  }
  const size_t cells = record.column + 1;
  if (columns_known_ && cells != slots_.size()) {
    const auto code = cells < slots_.size() ? RejectCode::too_few_cells : RejectCode::too_many_cells;
    rows.reject({row, code, -1, {}, std::to_string(slots_.size())});
    clear_from(rows, row, cells);
  }
  return Walk::row;
}

/// Columns from `column` on have no cell.
void RecordReader::clear_from(Rows& rows, int row, size_t column) const {
  for (size_t c = column; c < slots_.size(); ++c) {
    if (slots_[c] >= 0) rows.slot(static_cast<size_t>(slots_[c]))[row] = Cell{};
  }
}

/// Rejects the record's first physical line and goes on at the next. The cells before the faulty one stand.
RecordReader::Walk RecordReader::give_up(Rows& rows, Record& record, RejectCode code) {
  const size_t line_end = buffer_.find('\n', record.start);
  const bool found = line_end != std::string::npos;
  size_t end = found ? line_end : buffer_.size();
  if (end > record.start && buffer_[end - 1] == '\r') --end;
  const size_t size = end - record.start;
  const int row = rows.add({std::string_view(buffer_.data() + record.start, std::min(size, size > limit_ ? shown : size)), line_});
  clear_from(rows, row, record.column);
  rows.reject({row, code, code == RejectCode::too_long ? -1 : static_cast<int>(record.column), {}, std::to_string(limit_)});
  if (found) {
    cursor_ = line_end + 1;
    ++line_;
    while (next_mark_ < marks_.size() && marks_[next_mark_] < cursor_) ++next_mark_;
  } else {
    cursor_ = buffer_.size();
    next_mark_ = marks_.size();
    skipping_ = !stream_.at_end();
  }
  valid_ = std::max(valid_, cursor_);
  return Walk::row;
}

/// Whether [from, to), a whole record with its line end, is anything but UTF-8.
bool RecordReader::undecodable(size_t from, size_t to) {
  if (to <= valid_) return false;
  const size_t begin = std::max(from, valid_);
  valid_ = begin + unicode::check_utf8(std::string_view(buffer_).substr(begin)).valid;
  if (to <= valid_) return false;
  valid_ = to;
  return true;
}

std::string RecordReader::encoding_name() const { return std::string(unicode::name(stream_.encoding().value_or(unicode::Encoding::utf_8))); }

std::vector<std::string> split_record(std::string_view text) {
  std::vector<std::string> cells;
  for (size_t at = 0;;) {
    std::string cell;
    if (at < text.size() && text[at] == '"') {
      for (++at; at < text.size(); ++at) {
        if (text[at] == '"' && (at + 1 == text.size() || text[++at] != '"')) break;
        cell += text[at];
      }
      if (at < text.size() && text[at] == '"') ++at;
    }
    const size_t comma = std::min(text.find(',', at), text.size());
    if (at < comma) cell.append(text.substr(at, comma - at));
    cells.push_back(std::move(cell));
    if (comma >= text.size()) return cells;
    at = comma + 1;
  }
}

}  // namespace huice::batch
