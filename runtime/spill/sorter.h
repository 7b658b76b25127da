// Sorts any number of records within some memory: what does not fit goes to a temporary file in sorted runs, which are merged
// when they are read.
#pragma once
#include "runtime/spill/records.h"
#include "runtime/spill/runs.h"

namespace huice::spill {

class Sorter {
 public:
  /// `memory`: what records take before they go to the file.
  Sorter(std::string folder, size_t memory, int threads = 1) : folder_(std::move(folder)), memory_(memory), threads_(threads) {}
  Outcome add(std::string_view record);
  /// No more records come.
  Result<SortedRecords> finish();

 private:
  Outcome write_run();
  Outcome merge_runs();

  std::string folder_;
  size_t memory_;
  int threads_;
  std::shared_ptr<Records> kept_ = std::make_shared<Records>();
  std::vector<Entry> entries_;  // of what is kept
  std::unique_ptr<TempFile> file_;
  std::vector<Run> runs_;
  uint64_t records_ = 0;
};

}  // namespace huice::spill
