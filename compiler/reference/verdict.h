// One row's decision, before it is written where its caller wants it.
#pragma once
#include <optional>

#include "compiler/reference/evaluate.h"

namespace huice::reference {

/// As Decision; what a status does not call for is unset.
struct Verdict {
  Status status = Status::not_in_force;
  int64_t amount = 0;
  std::optional<int64_t> ceiling;
  uint16_t error = 0;
  bool capped = false;
  Bits failed;   // conditions
  Bits missing;  // inputs
};

/// Decides the row whose cells the evaluator holds. `as_of` serves measures without a `dated` field.
Verdict decide_row(Evaluator& row, std::optional<Date> as_of);

}  // namespace huice::reference
