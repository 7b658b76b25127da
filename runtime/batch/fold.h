// How headers, labels and words are compared: NFC, width-insensitive, without spaces around them.
#pragma once
#include <string>
#include <string_view>

namespace huice::batch {

/// `text` must be valid UTF-8, else it is compared as it stands.
std::string folded(std::string_view text);
/// Without ASCII white space, U+3000 and U+00A0 at both ends.
std::string_view trimmed(std::string_view text);
/// Whether anything is not ASCII; U+FF01–FF5E and U+3000 as ASCII, all else as it stands.
bool has_wide(std::string_view text);
std::string narrowed(std::string_view text);

}  // namespace huice::batch
