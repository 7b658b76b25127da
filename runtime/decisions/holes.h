// Drafts: CSV text in which marks stand for cells. A mark is a byte that UTF-8 never has, then a column of CsvFormat and a code:
// one of its phrases, or a hole, the cells of a claim that waits for settlement. Numbers are as few bytes as they need.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text_buffer.h"
#include "runtime/decisions/phrases.h"

namespace huice::decisions {

/// What the cells of a claim need beside its grant.
struct Hole {
  uint64_t serial = 0;
  uint32_t column = 0;         // of CsvFormat
  uint32_t body = 0;
  int64_t amount = 0;          // in the measure's rounding unit
  bool capped = false;
  std::vector<int64_t> parts;  // Claimed::parts
};

/// Writes the marks of one draft.
class Marks {
 public:
  static constexpr char mark = '\xFF';
  static constexpr size_t phrase_most = 1 + 5 + 1;  // bytes

  void clear() { first_ = before_ = 0; }
  /// The serial of the first hole; 0: there is none.
  uint64_t first() const { return first_; }
  /// At a place with room for it; gives the end.
  static char* put_phrase(char* to, uint32_t column, uint8_t code);
  void append_hole(TextBuffer& out, const Hole& hole);

 private:
  uint64_t first_ = 0, before_ = 0;
};

/// Reads a draft from its beginning.
class DraftReader {
 public:
  explicit DraftReader(std::string_view draft) : rest_(draft) {}

  enum class Found { end, text, phrase, hole };
  Found next();
  std::string_view text() const { return text_; }
  uint32_t column() const { return hole_.column; }
  uint8_t code() const { return code_; }
  const Hole& hole() const { return hole_; }

 private:
  std::string_view rest_, text_;
  uint8_t code_ = 0;
  Hole hole_;
};

}  // namespace huice::decisions
