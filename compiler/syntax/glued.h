// Chinese is written without spaces, this language is not: finds where `规上且面积` wants them.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huice::syntax {

using IsName = std::function<bool(std::string_view)>;

/// The byte offsets at which spaces make `word` a row of keywords, numbers and names, with at least one keyword; the
/// fewest parts. Names are what `is_name` accepts. Nothing when the word can't be read so.
std::optional<std::vector<size_t>> glue_points(std::string_view word, const IsName& is_name);

/// The same when the names are not known: a keyword at the start or the end of `word`, or a number after a keyword.
std::optional<std::vector<size_t>> likely_glue_points(std::string_view word);

/// `word` with a space at each offset.
std::string with_spaces(std::string_view word, const std::vector<size_t>& offsets);

}  // namespace huice::syntax
