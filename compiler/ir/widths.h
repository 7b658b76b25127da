// How many bits a function's numbers need, and the two variants that the machine compiles.
#pragma once
#include <optional>

#include "compiler/ir/ir.h"

namespace huice::ir {

/// Two's-complement bits in which every number of the function fits, with the room that its divisions need.
int bits_needed(const Function& function);

/// No kernel computes with more (docs/language.md, "Numbers are exact").
inline constexpr int most_bits = 512;

/// The first value that needs more than `most_bits`, if any.
std::optional<ValueId> too_wide(const Function& function);

/// A column whose absolute values must stay at or below `bound` = 2^k − 1 in a batch: only then is the narrow variant right.
struct Guard {
  uint32_t column;
  uint64_t bound;
};
struct Narrow {
  Function function;
  std::vector<Guard> guards;
};
/// The function in 64-bit integers, under guards that are as generous as possible; none when the guards would be so
/// tight that ordinary data failed them.
std::optional<Narrow> narrow(const Function& function);

}  // namespace huice::ir
