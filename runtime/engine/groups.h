// What an aggregate comes to for each row of its owner (docs/language.md, "Aggregates"): 5 to 13 bytes a row, more only where
// an aggregate reads many fields or its values pass 64 bits. Aggregates that members add to together stand side by side.
#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/huge_pages.h"
#include "runtime/batch/batch.h"
#include "runtime/catalogue.h"
#include "runtime/decisions/decisions.h"

namespace huice::engine {

/// A record for each owner, in which each of several aggregates has its part: who adds to all of them reaches one place in memory.
class GroupRecords {
 public:
  /// A part of so many bytes; where it begins. Before there are owners.
  size_t claim(size_t bytes);
  /// New ones are zero.
  void resize(size_t owners);
  size_t owners() const { return owners_; }
  size_t size() const { return size_; }
  char* of(uint32_t owner) { return bytes_.data() + owner * size_; }
  const char* of(uint32_t owner) const { return bytes_.data() + owner * size_; }
  /// Inlined in any case: GCC 12 takes a call that only fetches for one that does nothing, and drops it.
  [[gnu::always_inline]] void prefetch(uint32_t owner) const {
    __builtin_prefetch(of(owner), 1);
    __builtin_prefetch(of(owner) + size_ - 1, 1);
  }

 private:
  size_t size_ = 0, owners_ = 0;
  HugeVector<char> bytes_;
};

class Groups {
 public:
  static constexpr uint32_t nobody = UINT32_MAX;

  /// `layout`: of one member's value. Of the owners that `records` has, or will have.
  Groups(const catalogue::Aggregate& aggregate, batch::Layout layout, std::shared_ptr<GroupRecords> records);
  /// Alone, of so many owners.
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
  void add(uint32_t owner, const Share& share);
  /// Of rows [from, to), each added to its owner, if it has one.
  void add(const std::vector<uint32_t>& owners, const decisions::Decisions& members, size_t from, size_t to);
  /// The same of a member whose owner is not known, as fields in `buckets` are missing; `owner` stands for that.
  void add_unplaced(uint32_t owner, const Share& share, uint32_t buckets);
  /// `owner` may have what `unplaced` stands for.
  void take_unplaced(uint32_t unplaced, uint32_t owner);
  /// There are members, though perhaps none of this owner.
  void note_rows(uint32_t owner) { flag(owner, any_row); }
  bool has_values() const;
  /// Alone, or with all others of its records.
  void resize(size_t owners) { records_->resize(owners); }
  /// Sets the columns of rows from `from` on, each from its owner, if it has one.
  void put(const std::vector<uint32_t>& owners, batch::Batch& batch, int from = 0) const;

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
  static constexpr uint64_t no_members = 1;            // of the causes, the one that names the members' entity
  static constexpr uint8_t any_row = 0x40, decided = 0x80;  // decided: one false settles `all`, one true settles `any`
  static constexpr uint8_t flags = any_row | decided;

  /// The aggregate's part of every owner's record.
  struct Parts {
    char* first;
    size_t step, count_at, flags_at;
    char* of(uint32_t owner) const { return first + owner * step; }
  };
  Parts parts() const { return {records_->of(0) + at_, records_->size(), bits_at_ - sizeof(uint32_t), bits_at_ + bit_bytes_ - 1}; }
  char* part(uint32_t owner) { return records_->of(owner) + at_; }
  const char* part(uint32_t owner) const { return records_->of(owner) + at_; }
  uint8_t* bits(uint32_t owner) { return reinterpret_cast<uint8_t*>(part(owner) + bits_at_); }
  const uint8_t* bits(uint32_t owner) const { return reinterpret_cast<const uint8_t*>(part(owner) + bits_at_); }
  void flag(uint32_t owner, uint8_t flag) { bits(owner)[bit_bytes_ - 1] |= flag; }
  uint32_t count(uint32_t owner) const {
    uint32_t count;
    std::memcpy(&count, part(owner) + bits_at_ - sizeof count, sizeof count);
    return count;
  }
  void set_count(uint32_t owner, uint32_t count) { std::memcpy(part(owner) + bits_at_ - sizeof count, &count, sizeof count); }
  template <catalogue::AggregateKind kind>
  void add_rows(const std::vector<uint32_t>& owners, const decisions::Decisions& members, size_t from, size_t to);
  void add_value(uint32_t owner, __int128 value);
  uint16_t error(uint32_t owner) const { return owner < errors_.size() ? errors_[owner] : uint16_t{0}; }
  void set_error(uint32_t owner, uint16_t error);
  __int128 value(uint32_t owner) const;
  void set_value(uint32_t owner, __int128 value);
  uint64_t causes(uint32_t owner) const;
  void add_causes(uint32_t owner, uint64_t causes);
  void put_value(uint32_t owner, batch::Batch& batch, int row) const;

  const catalogue::Aggregate* aggregate_;
  batch::Layout layout_;
  std::shared_ptr<GroupRecords> records_;
  size_t bit_bytes_, bits_at_ = 0, at_ = 0;  // of the aggregate's part: value (8 bytes, if any), count (4), causes with the flags on top
  std::vector<uint16_t> errors_;             // the first member's; as far as there is one
  std::vector<__int128> wide_;               // instead of the records' values, once one did not fit
};

}  // namespace huice::engine
