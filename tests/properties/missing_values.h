// language.md section 6: `is given` and `default` apart, giving a missing value never changes eligible or ineligible.
#pragma once
#include <optional>
#include <string>

#include "tests/properties/compile.h"

namespace huice::properties {

/// `compiled` uses neither of the two. Decides random rows twice: as they are, and with some missing cells filled in. An
/// eligible row must also keep its amount. `decided` counts rows that were eligible or ineligible with something missing.
std::optional<std::string> check_missing_values(const Compiled& compiled, size_t measure, uint64_t seed, int rows, uint64_t& decided);

}  // namespace huice::properties
