// A run as a list of passes over data. Today every pass is `scan → decide → write` over one entity; settlement, members and
// joins will add steps (spill, sort, settle, group) to the same lists.
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "runtime/catalogue.h"

namespace huice::plan {

/// Reads one entity's files, in order, as one input; `fields` are what later steps of the pass read, and the keys.
struct Scan {
  uint32_t entity = 0;
  std::vector<std::string> files;  // `-` is standard input
  std::vector<uint32_t> fields;    // ascending
};
/// Runs measures over the rows, in program order.
struct Decide {
  std::vector<uint32_t> measures;
};
/// Writes decisions and rejects of what was scanned.
struct Write {
  uint32_t entity = 0;
};
using Step = std::variant<Scan, Decide, Write>;

struct Pass {
  std::vector<Step> steps;
};

struct Plan {
  std::vector<Pass> passes;
  std::vector<uint32_t> left_out;  // selected measures whose entity has no data
};


/// One `--data [ENTITY=]FILE`.
struct DataFile {
  std::string entity;  // name or label; empty: not said
  std::string path;
};

/// `--measures a,b`: by name or label; empty means all. Unknown names are a usage failure that names the closest.
Result<std::vector<uint32_t>> select_measures(const Catalogue& catalogue, const std::vector<std::string>& names);

/// What to read and decide. Fails (exit 2) when data name no entity that they could belong to, or when a measure needs a date
/// that nothing gives (`has_as_of`: the run has --as-of).
Result<Plan> make_plan(const Catalogue& catalogue, const std::vector<uint32_t>& measures, const std::vector<DataFile>& data, bool has_as_of);

}  // namespace huice::plan
