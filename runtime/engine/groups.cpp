#include "runtime/engine/groups.h"

#include <algorithm>
#include <cstring>

#include "runtime/spill/bytes.h"

namespace huice::engine {

using catalogue::AggregateKind;

namespace {

/// With two bits more, on top.
size_t bytes_for(const catalogue::Aggregate& aggregate) {
  int most = 0;
  for (int bit : aggregate.cause_of) most = std::max(most, bit);
  for (const catalogue::Bucket& bucket : aggregate.buckets) most = std::max(most, static_cast<int>(bucket.cause));
  return static_cast<size_t>(most + 2) / 8 + 1;
}

template <class T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

/// A column whose cells have 8 bytes, or one bit, from a row on.
class Column {
 public:
  Column() = default;
  Column(batch::Batch& batch, uint32_t field, int from) : from_(static_cast<size_t>(from)) {
    const batch::ColumnStore column = batch.column(field, 0);
    data_ = column.data;
    known_ = column.known;
    magnitude_ = column.magnitude;
  }
  void put(size_t i, int64_t value) {
    static_cast<int64_t*>(data_)[from_ + i] = value;
    set(known_, i);
    seen_ |= value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  }
  void put_bit(size_t i, bool value) {
    set(static_cast<uint64_t*>(data_), i, value);
    set(known_, i);
  }
  /// Of numbers: tells how large they are.
  void finish() { *magnitude_ |= seen_ > INT64_MAX ? UINT64_MAX : seen_; }

 private:
  void set(uint64_t* bits, size_t i, bool value = true) const {
    uint64_t& word = bits[(from_ + i) / 64];
    const uint64_t bit = uint64_t{1} << ((from_ + i) % 64);
    word = value ? word | bit : word & ~bit;
  }

