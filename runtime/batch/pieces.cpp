#include "runtime/batch/pieces.h"

#include <algorithm>
#include <atomic>

namespace huice::batch {
namespace {

constexpr size_t block = size_t{1} << 18;    // bytes read at a time, at most
constexpr size_t least = size_t{1} << 14;    // likewise
constexpr size_t most = size_t{256} << 10;   // of a piece, unless one record is longer
constexpr size_t near = 800'000;             // of a piece and all that is made of it: a second-level cache has 1 to 2 MiB

/// As many rows of so many bytes as stay near: whole blocks of 64, no fewer than make handing them on worth while.
size_t rows_near(size_t bytes) { return std::clamp(near / bytes / 64 * 64, size_t{512}, size_t{HUICE_BATCH_ROWS}); }

}  // namespace

PieceReader::PieceReader(TextStream stream, size_t record_limit, size_t beside)
    : stream_(std::move(stream)), limit_(record_limit), beside_(beside), records_(record_limit), expected_(most), block_(new_block()) {
  block_->append(text_padding, '\0');
}

std::shared_ptr<TextBuffer> PieceReader::new_block() {
  for (const auto& free : blocks_) {
    if (free.use_count() > 1) continue;
    std::atomic_thread_fence(std::memory_order_acquire);  // whoever had it is done with it
    return free;
  }
  return blocks_.emplace_back(std::make_shared<TextBuffer>());
}

/// What is left, or all while somebody may return to it, goes to the front of another block, and so many bytes behind it.
Outcome PieceReader::refill(size_t bytes) {
  const std::shared_ptr<TextBuffer> next = new_block();
  const size_t from = holding_ ? text_padding : cursor_;
  next->clear();
  next->append(text_padding, '\0');
  next->append(block_->view().substr(from, end_ - from));
  cursor_ -= from - text_padding;
  const size_t before = next->size();
  if (Outcome outcome = stream_.read(bytes, *next); !outcome) return outcome;
  end_ = next->size();
  next->append(text_padding, '\0');
  block_ = next;
  if (!skipping_) return Nothing{};
  const size_t line_end = block_->view().substr(0, end_).find('\n', before);
  if (line_end == std::string::npos) {
    cursor_ = end_ = before;
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
    if (Outcome outcome = refill(block); !outcome) return outcome.failure();
  }
}

/// The next `size` bytes, of which the piece shows so many.
void PieceReader::take(Piece& piece, size_t size, size_t shown, uint64_t next_line, bool separated) {
  piece.text = rest().substr(0, shown);
  piece.block = block_;
  piece.line = line_;
  piece.separated = separated;
  cursor_ += size;
  line_ = next_line;
}

Result<bool> PieceReader::next(Piece& piece) {
  holding_ = false;
  for (;;) {
    if (rest().size() < expected_ && !stream_.at_end()) {
      if (Outcome outcome = refill(std::max(least, expected_ - rest().size())); !outcome) return outcome.failure();
    }
    if (skipping_) continue;
    if (rest().empty()) {
      if (stream_.at_end()) return false;
      continue;
    }
    // So many rows, so many bytes, what is there, or a record that cannot be read, whichever comes first. A walk goes
    // over records that separators do not tell.
    size_t size = 0;
    uint64_t records = 0, line = line_;
    bool plain = true;
    piece.unreadable.clear();
    while (records < most_records_ && size < most) {
      // What ends in this window is no longer than a record may be.
      Separators& found = size == 0 ? piece.separators : separators_;
      found.find(rest().substr(size, std::min(most - size, limit_)), most_records_ - records);
      size += found.size();
      line += found.records() + (one_line_ ? 0 : found.breaks());
      records += found.records();
      if (records == most_records_ || (found.records() > 0 && !found.stopped())) break;
      rows_.clear();
      records_.begin(rest().substr(size), line, stream_.at_end());
      if (records_.walk(rows_) == Records::Walk::more) break;
      if (const auto why = records_.unreadable()) {
        if (records_.skips_on() || *why == RejectCode::too_long) break;
        piece.unreadable.push_back({size, *why});
      }
      size += records_.cursor();
      line = records_.line();
      ++records;
      plain = false;
    }
    if (size > 0) {
      if (records > 0) {
        most_records_ = rows_near(size / records + beside_);
        // So little more than a piece is read that hardly anything is left over to be copied.
        expected_ = std::min(most, size / records * (most_records_ + most_records_ / 32));
      }
      take(piece, size, size, line, plain);
      return true;
    }
    if (const auto why = records_.unreadable()) {
      const std::string_view text = rest().substr(0, records_.cursor());
      take(piece, text.size(), std::min({text.size(), text.find('\n'), limit_ + 1}), records_.line());
      piece.unreadable = {{0, *why}};
      skipping_ = records_.skips_on();
      return true;
    }
    if (Outcome outcome = refill(block); !outcome) return outcome.failure();
  }
}

}  // namespace huice::batch
