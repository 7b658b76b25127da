// What a kernel wrote about one batch, and what its bits mean.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/kernel_abi.h"

namespace huice::decisions {

/// What settlement needs to know of a measure's rows, beside their decisions.
struct Claimed {
  explicit Claimed(size_t parts) : serial(HUICE_BATCH_ROWS), body(HUICE_BATCH_ROWS), parts(parts * HUICE_BATCH_ROWS), width(parts) {}
  std::vector<uint64_t> serial;  // of the row's claim; 0: it has none
  std::vector<uint32_t> body;    // of eligible rows: position in Terms::bodies
  std::vector<int64_t> parts;    // the numbers of shares that differ from row to row, `width` a row
  size_t width;
};

/// Memory for one measure's decisions of a batch.
class Decisions {
 public:
  explicit Decisions(const catalogue::Measure& measure);
  /// What a kernel fills.
  huice_decisions view() { return view_; }

  Status status(int row) const { return static_cast<Status>(view_.status[row]); }
  int64_t amount(int row) const { return view_.amount[row]; }
  uint16_t error(int row) const { return view_.error[row]; }
  bool missing(size_t input, int row) const { return bit(view_.missing + input * HUICE_BATCH_WORDS, row); }
  /// Of an aggregate's member (kernel_abi.h).
  __int128 member_value(int row) const { return (static_cast<__int128>(view_.ceiling[row]) << HUICE_HALF_BITS) + view_.amount[row]; }
  bool has_ceiling(int row) const { return bit(view_.ceiling_known, row); }
  int64_t ceiling(int row) const { return view_.ceiling[row]; }
  /// Appends the reasons, `;` between them: `size;age`, `division_by_zero@pay`, `premium`, `ceiling`.
  void append_reasons(std::string& out, const catalogue::Entity& entity, int row) const;
  /// Bit n: the nth condition, or input, of at most 32.
  uint32_t failed_bits(int row) const { return bits(view_.failed, measure_->conditions.size(), row); }
  uint32_t missing_bits(int row) const { return bits(view_.missing, measure_->inputs.size(), row); }
  // Of 64 rows, `first` a multiple of 64: a bit a row.
  uint64_t failed_word(size_t condition, int first) const { return word(view_.failed + condition * HUICE_BATCH_WORDS, first); }
  uint64_t missing_word(size_t input, int first) const { return word(view_.missing + input * HUICE_BATCH_WORDS, first); }
  uint64_t capped_word(int first) const { return word(view_.capped, first); }
  uint64_t ceiling_word(int first) const { return word(view_.ceiling_known, first); }
  const uint8_t* statuses() const { return view_.status; }
  const int64_t* amounts(int first) const { return view_.amount + first; }
  uint16_t version(int row) const { return versions_.empty() ? uint16_t{0} : versions_[static_cast<size_t>(row)]; }
  bool capped(int row) const { return bit(view_.capped, row); }
  /// Of measures that something settles; filled behind the kernel.
  std::optional<Claimed> claimed = {};
  std::vector<std::string> reasons(const catalogue::Entity& entity, int row) const;

 private:
  static bool bit(const uint64_t* words, int row) { return (words[row / 64] >> (row % 64) & 1) != 0; }
  static uint32_t bits(const uint64_t* words, size_t count, int row) {
    uint32_t all = 0;
    for (size_t i = 0; i < count; ++i) all |= static_cast<uint32_t>(words[i * HUICE_BATCH_WORDS + static_cast<size_t>(row) / 64] >> (row % 64) & 1) << i;
    return all;
  }
  static uint64_t word(const uint64_t* words, int first) { return words[first / 64]; }
  template <class Each>
  void each_reason(const catalogue::Entity& entity, int row, Each each) const;

  const catalogue::Measure* measure_;
  struct Free { void operator()(uint64_t* memory) const; };
  std::unique_ptr<uint64_t[], Free> memory_;
  std::vector<uint16_t> versions_;  // of measures that have some
  huice_decisions view_{};
};

}  // namespace huice::decisions
