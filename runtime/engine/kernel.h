// What decides a batch: machine code or the reference evaluator, behind one door.
#pragma once
#include "base/result.h"
#include "runtime/kernel_abi.h"

namespace huice::engine {

/// One measure, ready to decide. Immutable to its users; many threads may call `decide` at once.
class Kernel {
 public:
  virtual ~Kernel() = default;
  /// Fills every array of `decisions` for the batch's rows. Fails only when the environment does (no memory for code).
  virtual Outcome decide(const huice_batch& batch, huice_decisions& decisions) const = 0;
};

}  // namespace huice::engine
