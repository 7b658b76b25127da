// Records that begin with a claim's serial (ordered), in parts by serial: read along the rows from any of them on, by several
// threads.
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>

#include "runtime/spill/scatter.h"

namespace huice::settlement {

/// Which part a serial belongs to.
struct SerialParts {
  size_t count = 1;
  int shift = 0;
  /// `count` is a power of two; serials go to `last`.
  static SerialParts up_to(uint64_t last, size_t count) { return {count, std::max(0, static_cast<int>(std::bit_width(last)) - std::countr_zero(count))}; }
  size_t of(uint64_t serial) const { return static_cast<size_t>(serial >> shift); }
};

class SerialReader {
 public:
  /// `records` outlive it. `memory`: for one part.
  SerialReader(const spill::Parts& records, SerialParts parts, uint64_t memory) : records_(&records), parts_(parts), memory_(memory) {}
  /// Passes over records of smaller serials; whether there is one of this. What is asked for only grows.
  Result<bool> find(uint64_t serial);
  /// What was found, without the serial, and on to the next.
  std::string_view record() const { return merge_->record().substr(sizeof(uint64_t)); }
  Outcome next();

 private:
  const spill::Parts* records_;
  SerialParts parts_;
  uint64_t memory_;
  std::optional<size_t> part_;
  spill::SortedRecords sorted_;       // the part's
  std::optional<spill::Merge> merge_;
  bool more_ = false;
};

}  // namespace huice::settlement
