// --dry-run: how much of each field is missing, and what it ranges over.
#pragma once
#include <vector>

#include "runtime/batch/batch.h"
#include "runtime/batch/rows.h"
#include "runtime/engine/report.h"

namespace huice::engine {

class FieldStats {
 public:
  /// `fields`: those that the run reads. `schema` must outlive the statistics.
  FieldStats(const batch::Schema& schema, std::vector<uint32_t> fields, const std::vector<bool>& bound);
  void add(const batch::Batch& batch, const batch::Rows& rows);
  std::vector<FieldTotals> totals() const;

 private:
  struct Range {
    uint64_t missing = 0;
    bool any = false;
    __int128 least = 0, most = 0;
  };
  const batch::Schema& schema_;
  std::vector<uint32_t> fields_;
  std::vector<bool> bound_;
  std::vector<Range> ranges_;
};

}  // namespace huice::engine
