// The standard library: policies that come with the compiler, reached by `use "std/sme.policy"`.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace huice::program {

/// The text of `std/NAME.policy`, if there is one.
std::optional<std::string_view> standard_file(std::string_view path);
/// `std/codes.policy, std/sme.policy`
std::string standard_names();

}  // namespace huice::program
