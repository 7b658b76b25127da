#include "base/unicode/transcode.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include <stdexcept>
#include <vector>

#include "base/unicode/gb18030.h"
#include "base/unicode/renamed_2022.h"
#include "base/unicode/utf8.h"
#include "base/unicode/utf8_stream.h"

namespace huice::unicode {
namespace {

constexpr size_t step = 16384;  // UTF-16 units at a time

/// Bytes that mean nothing travel through UTF-16 as lone low surrogates U+DC00 + byte, which decoders never produce.
constexpr UChar lone = 0xDC00;

void keep_bytes(const void*, UConverterToUnicodeArgs* arguments, const char* bytes, int32_t count, UConverterCallbackReason reason,
                UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;  // a reset or close, not a fault
  *status = U_ZERO_ERROR;
  for (int32_t i = 0; i < count; ++i) {
    const UChar unit = static_cast<UChar>(lone + static_cast<unsigned char>(bytes[i]));
    ucnv_cbToUWriteUChars(arguments, &unit, 1, 0, status);
  }
}

void append_undecodable(std::string& out, int byte) {
  constexpr char hex[] = "0123456789ABCDEF";
  out += undecodable;
  out += hex[byte >> 4];
  out += hex[byte & 15];
}

UConverter* open(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU has no converter for ") + name);
  return converter;
}

}  // namespace

std::string_view name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf_8: return "UTF-8";
    case Encoding::gb18030: return "GB18030";
    case Encoding::utf_16le: return "UTF-16LE";
    case Encoding::utf_16be: return "UTF-16BE";
  }
  return "";
}

struct Decoder::Converter {
  UConverter* icu;
  bool gb18030 = false;
  bool midway = false;  // of a character, perhaps
  UChar high = 0;  // a high surrogate whose low one comes with the next piece
  std::vector<UChar> units = std::vector<UChar>(step);
  ~Converter() { ucnv_close(icu); }

  void decode(std::string_view bytes, bool last, std::string& out) {
    const char* next = bytes.data();
    const char* const end = next + bytes.size();
    for (UErrorCode status = U_BUFFER_OVERFLOW_ERROR; status == U_BUFFER_OVERFLOW_ERROR;) {
      UChar* unit = units.data();
      status = U_ZERO_ERROR;
      ucnv_toUnicode(icu, &unit, unit + step, &next, end, nullptr, last, &status);
      append(units.data(), unit, out);
    }
  }
  void append(const UChar* from, const UChar* to, std::string& out) {
    for (; from != to; ++from) {
      const UChar unit = *from;
      if (high != 0 && U16_IS_TRAIL(unit)) {
        append_utf8(out, static_cast<char32_t>(U16_GET_SUPPLEMENTARY(high, unit)));
        high = 0;
      } else if (U16_IS_LEAD(unit)) {
        high = unit;
      } else if (U16_IS_TRAIL(unit)) {
        append_undecodable(out, unit - lone);
      } else {
        append_utf8(out, gb18030 ? of_2022(unit) : unit);
      }
    }
  }
};

Decoder::Decoder(Encoding encoding) : converter_(new Converter{open(std::string(name(encoding)).c_str()), encoding == Encoding::gb18030}) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter_->icu, keep_bytes, nullptr, nullptr, nullptr, &status);
}
Decoder::~Decoder() = default;

void Decoder::decode(std::string_view bytes, bool last, std::string& out) {
  Converter& its = *converter_;
  if (!its.gb18030) return its.decode(bytes, last, out);
  for (;;) {
    if (!its.midway) bytes.remove_prefix(decode_common_gb18030(bytes, out));
    if (bytes.empty() && !last) return;
    // Then ICU until the line ends: a line end is part of no character.
    const size_t line_end = bytes.find('\n');
    if (line_end == std::string_view::npos) {
      its.midway = its.midway || !bytes.empty();
      return its.decode(bytes, last, out);
    }
    its.decode(bytes.substr(0, line_end + 1), false, out);
    its.midway = false;
    bytes.remove_prefix(line_end + 1);
  }
}

namespace {

/// Whether `bytes` are UTF-8 throughout, which most are; false says nothing.
bool surely_utf_8(std::string_view bytes, bool whole) {
  const auto continues = [&](size_t at) { return (bytes[at] & 0xC0) == 0x80; };
  size_t last = bytes.empty() ? 0 : bytes.size() - 1;  // begins a character, perhaps one that is cut off
  while (last > 0 && bytes.size() - last < 4 && continues(last)) --last;
  const Utf8Check end = check_utf8(bytes.substr(last));
  return (last + end.valid == bytes.size() || (end.cut && !whole)) && valid_utf8(bytes.substr(0, last));
}

}  // namespace

Fit fit_of(Encoding encoding, std::string_view bytes, bool whole) {
  Fit fit;
  if (encoding == Encoding::utf_8) {
    if (surely_utf_8(bytes, whole)) return fit;
    for (char c : bytes) fit.ideographs += static_cast<unsigned char>(c) >= 0xE0 && static_cast<unsigned char>(c) < 0xF5 ? 1 : 0;
    for (size_t from = 0;;) {
      const Utf8Check check = check_utf8(bytes.substr(from));
      from += check.valid;
      if (from == bytes.size() || (check.cut && !whole)) return fit;
      ++fit.faults;
      const auto byte = static_cast<unsigned char>(bytes[from++]);
      if (byte >= 0xE0 && byte < 0xF5) --fit.ideographs;  // it led no character
    }
  }
  Decoder decoder(encoding);
  std::string text;
  for (size_t from = 0; from < bytes.size(); from += step) {
    text.clear();
    decoder.decode(bytes.substr(from, step), whole && from + step >= bytes.size(), text);
    for (char c : text) fit.faults += c == undecodable ? 1 : 0;
  }
  return fit;
}

struct Gb18030Encoder::Converter {
  UConverter* icu;
  std::string cut;  // the beginning of a character
  std::vector<UChar> units;
  std::vector<char> bytes = std::vector<char>(step);
  ~Converter() { ucnv_close(icu); }
};

Gb18030Encoder::Gb18030Encoder() : converter_(new Converter{open("GB18030"), {}, {}}) {}
Gb18030Encoder::~Gb18030Encoder() = default;

void Gb18030Encoder::encode(std::string_view text, std::string& out) {
  Converter& c = *converter_;
  std::string joined;
  if (!c.cut.empty()) {
    joined = c.cut.append(text);
    text = joined;
    c.cut.clear();
  }
  const size_t valid = check_utf8(text).valid;
  c.cut = text.substr(valid);
  c.units.resize(valid + 1);
  int32_t length = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(c.units.data(), static_cast<int32_t>(c.units.size()), &length, text.data(), static_cast<int32_t>(valid), &status);
  for (int32_t i = 0; i < length; ++i) c.units[static_cast<size_t>(i)] = of_2005(c.units[static_cast<size_t>(i)]);
  const UChar* next = c.units.data();
  const UChar* const end = next + length;
  do {
    char* byte = c.bytes.data();
    status = U_ZERO_ERROR;
    ucnv_fromUnicode(c.icu, &byte, byte + step, &next, end, nullptr, false, &status);
    out.append(c.bytes.data(), byte);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
}

}  // namespace huice::unicode
