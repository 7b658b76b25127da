// The arrays that a kernel fills for one batch, and how two kernels' arrays differ.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/engine/kernel.h"

namespace huice::properties {

class Decisions {
 public:
  explicit Decisions(const catalogue::Measure& measure);
  /// Fills statuses and amounts with rubbish first: a kernel must write all of them. The rest it finds as the kernel before left it.
  Outcome run(const engine::Kernel& kernel, const huice_batch& batch, uint8_t rubbish);

  Status status(int row) const { return static_cast<Status>(status_[row]); }
  int64_t amount(int row) const { return amount_[row]; }
  uint16_t error(int row) const { return error_[row]; }
  uint16_t error_kind(int row) const { return static_cast<uint16_t>(error_[row] >> 12); }
  bool capped(int row) const { return bit(capped_, 0, row); }
  bool has_ceiling(int row) const { return bit(ceiling_known_, 0, row); }
  /// `eligible 80000.00`, `error range@pay`: everything that stands in the row.
  std::string describe(int row) const;

  /// The first row, of the first `rows`, in which the two differ in any bit.
  static std::optional<int> first_difference(const Decisions& a, const Decisions& b, int rows);
  bool same(const Decisions& other, int row) const;

 private:
  bool bit(const std::vector<uint64_t>& words, size_t column, int row) const;
  const catalogue::Measure& measure_;
  std::vector<uint8_t> status_;
  std::vector<int64_t> amount_, ceiling_;
  std::vector<uint16_t> error_;
  std::vector<uint64_t> ceiling_known_, capped_, failed_, missing_;
};

}  // namespace huice::properties
