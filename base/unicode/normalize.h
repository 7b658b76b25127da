// One spelling for one name: canonical composition and the folding of full-width signs.
#pragma once
#include <string>
#include <string_view>

namespace huice::unicode {

/// Unicode normalization form C. `text` must be valid UTF-8.
std::string nfc(std::string_view text);

/// U+FF01–FF5E, `、 × ÷ −` and U+3000 as their ASCII forms; every other code point stays. `≥ ≤ ≠ “ ”` have no
/// single ASCII form and are read by the lexer.
char32_t fold_width(char32_t code_point);
/// `ＡＢ，１` → `AB,1`.
std::string fold_width(std::string_view text);

}  // namespace huice::unicode
