// The numbers that outputs are made of. They are the kernel ABI's (runtime/kernel_abi.h); `machine`, which sees both,
// asserts that they agree.
#pragma once
#include <cstdint>

namespace huice::ir {

enum class Status : uint8_t { eligible = 0, ineligible = 1, error = 2, undetermined = 3, referred = 4, not_in_force = 5 };

enum class Fault : uint16_t {
  division_by_zero = 1,
  range = 2,
  negative = 3,
  before_first_date = 4,
  no_row = 5,
  conflict = 6
};

/// The fault and its site (compiler/rules/sites.h) in 16 bits.
constexpr uint16_t error_code(Fault fault, uint16_t site) {
  return static_cast<uint16_t>(static_cast<uint16_t>(fault) << 12 | site);
}

inline constexpr int32_t no_date = INT32_MIN;  // the run's date, where it has none

}  // namespace huice::ir
