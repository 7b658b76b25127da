#include "base/unicode/words.h"

#include <unicode/uchar.h>

namespace huice::unicode {

PartOfWord part_of_word(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  if (u_hasBinaryProperty(c, UCHAR_XID_START)) return PartOfWord::start;
  return u_hasBinaryProperty(c, UCHAR_XID_CONTINUE) ? PartOfWord::inside : PartOfWord::none;
}

bool is_space(char32_t code_point) { return u_hasBinaryProperty(static_cast<UChar32>(code_point), UCHAR_WHITE_SPACE); }

}  // namespace huice::unicode
