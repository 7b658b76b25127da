#include "runtime/batch/fold.h"

#include "base/unicode/normalize.h"
#include "base/unicode/utf8.h"
#include "base/unicode/utf8_stream.h"

namespace huice::batch {
namespace {

constexpr std::string_view spaces[] = {" ", "\t", "\r", "\n", "\u3000", "\u00A0"};

/// Most cells begin and end with a byte that no space has at either end: one look is enough.
bool surely_no_space(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > ' ' && byte != 0xE3 && byte != 0xC2 && byte != 0x80 && byte != 0xA0;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  if (text.empty() || (surely_no_space(text.front()) && surely_no_space(text.back()))) return text;
  for (bool again = true; again;) {
    again = false;
    for (std::string_view space : spaces) {
      if (text.starts_with(space)) text.remove_prefix(space.size()), again = true;
      if (text.ends_with(space)) text.remove_suffix(space.size()), again = true;
    }
  }
  return text;
}

std::string folded(std::string_view text) {
  if (unicode::first_invalid_utf8(text)) return std::string(text);
  return unicode::fold_width(unicode::nfc(trimmed(text)));
}

bool has_wide(std::string_view text) { return unicode::ascii_prefix(text) < text.size(); }

std::string narrowed(std::string_view text) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const unicode::CodePoint point = unicode::code_point_at(text, at);
    const bool form = point.value >= 0xFF01 && point.value <= 0xFF5E;
    if (form || point.value == 0x3000) {
      result += form ? static_cast<char>(point.value - 0xFEE0) : ' ';
    } else {
      result.append(text.substr(at, point.length));
    }
    at += point.length;
  }
  return result;
}

}  // namespace huice::batch
