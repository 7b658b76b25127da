#include "base/unicode/width.h"

#include <unicode/uchar.h>

#include <cstdio>

#include "base/unicode/utf8.h"

namespace huice::unicode {

int display_width(char32_t c) {
  if (c < 0x300) return 1;
  const auto point = static_cast<UChar32>(c);
  switch (u_charType(point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK: return 0;
    default: break;
  }
  const int32_t width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  if (width == U_EA_FULLWIDTH || width == U_EA_WIDE) return 2;
  // Quotation marks and the like are "ambiguous": Chinese fonts draw them wide, and these are Chinese texts.
  return width == U_EA_AMBIGUOUS && c >= 0x2000 ? 2 : 1;
}

size_t display_width(std::string_view text) {
  size_t width = 0;
  for (size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    width += static_cast<size_t>(display_width(point.value));
    offset += point.length;
  }
  return width;
}

bool is_invisible_control(char32_t c) {
  if (c < 0x20 || c == 0x7F) return c != '\t';
  if (c < 0x80) return false;
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR ||
         type == U_PRIVATE_USE_CHAR || type == U_SURROGATE;
}

std::string printable(std::string_view text) {
  std::string result;
  for (size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    char escape[16];
    if (point.value == 0xFFFD && point.length == 1) {
      std::snprintf(escape, sizeof escape, "\\x%02X", static_cast<unsigned char>(text[offset]));
      result += escape;
    } else if (is_invisible_control(point.value)) {
      std::snprintf(escape, sizeof escape, "\\u{%04X}", static_cast<unsigned>(point.value));
      result += escape;
    } else {
      result += text.substr(offset, point.length);
    }
    offset += point.length;
  }
  return result;
}

}  // namespace huice::unicode
