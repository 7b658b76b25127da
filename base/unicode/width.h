// How wide text is on a terminal: Chinese characters take two cells.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace huice::unicode {

/// 0 for combining marks, 2 for wide and full-width characters, else 1.
int display_width(char32_t code_point);
size_t display_width(std::string_view text);
/// Control characters, bidirectional overrides and the like, which a message must show as an escape.
bool is_invisible_control(char32_t code_point);
/// `text` safe to print on a terminal: controls as `\u{202E}`, bytes that are no UTF-8 as `\xNN`; tabs stay.
std::string printable(std::string_view text);

}  // namespace huice::unicode
