// Other encodings ↔ UTF-8, as streams that may be cut anywhere.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace huice::unicode {

enum class Encoding { utf_8, gb18030, utf_16le, utf_16be };
/// `UTF-8`, `GB18030`, `UTF-16LE`, `UTF-16BE`.
std::string_view name(Encoding encoding);

/// A byte that the encoding does not allow becomes this byte, which UTF-8 never has, and two upper-case hex digits.
inline constexpr char undecodable = '\xFF';

/// GB18030 or UTF-16 → UTF-8. No byte order mark is looked for.
class Decoder {
 public:
  explicit Decoder(Encoding encoding);
  ~Decoder();
  /// Appends what `bytes` mean; a character cut at the end waits for the next call, unless `last`.
  void decode(std::string_view bytes, bool last, std::string& out);

 private:
  struct Converter;
  std::unique_ptr<Converter> converter_;
};

/// How well bytes fit an encoding.
struct Fit {
  size_t faults = 0;     // bytes that it does not allow
  size_t ideographs = 0; // UTF-8 with faults: valid characters of three bytes and more, which hardly come about by chance
};
/// A last character that is cut off is no fault unless `whole`.
Fit fit_of(Encoding encoding, std::string_view bytes, bool whole);

/// UTF-8 → GB18030. `bytes` must be valid; characters may be cut between calls.
class Gb18030Encoder {
 public:
  Gb18030Encoder();
  ~Gb18030Encoder();
  void encode(std::string_view bytes, std::string& out);

 private:
  struct Converter;
  std::unique_ptr<Converter> converter_;
};

}  // namespace huice::unicode
