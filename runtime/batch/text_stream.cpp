#include "runtime/batch/text_stream.h"

#include <algorithm>

#include "base/unicode/utf8_stream.h"

namespace huice::batch {
namespace {

using unicode::Encoding;

/// So many bytes from the first that is not ASCII decide between UTF-8 and GB18030.
constexpr size_t window = size_t{1} << 20;

struct Mark {
  std::string_view bytes;
  Encoding encoding;
};
constexpr Mark byte_order_marks[] = {
    {"\xEF\xBB\xBF", Encoding::utf_8}, {"\xFF\xFE", Encoding::utf_16le}, {"\xFE\xFF", Encoding::utf_16be}};

std::optional<Encoding> chosen(EncodingChoice choice) {
  switch (choice) {
    case EncodingChoice::automatic: return std::nullopt;
    case EncodingChoice::utf_8: return Encoding::utf_8;
    case EncodingChoice::gb18030: return Encoding::gb18030;
    case EncodingChoice::utf_16: return Encoding::utf_16le;
  }
  return std::nullopt;
}

bool utf_16(Encoding encoding) { return encoding == Encoding::utf_16le || encoding == Encoding::utf_16be; }

}  // namespace

std::optional<EncodingChoice> parse_encoding(std::string_view text) {
  if (text == "auto") return EncodingChoice::automatic;
  if (text == "utf-8") return EncodingChoice::utf_8;
  if (text == "gb18030") return EncodingChoice::gb18030;
  if (text == "utf-16") return EncodingChoice::utf_16;
  return std::nullopt;
}

TextStream::TextStream(std::unique_ptr<Source> source, EncodingChoice choice, bool tabs)
    : source_(std::move(source)), choice_(choice), may_have_tabs_(tabs) {}

/// Reads until `bytes` has at least `size` bytes or the source ends; gives how many there are.
Result<size_t> TextStream::fill(TextBuffer& bytes, size_t size) {
  while (bytes.size() < size && !source_ended_) {
    const size_t left = size - bytes.size();
    char* const room = bytes.room(left);
    Result<size_t> count = source_->read(room, left);
    if (!count) return count;
    bytes.end_at(room + *count);
    source_ended_ = *count == 0;
  }
  return bytes.size();
}

Outcome TextStream::begin() {
  begun_ = true;
  Result<size_t> filled = fill(raw_, 4);
  if (!filled) return filled.failure();
  encoding_ = chosen(choice_);
  for (const Mark& mark : byte_order_marks) {
    if (!raw_.view().starts_with(mark.bytes)) continue;
    // What the caller says stands, but for the order of the two bytes of UTF-16, which only the mark knows.
    if (encoding_ && *encoding_ != mark.encoding && !(utf_16(*encoding_) && utf_16(mark.encoding))) continue;
    encoding_ = mark.encoding;
    raw_.erase_front(mark.bytes.size());
    break;
  }
  if (encoding_ && *encoding_ != Encoding::utf_8) decoder_ = std::make_unique<unicode::Decoder>(*encoding_);
  return Nothing{};
}

/// `first`: the offset in raw_ of the first byte that is not ASCII.
Outcome TextStream::decide(size_t first) {
  Result<size_t> filled = fill(raw_, first + window);
  if (!filled) return filled.failure();
  const std::string_view sample = raw_.view().substr(first, window);
  const bool whole = source_ended_ && raw_.size() <= first + window;
  const unicode::Fit utf_8 = unicode::fit_of(Encoding::utf_8, sample, whole);
  const size_t gb18030 = utf_8.faults == 0 ? 0 : unicode::fit_of(Encoding::gb18030, sample, whole).faults;
  // Strict UTF-8, else GB18030. But a few bad bytes among much that is plainly UTF-8 do not make it GB18030: where GB18030 is
  // broken as well, one ideograph for each fault says UTF-8; where it happens to fit, eight do.
  const bool plainly_utf_8 = utf_8.ideographs > utf_8.faults * (gb18030 == 0 ? 8 : 1);
  encoding_ = utf_8.faults == 0 || plainly_utf_8 || (gb18030 > 0 && utf_8.faults <= gb18030) ? Encoding::utf_8 : Encoding::gb18030;
  guessed_ = encoding_ == Encoding::gb18030;
  doubtful_ = (guessed_ ? gb18030 : utf_8.faults) > 0;
  if (guessed_) decoder_ = std::make_unique<unicode::Decoder>(*encoding_);
  return Nothing{};
}

/// What was read.
void TextStream::decode(TextBuffer& out) {
  if (!decoder_) return out.append(raw_.view());
  decoded_.clear();
  decoder_->decode(raw_.view(), source_ended_, decoded_);
  out.append(decoded_);
}

Outcome TextStream::read(size_t size, TextBuffer& out) {
  if (!may_have_tabs_) return read_text(size, out);
  constexpr size_t beginning = size_t{64} << 10;  // enough to see what separates cells
  TextBuffer text;
  if (untabber_ == nullptr) {
    while (text.size() < beginning && !at_end_) {
      if (Outcome outcome = read_text(size, text); !outcome) return outcome;
    }
    may_have_tabs_ = separated_by_tabs(text.view());
    if (may_have_tabs_) untabber_ = std::make_unique<Untabber>();
    else out.append(text.view());
  } else if (Outcome outcome = read_text(size, text); !outcome) {
    return outcome;
  }
  if (untabber_ == nullptr) return Nothing{};
  std::string commas;
  untabber_->add(text.view(), at_end_, commas);
  while (commas.empty() && !at_end_) {  // in the middle of a cell
    text.clear();
    if (Outcome outcome = read_text(size, text); !outcome) return outcome;
    untabber_->add(text.view(), at_end_, commas);
  }
  out.append(commas);
  return Nothing{};
}

Outcome TextStream::read_text(size_t size, TextBuffer& out) {
  if (!begun_) {
    if (Outcome begun = begin(); !begun) return begun;
  }
  const size_t before = out.size();
  while (out.size() == before && !at_end_) {
    if (encoding_ == Encoding::utf_8 && raw_.empty()) {  // straight into the caller's buffer
      Result<size_t> filled = fill(out, before + size);
      if (!filled) return filled.failure();
      at_end_ = source_ended_;
      break;
    }
    Result<size_t> filled = fill(raw_, size);
    if (!filled) return filled.failure();
    if (!encoding_) {
      const size_t ascii = unicode::ascii_prefix(raw_.view());
      if (ascii < raw_.size()) {
        if (Outcome decided = decide(ascii); !decided) return decided;
      }
    }
    decode(out);
    raw_.clear();
    at_end_ = source_ended_;
  }
  return Nothing{};
}

}  // namespace huice::batch
