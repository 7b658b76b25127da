// What a run is told, apart from the program and the plan.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "runtime/batch/from_csv.h"
#include "runtime/decisions/options.h"

namespace huice::engine {

/// `--reject-limit N|P%`: more rejected rows than this, and the run fails (exit 4). Empty: no limit.
struct RejectLimit {
  std::optional<uint64_t> rows;
  std::optional<uint64_t> millionths;  // of the rows read: 5% is 50,000
  bool exceeded(uint64_t rejected, uint64_t rows_in) const;
};
std::optional<RejectLimit> parse_reject_limit(std::string_view text);

/// `--memory SIZE`: bytes, or with KB, MB, GB, TB (thousands), KiB, MiB, GiB, TiB (1024 each), in any case.
std::optional<uint64_t> parse_memory(std::string_view text);

struct Progress {
  uint64_t rows = 0;
  uint64_t bytes = 0;
  std::optional<uint64_t> bytes_total;
};
/// Called now and then, by one thread at a time; false stops the run.
using OnProgress = std::function<bool(const Progress&)>;

struct Options {
  std::optional<Date> as_of;
  batch::InputOptions input;
  std::vector<std::string> keep;                                // columns of the input to copy through
  std::vector<std::pair<std::string, std::string>> aliases;     // huice.toml, [columns]
  decisions::OutputOptions output;
  std::string out;                         // a file, a folder (several entities), a device, `-`
  std::string rejects;                     // empty: beside `out`, where that is a file
  std::string manifest;                    // likewise
  std::string referred;                    // --referred: what authorities still have to decide; empty: not written
  std::string decisions;                   // --decisions: what they decided; empty: none
  std::string ledger;                      // --ledger; empty: none
  std::string run_id;                      // --run-id; empty: follows from program and data
  bool redecide = false;                   // what the ledger recorded is decided once more, to see what differs (with dry_run)
  RejectLimit reject_limit;
  int threads = 1;
  uint64_t memory = 0;                     // --memory, in bytes; 0: half of what there is
  bool dry_run = false;                    // writes nothing, looks at columns
  bool sync = false;                       // fsync before renaming
  OnProgress progress;

  // Only for the manifest:
  std::string compiler_version, program_path, program_digest;
  bool simulation = false;                                      // --set
  struct Parameter {
    std::string name, from, value;                              // from: empty where it holds always
  };
  std::vector<Parameter> parameters;                            // supplied from outside
  std::vector<std::pair<std::string, std::string>> recorded;    // options as the user gave them
  std::function<std::vector<std::string>()> by_reference;       // what the reference decided since machine code could not be had
  std::function<bool()> code_from_files;                        // whether machine code had to be mapped from files
};

}  // namespace huice::engine
