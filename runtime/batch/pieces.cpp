#include "runtime/batch/pieces.h"

#include <algorithm>

#include "runtime/batch/marks.h"

namespace huice::batch {
namespace {

constexpr size_t block = size_t{1} << 20;    // bytes read at a time
constexpr size_t most = size_t{256} << 10;   // of a piece, unless one record is longer

}  // namespace

PieceReader::PieceReader(TextStream stream, size_t record_limit) : stream_(std::move(stream)), limit_(record_limit), records_(record_limit) {}

Outcome PieceReader::refill() {
  buffer_.erase(0, cursor_);
  cursor_ = 0;
  const size_t before = buffer_.size();
  if (Outcome outcome = stream_.read(block, buffer_); !outcome) return outcome;
  if (!skipping_) return Nothing{};
  const size_t line_end = buffer_.find('\n', before);
  if (line_end == std::string::npos) {
    buffer_.clear();
    skipping_ = !stream_.at_end();
  } else {
    cursor_ = line_end + 1;
    skipping_ = false;
    ++line_;
  }
  return Nothing{};
}

Result<bool> PieceReader::read_one(Rows& rows) {
  for (;;) {
    if (!skipping_) {
      records_.set_encoding(unicode::name(stream_.encoding().value_or(unicode::Encoding::utf_8)));
      records_.begin(rest(), line_, stream_.at_end());
      rows.clear();
      Records::Walk walk;
      do walk = records_.walk(rows);
      while (walk == Records::Walk::blank);
      records_.set_encoding({});
      if (walk == Records::Walk::row) {  // its text stays where it is until the next call
        skipping_ = records_.skips_on();
        cursor_ += records_.cursor();
        line_ = records_.line();
        return true;
      }
    }
    if (stream_.at_end()) return false;
    if (Outcome outcome = refill(); !outcome) return outcome.failure();
  }
}

void PieceReader::take(Piece& piece, size_t size, uint64_t next_line) {
  piece.text.assign(buffer_, cursor_, size);
  piece.line = line_;
  piece.unreadable.reset();
  cursor_ += size;
  line_ = next_line;
}

/// Without quotes every line is a record.
bool PieceReader::take_lines(Piece& piece) {
  const Lines lines = find_lines(rest().substr(0, most), HUICE_BATCH_ROWS);
  if (lines.quotes || lines.count == 0) return false;
  take(piece, lines.size, line_ + lines.count);
  return true;
}

Result<bool> PieceReader::next(Piece& piece) {
  for (;;) {
    if (rest().size() < most && !stream_.at_end()) {
      if (Outcome outcome = refill(); !outcome) return outcome.failure();
    }
    if (skipping_) continue;
    if (rest().empty()) {
      if (stream_.at_end()) return false;
      continue;
    }
    if (take_lines(piece)) return true;
    // Records by the rules; of a batch's rows, of so many bytes, of what is there, whichever ends first.
    records_.begin(rest(), line_, stream_.at_end());
    rows_.clear();
    size_t size = 0;
    uint64_t line = line_;
    while (rows_.count() < HUICE_BATCH_ROWS && size < most) {
      if (records_.walk(rows_) == Records::Walk::more || records_.unreadable()) break;
      size = records_.cursor();
      line = records_.line();
    }
    if (size > 0) {
      take(piece, size, line);
      return true;
    }
    if (records_.unreadable()) {
      const std::string_view text = rest().substr(0, records_.cursor());
      piece.text.assign(text.substr(0, std::min(text.find('\n'), limit_ + 1)));
      piece.line = line_;
      piece.unreadable = records_.unreadable();
      cursor_ += records_.cursor();
      line_ = records_.line();
      skipping_ = records_.skips_on();
      return true;
    }
    if (Outcome outcome = refill(); !outcome) return outcome.failure();
  }
}

}  // namespace huice::batch
