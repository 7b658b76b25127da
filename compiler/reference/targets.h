// Whether one group of a target has reached its goal, from the columns of its row.
#pragma once
#include "compiler/reference/decide.h"

namespace huice::reference {

struct Reached {
  Decision decision;                          // of the reach's test: eligible where the goal is met
  std::optional<Value> value;                 // what is compared; empty: missing, in error, or a yes or no
  std::vector<std::optional<Value>> bounds;   // as of the goal
};

/// `row`: of the reach's hidden entity; its `as_of` is the day on which parameters are read. `words`: of the test.
Reached reached(const rules::Program& program, const rules::Reach& reach, const catalogue::Measure& words, const Row& row);

}  // namespace huice::reference
