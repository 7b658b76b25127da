// What an aggregate comes to for each row of its owner (docs/language.md, "Aggregates"): 6 to 14 bytes a row, more only where
// an aggregate reads many fields or its values pass 64 bits.
#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "runtime/batch/batch.h"
#include "runtime/catalogue.h"
#include "runtime/decisions/decisions.h"

namespace huice::engine {

class Groups {
 public:
  /// Of so many owners. `layout`: of one member's value.
  Groups(const catalogue::Aggregate& aggregate, batch::Layout layout, size_t owners);

  const batch::Layout& layout() const { return layout_; }
  /// One member of owner row `owner`, as its kernel decided it.
  void add(uint32_t owner, const decisions::Decisions& member, int row);
  /// Sets the owner's columns.
  void put(uint32_t owner, batch::Batch& batch, int row) const;

 private:
  static constexpr uint8_t any_row = 1, decided = 2;  // decided: one false settles `all`, one true settles `any`
  bool has_values() const;
  void add_value(uint32_t owner, __int128 value);
  __int128 value(uint32_t owner) const;
  void set_value(uint32_t owner, __int128 value);
  uint64_t causes(uint32_t owner) const;
  void add_causes(uint32_t owner, uint64_t causes);
  bool nothing(uint32_t owner) const;
  void put_value(uint32_t owner, batch::Batch& batch, int row) const;

  const catalogue::Aggregate* aggregate_;
  batch::Layout layout_;
  size_t cause_bytes_;
  std::vector<uint32_t> counts_;
  std::vector<uint8_t> flags_;
  std::vector<uint8_t> causes_;                      // fields that members miss: cause_bytes_ each
  std::unordered_map<uint32_t, uint16_t> errors_;    // the first member's; few owners have one
  std::vector<int64_t> values_;
  std::vector<__int128> wide_;                       // instead of values_, once one did not fit
};

}  // namespace huice::engine
