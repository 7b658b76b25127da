#include "runtime/batch/records.h"

#include <algorithm>
#include <cstring>

#include "base/unicode/utf8.h"
#include "base/unicode/utf8_stream.h"

namespace huice::batch {
namespace {

// Bytes scanned for marks at a time: few where few are needed, and they stay in the nearest cache.
constexpr size_t least_window = 512, most_window = size_t{32} << 10;
constexpr size_t shown = 4096;  // bytes of a record that is too long that a report keeps

/// Where the cell begins that holds byte `at` of a record, counted from 0, and the cell.
std::pair<int, std::string> cell_at(std::string_view text, size_t at) {
  const std::string before(text.substr(0, at));
  const auto index = split_record(before).size() - 1;
  auto cells = split_record(text);
  return {static_cast<int>(index), index < cells.size() ? cells[index] : std::string()};
}

}  // namespace

/// The record being walked.
struct Records::Record {
  size_t start;
  size_t mark;         // the next mark to look at
  size_t field;        // where the present cell begins
  size_t column = 0;
  uint64_t lines = 0;  // line ends inside quotes
  bool nul = false;
  int row = 0;         // where its cells go
};

void Records::set_columns(std::vector<int> slots) {
  slots_ = std::move(slots);
  columns_.clear();
  for (size_t column = 0; column < slots_.size(); ++column) {
    if (slots_[column] < 0) continue;
    columns_.resize(std::max(columns_.size(), static_cast<size_t>(slots_[column]) + 1));
    columns_[static_cast<size_t>(slots_[column])] = column;
  }
  columns_known_ = true;
}

void Records::begin(std::string_view text, uint64_t line, bool last, std::span<const Unreadable> known) {
  text_ = text;
  line_ = line;
  last_ = last;
  unreadable_ = known;
  why_.reset();
  gave_up_.reset();
  skips_on_ = false;
  cursor_ = 0;
  forget_marks();
}

/// Marks are to be found from where the next record begins.
void Records::forget_marks() {
  marks_.clear();
  next_mark_ = window_ = 0;
  scanned_ = cursor_;
}

/// Marks before `to` are behind us, be they known or not.
void Records::skip_marks(Record& record, size_t to) {
  if (to < scanned_) {
    while (record.mark < marks_.size() && marks_[record.mark] < to) ++record.mark;
  } else {
    record.mark = marks_.size();
    scanned_ = to;
    window_ = 0;
  }
}

bool Records::more_marks() {
  while (scanned_ < text_.size()) {
    const size_t before = marks_.size();
    window_ = std::clamp(window_ * 2, least_window, most_window);
    const size_t to = std::min(text_.size(), scanned_ + window_);
    find_marks(text_.data(), scanned_, to, marks_);
    scanned_ = to;
    if (marks_.size() > before) return true;
  }
  return false;
}

/// All at once; false, and nothing is done: some record is not as the others.
bool Records::take_grid(Rows& rows, const Separators& separators) {
  const std::string_view text = text_.substr(cursor_, separators.size());
  if (!columns_known_ || (one_line_ && slots_.size() == 1)) return false;
  if (!grid_.set(text.data(), separators, slots_.size()) || !unicode::valid_utf8(text)) return false;
  const int first = rows.count();
  const bool breaks = separators.breaks() > 0 && !one_line_;
  unfilled_ = first == 0 && text.size() == text_.size();
  cursor_ += text.size();
  if (unfilled_ && !breaks) {
    rows.add_grid(grid_, separators.records(), line_);
    line_ += separators.records();
    return true;
  }
  Rows::Place* const places = rows.add_rows(separators.records());
  for (size_t row = 0; row < separators.records(); ++row) {
    places[row] = {grid_.record(row), line_++};
    if (breaks) line_ += static_cast<uint64_t>(std::count(places[row].text.begin(), places[row].text.end(), '\n'));
  }
  for (size_t slot = 0; slot < columns_.size() && !unfilled_; ++slot) {
    grid_.fill(rows, 0, separators.records(), columns_[slot], rows.slot(slot) + first);
  }
  return true;
}

const Cell* Records::cells(Rows& rows, size_t slot, int from, int to, Cell* room) const {
  Cell* const its = rows.slot(slot) + from;
  if (!unfilled_) return its;
  Cell* const cells = room == nullptr ? its : room;
  grid_.fill(rows, static_cast<size_t>(from), static_cast<size_t>(to), columns_[slot], cells);
  return cells;
}

void Records::read(Rows& rows, const Separators* all) {
  unfilled_ = false;
  while (cursor_ < text_.size()) {
    if (!unreadable_.empty() && unreadable_.front().at == cursor_) {
      walk_unreadable(rows);
      continue;
    }
    const bool known = cursor_ == 0 && all != nullptr;
    const size_t until = unreadable_.empty() ? text_.size() : unreadable_.front().at;
    if (!known) separators_.find(text_.substr(cursor_, until - cursor_), HUICE_BATCH_ROWS);
    const Separators& found = known ? *all : separators_;
    const bool taken = found.records() > 0 && take_grid(rows, found);
    forget_marks();
    for (uint64_t i = 0; !taken && i < found.records(); ++i) walk(rows);
    // Then a record that needs a second look, or one that has no line end.
    if (found.records() == 0 || found.stopped()) {
      if (walk(rows) == Walk::more) return;
    }
  }
}

/// The next record, of which only the first line is looked at.
void Records::walk_unreadable(Rows& rows) {
  const std::string_view all = text_;
  const size_t line_end = all.find('\n', cursor_);
  if (line_end != std::string_view::npos) text_ = all.substr(0, line_end + 1);
  why_ = unreadable_.front().why;
  unreadable_ = unreadable_.subspan(1);
  forget_marks();
  walk(rows);
  why_.reset();
  text_ = all;
  forget_marks();
}

Records::Walk Records::walk(Rows& rows) {
  Record record{cursor_, next_mark_, cursor_, 0, 0, false, rows.count()};
  const char* const data = text_.data();
  gave_up_.reset();
  if (cursor_ == text_.size()) return Walk::more;
  for (;;) {
    if (record.mark == marks_.size() && !more_marks()) {
      if (text_.size() - record.start > limit_) return give_up(rows, record, RejectCode::too_long);
      if (!last_) return Walk::more;
      return finish(rows, record, text_.size(), text_.size());
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
bool Records::quoted(Rows& rows, Record& record, Walk& outcome) {
  const char* const data = text_.data();
  const size_t begin = record.field + 1, most = std::min(text_.size(), record.start + limit_ + 1);
  bool escaped = false;
  for (size_t from = begin;;) {
    const void* const quote = from < most ? std::memchr(data + from, '"', most - from) : nullptr;
    if (quote == nullptr) {
      const bool more = text_.size() - record.start <= limit_ && !last_;
      outcome = more ? Walk::more : give_up(rows, record, RejectCode::unterminated_quote);
      return true;
    }
    const auto at = static_cast<size_t>(static_cast<const char*>(quote) - data);

    // What follows the quote decides; two bytes for CRLF.
    const size_t left = text_.size() - (at + 1);
    const bool carriage = left > 0 && data[at + 1] == '\r';
    if (left < (carriage ? 2u : 1u) && !last_) {
      outcome = Walk::more;
      return true;
    }
    const char follows = left == 0 || (carriage && left == 1) ? '\n' : carriage ? (data[at + 2] == '\n' ? '\n' : 'x') : data[at + 1];
    if (follows == '"') {
      escaped = true;
      from = at + 2;
      continue;
    }
    if (follows != ',' && follows != '\n') {
      outcome = give_up(rows, record, RejectCode::bad_quote);
      return true;
    }
    const std::string_view cell(data + begin, at - begin);
    record.lines += static_cast<uint64_t>(std::count(cell.begin(), cell.end(), '\n'));
    record.nul = record.nul || cell.find('\0') != std::string_view::npos;
    const size_t end = at + 1 + (carriage ? 1 : 0);  // of the record's text, if it ends here
    emit(rows, record, begin, at, escaped);
    if (follows == ',') {
      skip_marks(record, at + 2);
      ++record.column;
      record.field = at + 2;
      return false;
    }
    const size_t next = end + (end < text_.size() ? 1 : 0);
    skip_marks(record, next);
    record.field = std::string::npos;  // emitted already
    outcome = finish(rows, record, end, next);
    return true;
  }
}

void Records::emit(Rows& rows, const Record& record, size_t from, size_t to, bool escaped) {
  if (record.column >= slots_.size() || slots_[record.column] < 0) return;
  Cell& cell = rows.slot(static_cast<size_t>(slots_[record.column]))[record.row];
  cell = Cell{text_.data() + from, static_cast<uint32_t>(to - from)};
  if (escaped) cell = unescaped(rows, cell);
}

/// The record's text is [start, end); the next begins at `next`.
Records::Walk Records::finish(Rows& rows, Record& record, size_t end, size_t next) {
  if (why_) return give_up(rows, record, *why_);
  if (end > record.start && text_[end - 1] == '\r') --end;
  if (record.field != std::string::npos) emit(rows, record, record.field, std::max(record.field, end), false);
  const std::string_view text(text_.data() + record.start, end - record.start);
  const bool invalid = undecodable(record.start, next);
  const uint64_t line = line_;
  line_ += one_line_ ? 1 : record.lines + 1;
  cursor_ = next;
  next_mark_ = record.mark;
  if (text.empty() && (!columns_known_ || slots_.size() != 1 || one_line_)) return Walk::blank;
  const int row = rows.add({text, line});
  if (invalid) {
    auto [column, value] = cell_at(text, unicode::check_utf8(text).valid);
    rows.reject({row, RejectCode::undecodable, column, std::move(value), std::string(encoding_)});
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
void Records::clear_from(Rows& rows, int row, size_t column) const {
  for (size_t c = column; c < slots_.size(); ++c) {
    if (slots_[c] >= 0) rows.slot(static_cast<size_t>(slots_[c]))[row] = Cell{};
  }
}

/// Rejects the record's first physical line and goes on at the next. The cells before the faulty one stand.
Records::Walk Records::give_up(Rows& rows, Record& record, RejectCode code) {
  code = why_.value_or(code);
  gave_up_ = code;
  const size_t line_end = text_.find('\n', record.start);
  const bool found = line_end != std::string::npos;
  size_t end = found ? line_end : text_.size();
  if (end > record.start && text_[end - 1] == '\r') --end;
  const size_t size = end - record.start;
  const int row = rows.add({std::string_view(text_.data() + record.start, std::min(size, size > limit_ ? shown : size)), line_});
  clear_from(rows, row, record.column);
  rows.reject({row, code, code == RejectCode::too_long ? -1 : static_cast<int>(record.column), {}, std::to_string(limit_)});
  if (found) {
    cursor_ = line_end + 1;
    ++line_;
  } else {
    cursor_ = text_.size();
    skips_on_ = !last_;
  }
  forget_marks();
  return Walk::row;
}

/// Whether [from, to), a whole record with its line end, is anything but UTF-8.
bool Records::undecodable(size_t from, size_t to) const {
  return !encoding_.empty() && !unicode::valid_utf8(text_.substr(from, to - from));
}

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
