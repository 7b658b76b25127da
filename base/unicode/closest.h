// "Did you mean …?"
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace huice::unicode {

/// The fewest insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, in code points.
size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate closest to `name`, the first of equals; none that differs in more than a third of its characters
/// (at least one change is always allowed for names of two characters and more).
std::optional<std::string> closest(std::string_view name, std::span<const std::string> candidates);

}  // namespace huice::unicode
