// `share city 60%, county rest`: a granted amount in parts that add up to it.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "runtime/settlement/terms.h"

namespace huice::settlement {

/// One for one with the body's shares, in steps. `part` gives the numbers of parts that differ from row to row, in the order
/// of those shares. Nothing where they come to more than the whole.
std::optional<std::vector<int64_t>> shares_of(const Body& body, int64_t amount, const std::function<int64_t(size_t)>& part);

}  // namespace huice::settlement
