// GB18030 → UTF-8 for what most text is made of: ASCII, and characters of two bytes.
#pragma once
#include <string>
#include <string_view>

namespace huice::unicode {

/// Appends what the front of `bytes` means, as far as it is that; gives how many bytes it took. What stands there begins a
/// character.
size_t decode_common_gb18030(std::string_view bytes, std::string& out);

}  // namespace huice::unicode
