// Bytes of some encoding → UTF-8, as a stream; TABs between cells → commas where they may be. Bytes that mean nothing are kept: as they are in UTF-8, else as
// unicode::undecodable and two hex digits; both make the record that holds them invalid UTF-8.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/text_buffer.h"
#include "base/unicode/transcode.h"
#include "runtime/batch/source.h"
#include "runtime/batch/tabs.h"

namespace huice::batch {

/// What --encoding says. utf_16 without a byte order mark is little-endian.
enum class EncodingChoice { automatic, utf_8, gb18030, utf_16 };
std::optional<EncodingChoice> parse_encoding(std::string_view text);

class TextStream {
 public:
  /// `tabs`: cells may be separated by TABs, which become commas.
  TextStream(std::unique_ptr<Source> source, EncodingChoice choice, bool tabs = false);
  /// Appends at least one byte, and about `size`, to `out`; nothing only at the end.
  Outcome read(size_t size, TextBuffer& out);
  bool at_end() const { return at_end_; }

  /// The encoding, once something has decided it (until then all bytes were ASCII).
  std::optional<unicode::Encoding> encoding() const { return encoding_; }
  /// Not written in a byte order mark or by the caller, but found by looking, and not UTF-8: worth telling.
  bool guessed() const { return guessed_; }
  /// What was decided has faults in the bytes that were looked at.
  bool doubtful() const { return doubtful_; }
  /// It had TABs for commas.
  bool tabbed() const { return untabber_ != nullptr; }
  const Source& source() const { return *source_; }

 private:
  Outcome read_text(size_t size, TextBuffer& out);
  Result<size_t> fill(TextBuffer& bytes, size_t size);
  Outcome begin();
  Outcome decide(size_t first);
  void decode(TextBuffer& out);

  std::unique_ptr<Source> source_;
  EncodingChoice choice_;
  std::optional<unicode::Encoding> encoding_;
  std::unique_ptr<unicode::Decoder> decoder_;
  TextBuffer raw_;       // read but not handed on
  std::string decoded_;  // scratch
  bool may_have_tabs_;
  std::unique_ptr<Untabber> untabber_;
  bool begun_ = false, source_ended_ = false, at_end_ = false, guessed_ = false, doubtful_ = false;
};

}  // namespace huice::batch
