// What came out of a run: for the summary, the manifest and `--dry-run`.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/batch/from_csv.h"
#include "runtime/catalogue.h"
#include "runtime/ledger/entry.h"

namespace huice::engine {

/// Of one measure over all decided rows.
struct MeasureTotals {
  uint32_t measure = 0;
  std::array<uint64_t, status_count> count{};
  __int128 computed = 0;  // sum of the eligible rows' amounts, in the measure's rounding unit
  __int128 granted = 0;   // after settlement
};

/// One reject code: how often, and where first.
struct RejectTotals {
  batch::RejectCode code{};
  uint64_t count = 0;
  std::string file;
  uint64_t line = 0;
  std::string column;  // header; empty: the whole row
};

/// --dry-run: what one column holds.
struct FieldTotals {
  uint32_t field = 0;
  bool bound = false;
  uint64_t missing = 0;
  std::optional<std::string> least, most;  // numbers in the field's own unit, dates
};

struct WrittenFile {
  std::string path;
  std::string digest;
  uint64_t bytes = 0;
};

struct EntityReport {
  uint32_t entity = 0;
  uint64_t rows_in = 0, decided = 0, rejected = 0;
  uint64_t written = 0;                     // lines of the output, without its header
  std::vector<batch::FileReport> files;
  std::vector<MeasureTotals> measures;      // in program order
  std::vector<RejectTotals> rejects;        // in the order of first appearance
  std::vector<FieldTotals> fields;          // --dry-run only
  std::optional<WrittenFile> output, rejects_file, referred_file;
  std::optional<batch::FileReport> decisions_file;  // --decisions
};

/// In the ledger. `again`: it was recorded before, and only its files were made anew.
struct RecordedRun {
  std::string ledger, id;
  bool again = false;
};

/// `huice ledger compare`: a line that comes out otherwise than it is recorded. Amounts are fen.
struct Difference {
  ledger::Entry now;      // what it would be granted
  int64_t recorded = 0;   // what it is granted
  std::string run;        // by which run
};

struct Report {
  std::vector<EntityReport> entities;
  std::vector<uint32_t> left_out, lacking;  // measures that lack data, and of which entity
  std::string manifest;                     // path; empty: none
  std::optional<RecordedRun> ledger;
  std::vector<Difference> differences;      // Options::redecide
  uint64_t compared = 0;                    // lines
  uint64_t bytes = 0;                       // read
  double seconds = 0;                       // wall clock
  std::optional<Failure> too_many_rejects;  // exit 4: the output has not been put in place
};

}  // namespace huice::engine
