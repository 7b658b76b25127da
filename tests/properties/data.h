// Random data of all entities of a program: files for a run, and the same values for the oracle.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/program/program.h"
#include "compiler/reference/decide.h"
#include "runtime/plan.h"
#include "tests/properties/random.h"

namespace huice::properties {

/// One row of a file.
struct DataRow {
  std::vector<std::optional<reference::Value>> values;  // by field of the entity; those not in the data are missing
  std::optional<uint32_t> bad_cell;                     // the field whose cell cannot be read
};

struct EntityData {
  std::vector<DataRow> rows;
  std::string csv;
};

/// By entity; those that `wanted` asks for. Keys that stand twice, references that are missing or name nothing, owners
/// without members, missing values, and now and then a cell that cannot be read.
using Data = std::map<uint32_t, EntityData>;
Data random_data(const program::Program& program, const std::vector<plan::Scan>& wanted, Random& random);

}  // namespace huice::properties
