// How a number field's cells are written: in which unit, between which bounds, with how many fraction digits.
#pragma once
#include <optional>
#include <string>

#include "compiler/rules/rules.h"

namespace huice::schemas {

struct NumberCells {
  std::string unit;          // `万元`, `%`; empty: none
  std::string least, most;   // in that unit, rounded inward to its digits
  int digits = 0;
  size_t whole_digits = 0;   // of the longer bound
};
NumberCells cells_of(const rules::Field& field);

/// The value of `default …` as a cell would hold it; nothing where there is none.
std::optional<std::string> default_of(const rules::Program& rules, const rules::Field& field);

}  // namespace huice::schemas
