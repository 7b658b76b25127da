// A run as a list of passes over data: entities that others refer to are indexed by key, then members gathered into
// aggregates, then rows decided: `scan → index`, `scan → gather`, `scan → decide → write`, or, for targets, `scan → tally`. Settlement will add steps.
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "runtime/catalogue.h"

namespace huice::plan {

/// A field whose values are keys of an entity.
struct Reference {
  uint32_t field = 0, entity = 0;
};
/// Reads one entity's files, in order, as one input; `fields` are what later steps of the pass read, and the keys.
struct Scan {
  uint32_t entity = 0;
  std::vector<std::string> files;  // `-` is standard input
  std::vector<uint32_t> fields;    // ascending; the same in every scan of the entity, so that each rejects the same rows
  // What its rows take from other rows, columns in the order in which they can be filled.
  std::vector<catalogue::Referred> referred = {};
  std::vector<catalogue::Listed> listed = {};
  std::vector<uint32_t> aggregates = {};
  std::vector<Reference> checks = {};  // references that must name a row
  bool keyed = false;              // later rows of a key are rejected
};
/// Collects the keys of what is scanned, and fields that others read.
struct Index {
  std::vector<uint32_t> columns;
};
/// Adds what is scanned up into aggregates of their owners.
struct Gather {
  std::vector<uint32_t> aggregates;
};
/// Adds what is scanned up for targets.
struct Tally {
  std::vector<uint32_t> reaches;
};
/// Runs measures over the rows, in program order.
struct Decide {
  std::vector<uint32_t> measures;
};
/// Writes decisions and rejects of what was scanned.
struct Write {
  uint32_t entity = 0;
};
using Step = std::variant<Scan, Index, Gather, Tally, Decide, Write>;

struct Pass {
  std::vector<Step> steps;
};

struct Plan {
  std::vector<Pass> passes;
  std::vector<uint32_t> left_out;  // selected measures, or targets, that lack data
  std::vector<uint32_t> lacking;   // one for one: the entity whose data they lack
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

/// The same for targets: `--targets a,b`, and what to read and add up.
Result<std::vector<uint32_t>> select_targets(const Catalogue& catalogue, const std::vector<std::string>& names);
Result<Plan> make_target_plan(const Catalogue& catalogue, const std::vector<uint32_t>& targets, const std::vector<DataFile>& data, bool has_as_of);

}  // namespace huice::plan
