// What an aggregate comes to for each row of its owner (docs/language.md, "Aggregates"): 6 to 14 bytes a row, more only where
// an aggregate reads many fields or its values pass 64 bits.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
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
  /// What one member adds: its status, and what goes with it.
  struct Share {
    Status status{};
    uint16_t error = 0;
    uint64_t causes = 0;
    __int128 value = 0;
  };
  /// Of a rejected row: it would have added something, nobody knows what.
  static Share lost() { return {Status::undetermined, 0, no_members, 0}; }
  /// As the member's kernel decided it.
  Share share(const decisions::Decisions& member, int row) const;
  /// An owner will be added to soon.
  void prefetch(uint32_t owner) const {
    __builtin_prefetch(&counts_[owner], 1);
    __builtin_prefetch(&flags_[owner], 1);
    __builtin_prefetch(&causes_[owner * cause_bytes_], 1);
    if (!values_.empty()) __builtin_prefetch(&values_[owner], 1);
  }
  void add(uint32_t owner, const Share& share);
  /// The same of a member whose owner is not known, as fields in `buckets` are missing; `owner` stands for that.
  void add_unplaced(uint32_t owner, const Share& share, uint32_t buckets);
  /// `owner` may have what `unplaced` stands for.
  void take_unplaced(uint32_t unplaced, uint32_t owner);
  /// There are members, though perhaps none of this owner.
  void note_rows(uint32_t owner) { flags_[owner] |= any_row; }
  bool has_values() const;
  void resize(size_t owners);
  /// Sets the owner's columns.
  void put(uint32_t owner, batch::Batch& batch, int row) const;

  /// The most that so many owners take.
  static uint64_t most_bytes(const catalogue::Aggregate& aggregate, uint64_t owners);
  /// Shares and owners in records.
  void append_share(std::string& out, const Share& share) const;
  Share take_share(std::string_view& from) const;
  void append(std::string& out, uint32_t owner) const;
  void take(uint32_t owner, std::string_view& from);
  /// As if it had no members.
  void reset(uint32_t owner);

 private:
  static constexpr uint64_t no_members = 1;              // of the causes, the one that names the members' entity
  static constexpr uint8_t any_row = 1, decided = 2;  // decided: one false settles `all`, one true settles `any`
  void add_value(uint32_t owner, __int128 value);
  uint16_t error(uint32_t owner) const { return errors_.empty() ? uint16_t{0} : errors_[owner]; }
  void set_error(uint32_t owner, uint16_t error);
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
  std::vector<uint16_t> errors_;                     // the first member's; empty as long as there is none
  std::vector<int64_t> values_;
  std::vector<__int128> wide_;                       // instead of values_, once one did not fit
};

}  // namespace huice::engine
