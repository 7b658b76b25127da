// What settlement took from claims.
#pragma once
#include "runtime/settlement/serials.h"

namespace huice::settlement {

/// What a stage left of a claim's amount. `cause`: of choices the measure that took its place.
struct Reduction {
  uint64_t serial = 0;
  uint32_t stage = 0;
  int64_t after = 0;
  uint32_t cause = 0;
};

/// False: the scatter's failure() says why.
bool add_reduction(spill::Scatter& scatter, const SerialParts& parts, const Reduction& reduction);

/// Reductions of one claim after the other.
class Reductions {
 public:
  explicit Reductions(SerialReader reader) : reader_(std::move(reader)) {}
  /// The claim's reductions, in the order of stages; those of earlier serials are passed over. Serials only grow.
  Result<const std::vector<Reduction>*> of(uint64_t serial);

 private:
  SerialReader reader_;
  std::vector<Reduction> current_;
};

}  // namespace huice::settlement
