// What the rows of one entity take from rows of others: keys and fields by reference, aggregates, membership in lists.
// The passes before the last fill it; memory grows with the rows that others refer to, not with those that refer.
#pragma once
#include <functional>
#include <map>
#include <memory>

#include "runtime/batch/from_csv.h"
#include "runtime/engine/groups.h"
#include "runtime/engine/kernel.h"
#include "runtime/engine/key_table.h"
#include "runtime/plan.h"

namespace huice::engine {

/// What decides the members of an aggregate, and the layout of the values it gives.
struct MemberKernel {
  std::shared_ptr<const Kernel> kernel;
  batch::Layout layout;
};
using MakeMember = std::function<Result<MemberKernel>(uint32_t aggregate, const batch::Schema& schema)>;

class Members {
 public:
  Members(const Catalogue& catalogue, MakeMember make) : catalogue_(catalogue), make_(std::move(make)) {}

  /// The layouts of the columns that a scan takes from others, from the data of those others.
  void set_layouts(const plan::Scan& scan, batch::CsvReader& reader) const;
  /// From now on rows of the reader are rejected whose reference names no row, or whose key stood before. With `index`, the
  /// entity's keys are collected on the way.
  void watch(const plan::Scan& scan, const plan::Index* index, batch::CsvReader& reader);
  /// Fills the columns that the scan takes from others, for a batch just read.
  void fill(const plan::Scan& scan, const batch::Rows& rows, batch::Batch& batch) const;

  /// Before the first batch of members, then for each.
  Outcome start(const plan::Gather& gather, const batch::Schema& schema);
  Outcome gather(const plan::Gather& gather, const batch::Rows& rows, const batch::Batch& batch);

 private:
  struct Gathering {
    std::shared_ptr<const Kernel> kernel;
    decisions::Decisions decided;
  };
  uint32_t row_of(uint32_t entity, const batch::Batch& batch, uint32_t column, int row) const;
  void check(const plan::Scan& scan, const plan::Index* index, const batch::CsvReader& reader, batch::Rows& rows, batch::Batch& batch);

  const Catalogue& catalogue_;
  MakeMember make_;
  std::map<uint32_t, KeyTable> tables_;       // by entity
  std::map<uint32_t, Groups> groups_;         // by aggregate
  std::map<uint32_t, Gathering> gathering_;   // by aggregate
};

}  // namespace huice::engine
