// Which values of a narrow kernel are computed when. A block of 64 rows has three parts: first numbers and their comparisons, eight
// rows a step; then logic, 64 rows in one word; last what is chosen by it, eight rows a step again.
#pragma once
#include <vector>

#include "compiler/ir/ir.h"

namespace huice::machine {

/// By value. What is needed in one part and made in another is handed over through memory. Constants belong to every part.
struct Phases {
  explicit Phases(const ir::Function& function);

  std::vector<bool> first, logic, last;        // made in this part
  std::vector<ir::ValueId> bits;               // masks made in the first, needed by logic
  std::vector<ir::ValueId> words;              // masks made by logic, needed in the last
  std::vector<ir::ValueId> numbers;            // made in the first, needed in the last
};

}  // namespace huice::machine
