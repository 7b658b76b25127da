// Finds single rows in the data, for `explain`: by key, or by any column.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/batch/from_csv.h"
#include "runtime/engine/decided.h"
#include "runtime/engine/members.h"
#include "runtime/engine/options.h"
#include "runtime/plan.h"

namespace huice::engine {

struct Query {
  std::vector<std::string> key;   // --key: one text per key field, as the output writes it or as it stands in the file
  std::string column, value;      // --where COLUMN=VALUE; used when `key` is empty
  size_t most = 10;               // stop after so many rows
};

struct Found {
  std::string file;
  uint64_t line = 0;
  /// The row alone, as row 0 of a batch of `schema`; empty when it was rejected.
  std::optional<batch::Batch> batch;
  std::vector<DecidedValues::Note> decided;  // by --decisions
  /// Why it was rejected.
  batch::RejectCode code{};
  std::string column, cell;
  Bilingual message;
  /// The record's cells under their headers, as they stand in the file.
  std::vector<std::pair<std::string, std::string>> cells;
};

struct Finding {
  std::shared_ptr<const batch::Schema> schema;  // of the batches, with bound layouts
  std::vector<Found> rows;                      // none: not in the input
  uint64_t rows_in = 0;
};

/// Reads the files of `scan` as a run with the same options would. `members`: what the passes before it gathered, if any.
Result<Finding> find(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Scan& scan, const Options& options,
                     const Query& query, Members* members = nullptr);

}  // namespace huice::engine