  void* data_ = nullptr;
  uint64_t* known_ = nullptr;
  uint64_t* magnitude_ = nullptr;
  size_t from_ = 0;
  uint64_t seen_ = 0;
};

}  // namespace

size_t GroupRecords::claim(size_t bytes) {
  const size_t at = size_;
  size_ += bytes;
  return at;
}

void GroupRecords::resize(size_t owners) {
  owners_ = owners;
  bytes_.resize(owners * size_);
}

Groups::Groups(const catalogue::Aggregate& aggregate, batch::Layout layout, std::shared_ptr<GroupRecords> records)
    : aggregate_(&aggregate), layout_(layout), records_(std::move(records)), bit_bytes_(bytes_for(aggregate)) {
  const size_t count_at = has_values() ? sizeof(int64_t) : 0;
  bits_at_ = count_at + sizeof(uint32_t);
  at_ = records_->claim(bits_at_ + bit_bytes_);
}

Groups::Groups(const catalogue::Aggregate& aggregate, batch::Layout layout, size_t owners)
    : Groups(aggregate, layout, std::make_shared<GroupRecords>()) {
  records_->resize(owners);
}

bool Groups::has_values() const {
  switch (aggregate_->kind) {
    case AggregateKind::count:
    case AggregateKind::all:
    case AggregateKind::any: return false;
    default: return true;
  }
}

__int128 Groups::value(uint32_t owner) const {
  if (wide_.empty()) return load<int64_t>(part(owner));
  return owner < wide_.size() ? wide_[owner] : 0;
}

void Groups::set_value(uint32_t owner, __int128 value) {
  if (wide_.empty() && value >= INT64_MIN && value <= INT64_MAX) {
    const auto narrow = static_cast<int64_t>(value);
    std::memcpy(part(owner), &narrow, sizeof narrow);
    return;
  }
  if (wide_.empty()) {
    std::vector<__int128> wide(records_->owners());
    for (uint32_t each = 0; each < wide.size(); ++each) wide[each] = this->value(each);
    wide_ = std::move(wide);
  }
  if (owner >= wide_.size()) wide_.resize(records_->owners());
  wide_[owner] = value;
}

uint64_t Groups::causes(uint32_t owner) const {
  const uint8_t* const from = bits(owner);
  uint64_t causes = from[bit_bytes_ - 1] & static_cast<uint8_t>(~flags);
  for (size_t i = bit_bytes_ - 1; i-- > 0;) causes = causes << 8 | from[i];
  return causes;
}

void Groups::add_causes(uint32_t owner, uint64_t more) {
  uint8_t* const to = bits(owner);
  for (size_t i = 0; more != 0; ++i, more >>= 8) to[i] |= static_cast<uint8_t>(more);
}

void Groups::add_value(uint32_t owner, __int128 value) {
  const bool first = count(owner) == 0;
  set_count(owner, count(owner) + 1);
  switch (aggregate_->kind) {
    case AggregateKind::sum:
    case AggregateKind::average: return set_value(owner, this->value(owner) + value);
    case AggregateKind::min: return set_value(owner, first ? value : std::min(this->value(owner), value));
    case AggregateKind::max: return set_value(owner, first ? value : std::max(this->value(owner), value));
    case AggregateKind::count:
    case AggregateKind::all:
    case AggregateKind::any: return;
  }
}

void Groups::set_error(uint32_t owner, uint16_t error) {
  if (owner >= errors_.size()) errors_.resize(records_->owners());
  if (errors_[owner] == 0) errors_[owner] = error;
}

Groups::Share Groups::share(const decisions::Decisions& member, int row) const {
  Share share{member.status(row)};
  switch (share.status) {
    case Status::eligible:
      if (has_values()) share.value = member.member_value(row);
      break;
    case Status::error: share.error = member.error(row); break;
    case Status::undetermined:
    case Status::referred:
      for (size_t input = 0; input < aggregate_->cause_of.size(); ++input) {
        if (aggregate_->cause_of[input] >= 0 && member.missing(input, row)) share.causes |= uint64_t{1} << aggregate_->cause_of[input];
      }
      break;
    case Status::ineligible:
    case Status::not_in_force: break;
  }
  return share;
}

void Groups::add(uint32_t owner, const Share& share) {
  flag(owner, any_row);
  const bool truth = aggregate_->kind == AggregateKind::all || aggregate_->kind == AggregateKind::any;
  switch (share.status) {
    case Status::eligible:
      if (aggregate_->kind == AggregateKind::any) flag(owner, decided);
      return add_value(owner, share.value);
    case Status::ineligible:
      if (aggregate_->kind == AggregateKind::all) flag(owner, decided);
      if (truth) set_count(owner, count(owner) + 1);
      return;
    case Status::error: return set_error(owner, share.error);
    case Status::undetermined:
    case Status::referred: return add_causes(owner, share.causes);
    case Status::not_in_force: return;  // members have no period
  }
}

/// What most rows are goes without a branch for each: to be counted or not, or settling the question or not. Pointers are kept
/// apart from `this`, whose members bytes that are written might be.
template <AggregateKind kind>
void Groups::add_rows(const std::vector<uint32_t>& owners, const decisions::Decisions& members, size_t from, size_t to) {
  constexpr bool truth = kind == AggregateKind::all || kind == AggregateKind::any;
  constexpr bool values = !truth && kind != AggregateKind::count;
  constexpr Status settling = kind == AggregateKind::any ? Status::eligible : Status::ineligible;
  const Parts parts = this->parts();
  for (size_t row = from; row < to; ++row) {
    const uint32_t owner = owners[row];
    if (owner == nobody) continue;
    const Status status = members.status(static_cast<int>(row));
    char* const part = parts.of(owner);
    if constexpr (values) {
      int64_t sum = 0;
      const bool plain = kind == AggregateKind::sum && status == Status::eligible && wide_.empty();
      if (!plain || __builtin_add_overflow(load<int64_t>(part), members.member_value(static_cast<int>(row)), &sum)) {
        add(owner, share(members, static_cast<int>(row)));
        continue;
      }
      std::memcpy(part, &sum, sizeof sum);
    } else if (status != Status::eligible && status != Status::ineligible) {
      add(owner, share(members, static_cast<int>(row)));
      continue;
    }
    part[parts.flags_at] |= static_cast<char>(any_row | (truth && status == settling ? decided : 0));
    const uint32_t count = load<uint32_t>(part + parts.count_at) + static_cast<uint32_t>(truth || status == Status::eligible);
    std::memcpy(part + parts.count_at, &count, sizeof count);
  }
}

void Groups::add(const std::vector<uint32_t>& owners, const decisions::Decisions& members, size_t from, size_t to) {
  switch (aggregate_->kind) {
    case AggregateKind::average:  // its sum, and how many there are
    case AggregateKind::sum: return add_rows<AggregateKind::sum>(owners, members, from, to);
    case AggregateKind::count: return add_rows<AggregateKind::count>(owners, members, from, to);
    case AggregateKind::all: return add_rows<AggregateKind::all>(owners, members, from, to);
    case AggregateKind::any: return add_rows<AggregateKind::any>(owners, members, from, to);
    case AggregateKind::min:
    case AggregateKind::max: return add_rows<AggregateKind::min>(owners, members, from, to);
  }
}

/// A row that the filter leaves out, or that `all` and `any` are not settled by, says nothing wherever it belongs.
void Groups::add_unplaced(uint32_t owner, const Share& share, uint32_t buckets) {
  const Status idle = aggregate_->kind == AggregateKind::all ? Status::eligible : Status::ineligible;
  if (share.status == idle) return;
  if (share.status == Status::error) return set_error(owner, share.error);
  add_causes(owner, share.causes);
  for (size_t i = 0; i < aggregate_->buckets.size(); ++i) {
    if ((buckets >> i & 1) != 0) add_causes(owner, uint64_t{1} << aggregate_->buckets[i].cause);
  }
}

void Groups::take_unplaced(uint32_t unplaced, uint32_t owner) {
  add_causes(owner, causes(unplaced));
  if (error(unplaced) != 0) set_error(owner, error(unplaced));
}

/// Values that are not what a column holds as it stands.
void Groups::put_value(uint32_t owner, batch::Batch& batch, int row) const {
  const uint32_t field = aggregate_->value;
  switch (batch.schema().fields[field].kind) {
    case batch::Kind::date: return batch.set_date(field, row, Date{static_cast<int32_t>(value(owner))});
    case batch::Kind::number: return batch.set_number(field, row, value(owner));
    default: return;
  }
}

/// Without a member row only a count is known; where the filter leaves none, also a sum, `all` and `any`.
void Groups::put(const std::vector<uint32_t>& owners, batch::Batch& batch, int from) const {
  const batch::Field& field = batch.schema().fields[aggregate_->value];
  const bool plain = has_values() && field.kind == batch::Kind::number && !field.layout.wide && wide_.empty();
  const bool truth = field.kind == batch::Kind::boolean, slow = has_values() && !plain;
  const bool without_rows = aggregate_->kind == AggregateKind::sum || truth, without_count = has_values() && aggregate_->kind != AggregateKind::sum;
  Column counts(batch, aggregate_->count, from), errors(batch, aggregate_->error, from), causes(batch, aggregate_->causes, from);
  Column values = plain || truth ? Column(batch, aggregate_->value, from) : Column();
  const Parts parts = this->parts();
  for (size_t i = 0; i < owners.size(); ++i) {
    const uint32_t owner = owners[i];
    if (owner == nobody) continue;
    const char* const part = parts.of(owner);
    const auto bits = static_cast<uint8_t>(part[parts.flags_at]);
    const bool settled = (bits & decided) != 0;
    const uint32_t count = load<uint32_t>(part + parts.count_at);
    const bool nothing = (without_rows && (bits & any_row) == 0) || (without_count && count == 0);
    const uint64_t missing = settled ? 0 : bit_bytes_ == 1 ? bits & static_cast<uint8_t>(~flags) : this->causes(owner);
    counts.put(i, count);
    errors.put(i, settled ? 0 : error(owner));
    causes.put(i, static_cast<int64_t>(missing == 0 && nothing ? no_members : missing));
    if (plain) values.put(i, load<int64_t>(part));
    if (truth) values.put_bit(i, (aggregate_->kind == AggregateKind::any) == settled);
    if (slow) put_value(owner, batch, from + static_cast<int>(i));
  }
  counts.finish();
  errors.finish();
  if (plain) values.finish();
}

uint64_t Groups::most_bytes(const catalogue::Aggregate& aggregate, uint64_t owners) {
  return owners * (sizeof(uint32_t) + sizeof(uint16_t) + bytes_for(aggregate) + sizeof(int64_t) + sizeof(__int128));
}

void Groups::append_share(std::string& out, const Share& share) const {
  spill::put(out, share.status);
  if (share.status == Status::eligible && has_values()) spill::put(out, share.value);
  if (share.status == Status::error) spill::put(out, share.error);
  if (share.status == Status::undetermined || share.status == Status::referred) spill::put(out, share.causes);
}

Groups::Share Groups::take_share(std::string_view& from) const {
  Share share{spill::take<Status>(from)};
  if (share.status == Status::eligible && has_values()) share.value = spill::take<__int128>(from);
  if (share.status == Status::error) share.error = spill::take<uint16_t>(from);
  if (share.status == Status::undetermined || share.status == Status::referred) share.causes = spill::take<uint64_t>(from);
  return share;
}

void Groups::append(std::string& out, uint32_t owner) const {
  spill::put(out, count(owner));
  spill::put(out, static_cast<uint8_t>(bits(owner)[bit_bytes_ - 1] & flags));
  spill::put(out, error(owner));
  spill::put(out, causes(owner));
  if (has_values()) spill::put(out, value(owner));
}

void Groups::take(uint32_t owner, std::string_view& from) {
  reset(owner);
  set_count(owner, spill::take<uint32_t>(from));
  flag(owner, spill::take<uint8_t>(from));
  if (const auto error = spill::take<uint16_t>(from); error != 0) set_error(owner, error);
  add_causes(owner, spill::take<uint64_t>(from));
  if (has_values()) set_value(owner, spill::take<__int128>(from));
}

void Groups::reset(uint32_t owner) {
  set_count(owner, 0);
  if (owner < errors_.size()) errors_[owner] = 0;
  std::memset(bits(owner), 0, bit_bytes_);
  if (has_values()) set_value(owner, 0);
}

}  // namespace huice::engine
