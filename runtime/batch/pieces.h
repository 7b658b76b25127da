// A file's text in pieces that end where a record ends, so that several threads can read them apart. Memory is bounded by the
// limit of a record.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch/records.h"
#include "runtime/batch/text_stream.h"

namespace huice::batch {

/// Up to HUICE_BATCH_ROWS records.
struct Piece {
  std::string_view text;                 // padded
  std::shared_ptr<const TextBuffer> block;  // where it stands
  uint64_t line = 1;                     // its first
  bool separated = false;                // `separators` are those of all of it
  Separators separators;
  std::vector<Unreadable> unreadable;    // records of it; one that is long is a piece of its own, or its beginning is
};

class PieceReader {
 public:
  /// `beside`: how many bytes are made of a record beside its text, about: pieces are so long that all of it stays in the cache.
  PieceReader(TextStream stream, size_t record_limit, size_t beside = 0);
  /// The next record alone, before columns are known: a header or a title above it. False at the end.
  Result<bool> read_one(Rows& rows);
  /// Between records; to go back to as long as no piece was read.
  struct Position {
    size_t cursor = text_padding;
    uint64_t line = 1;
    bool skipping = false;
  };
  Position position() const { return {cursor_, line_, skipping_}; }
  void return_to(const Position& position) { cursor_ = position.cursor, line_ = position.line, skipping_ = position.skipping; }
  /// False at the end.
  Result<bool> next(Piece& piece);
  /// As Records::set_one_line.
  void set_one_line(bool one_line) {
    one_line_ = one_line;
    records_.set_one_line(one_line);
  }
  const TextStream& stream() const { return stream_; }

 private:
  Outcome refill(size_t bytes);
  std::shared_ptr<TextBuffer> new_block();
  void take(Piece& piece, size_t size, size_t shown, uint64_t next_line, bool separated = false);
  std::string_view rest() const { return block_->view().substr(cursor_, end_ - cursor_); }

  TextStream stream_;
  size_t limit_, beside_;
  size_t most_records_ = HUICE_BATCH_ROWS;  // of a piece
  Records records_;
  Rows rows_{0};           // of a walk that only looks for where records end
  Separators separators_;  // behind such a record
  bool one_line_ = false;
  size_t expected_;        // bytes of the next piece, perhaps a few more
  std::vector<std::shared_ptr<TextBuffer>> blocks_;  // all there are: those that no piece stands in any more are read into again
  std::shared_ptr<TextBuffer> block_;  // what was read last, padded
  size_t end_ = text_padding;     // of its text
  size_t cursor_ = text_padding;  // where the next record begins
  uint64_t line_ = 1;      // of cursor_
  bool skipping_ = false;  // the rest of a line that is too long
  bool holding_ = true;    // what was read is kept, so that one may return to it
};

}  // namespace huice::batch
