// The engines that must agree, and batches on which they are compared.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtime/engine/kernel.h"
#include "tests/properties/compile.h"
#include "tests/properties/rows.h"

namespace huice::machine {
class Machine;
}

namespace huice::properties {

/// Machine code as users get it (narrow where a batch allows it), and the wide variant alone.
struct Machines {
  std::shared_ptr<machine::Machine> usual, wide;
  static Machines create();
};

/// What came out, so that a test which only ever sees one status is noticed.
struct Tally {
  uint64_t decisions = 0, machine_decisions = 0, capped = 0, ceilings = 0;
  std::array<uint64_t, status_count> statuses{};
  std::map<uint16_t, uint64_t> error_kinds;
  void add(const Tally& other);
};

/// Code generation that does not end. Its thread cannot be stopped, so the run is over.
struct TooSlow : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Comparing {
  std::vector<int> fills;           // rows of each batch
  bool machine_code = true;         // else the IR only, which costs no compiling
  int ir_rows = 200;                // the interpreter of the IR is slow
};

/// Empty when all engines agree on all batches; else what differs, with the row and both decisions.
std::optional<std::string> compare(const Compiled& compiled, size_t measure, uint64_t seed, const Comparing& how,
                                   const Machines& machines, Tally& tally);

/// The same of what one member gives to an aggregate.
std::optional<std::string> compare_members(const Compiled& compiled, size_t aggregate, uint64_t seed, const Comparing& how,
                                           const Machines& machines, Tally& tally);

}  // namespace huice::properties
