// UTF-8: checking, decoding, counting.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace huice::unicode {

/// The offset of the first byte that is not well-formed UTF-8 (surrogates and overlong forms are not), if there is one.
std::optional<size_t> first_invalid_utf8(std::string_view bytes);

/// Whether all of it is well-formed; much faster.
bool valid_utf8(std::string_view bytes);

struct CodePoint {
  char32_t value;
  size_t length;  // bytes, at least 1
};
/// The code point at `offset` (< text.size()); a byte that begins none gives U+FFFD with length 1.
CodePoint code_point_at(std::string_view text, size_t offset);
void append_utf8(std::string& text, char32_t code_point);
std::u32string to_code_points(std::string_view text);
/// How many code points; continuation bytes are not counted.
size_t count_code_points(std::string_view text);

}  // namespace huice::unicode
