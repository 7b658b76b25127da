// UTF-8 that arrives in pieces: a character may be cut off at the end of one.
#pragma once
#include <cstddef>
#include <string_view>

namespace huice::unicode {

struct Utf8Check {
  size_t valid = 0;  // so many bytes are whole, valid characters
  bool cut = false;  // what follows is the beginning of a character, cut off by the end
};
Utf8Check check_utf8(std::string_view bytes);

/// How many leading bytes are ASCII.
size_t ascii_prefix(std::string_view bytes);

}  // namespace huice::unicode
