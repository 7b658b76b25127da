// Values for a random program's external parameters, and what-ifs for any: they follow from the parameters' names, so that a
// smaller program is given the same.
#pragma once
#include <string>
#include <vector>

#include "compiler/program/supply.h"

namespace huice::properties {

std::vector<program::SuppliedValue> supplied_values(const rules::Program& rules);
/// `--set`: for some parameters, external or not.
std::vector<program::SuppliedValue> what_ifs(const rules::Program& rules);
/// The same as a file of parameters.
std::string parameters_csv(const std::vector<program::SuppliedValue>& values);

/// Supplies both. Throws where the values are refused: what a parameter's type can hold is given.
void supply_all(program::Program& program);

}  // namespace huice::properties
