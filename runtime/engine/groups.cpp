#include "runtime/engine/groups.h"

#include <algorithm>
#include <cstring>

#include "runtime/spill/bytes.h"

namespace huice::engine {

using catalogue::AggregateKind;

namespace {

size_t bytes_for(const catalogue::Aggregate& aggregate) {
  int most = 0;
  for (int bit : aggregate.cause_of) most = std::max(most, bit);
  for (const catalogue::Bucket& bucket : aggregate.buckets) most = std::max(most, static_cast<int>(bucket.cause));
  return static_cast<size_t>(most) / 8 + 1;
}

}  // namespace

Groups::Groups(const catalogue::Aggregate& aggregate, batch::Layout layout, size_t owners)
    : aggregate_(&aggregate), layout_(layout), cause_bytes_(bytes_for(aggregate)), counts_(owners), flags_(owners), causes_(owners * cause_bytes_) {
  if (has_values()) values_.resize(owners);
}

void Groups::resize(size_t owners) {
  counts_.resize(owners);
  flags_.resize(owners);
  causes_.resize(owners * cause_bytes_);
  if (!errors_.empty()) errors_.resize(owners);
  if (has_values() && wide_.empty()) values_.resize(owners);
  if (!wide_.empty()) wide_.resize(owners);
}

bool Groups::has_values() const {
  switch (aggregate_->kind) {
    case AggregateKind::count:
    case AggregateKind::all:
    case AggregateKind::any: return false;
    default: return true;
  }
}

__int128 Groups::value(uint32_t owner) const { return wide_.empty() ? values_[owner] : wide_[owner]; }

void Groups::set_value(uint32_t owner, __int128 value) {
  if (wide_.empty() && value >= INT64_MIN && value <= INT64_MAX) {
    values_[owner] = static_cast<int64_t>(value);
    return;
  }
  if (wide_.empty()) {
    wide_.assign(values_.begin(), values_.end());
    std::vector<int64_t>().swap(values_);
  }
  wide_[owner] = value;
}

uint64_t Groups::causes(uint32_t owner) const {
  uint64_t bits = 0;
  std::memcpy(&bits, causes_.data() + owner * cause_bytes_, cause_bytes_);
  return bits;
}

void Groups::add_causes(uint32_t owner, uint64_t more) {
  const uint64_t bits = causes(owner) | more;
  std::memcpy(causes_.data() + owner * cause_bytes_, &bits, cause_bytes_);
}

void Groups::add_value(uint32_t owner, __int128 value) {
  const bool first = counts_[owner] == 0;
  ++counts_[owner];
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
  if (errors_.empty()) errors_.resize(counts_.size());
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
  flags_[owner] |= any_row;
  const bool truth = aggregate_->kind == AggregateKind::all || aggregate_->kind == AggregateKind::any;
  switch (share.status) {
    case Status::eligible:
      if (aggregate_->kind == AggregateKind::any) flags_[owner] |= decided;
      return add_value(owner, share.value);
    case Status::ineligible:
      if (aggregate_->kind == AggregateKind::all) flags_[owner] |= decided;
      if (truth) ++counts_[owner];
      return;
    case Status::error: return set_error(owner, share.error);
    case Status::undetermined:
    case Status::referred: return add_causes(owner, share.causes);
    case Status::not_in_force: return;  // members have no period
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

/// Without a member row only a count is known; where the filter leaves none, also a sum, `all` and `any`.
bool Groups::nothing(uint32_t owner) const {
  switch (aggregate_->kind) {
    case AggregateKind::count: return false;
    case AggregateKind::sum:
    case AggregateKind::all:
    case AggregateKind::any: return (flags_[owner] & any_row) == 0;
    default: return counts_[owner] == 0;
  }
}

void Groups::put_value(uint32_t owner, batch::Batch& batch, int row) const {
  const uint32_t field = aggregate_->value;
  switch (batch.schema().fields[field].kind) {
    case batch::Kind::date: return batch.set_date(field, row, Date{static_cast<int32_t>(value(owner))});
    case batch::Kind::boolean:
      return batch.set_boolean(field, row, (aggregate_->kind == AggregateKind::any) == ((flags_[owner] & decided) != 0));
    default: break;
  }
  if (has_values()) batch.set_number(field, row, value(owner));
}

void Groups::put(uint32_t owner, batch::Batch& batch, int row) const {
  const bool settled = (flags_[owner] & decided) != 0;
  const uint64_t missing = settled ? 0 : causes(owner);
  batch.set_number(aggregate_->count, row, counts_[owner]);
  batch.set_number(aggregate_->error, row, settled ? 0 : error(owner));
  batch.set_members(aggregate_->causes, row, MemberSet{missing == 0 && nothing(owner) ? no_members : missing});
  put_value(owner, batch, row);
}

uint64_t Groups::most_bytes(const catalogue::Aggregate& aggregate, uint64_t owners) {
  return owners * (sizeof(uint32_t) + sizeof(uint8_t) + sizeof(uint16_t) + bytes_for(aggregate) + sizeof(int64_t) + sizeof(__int128));
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
  spill::put(out, counts_[owner]);
  spill::put(out, flags_[owner]);
  spill::put(out, error(owner));
  spill::put(out, causes(owner));
  if (has_values()) spill::put(out, value(owner));
}

void Groups::take(uint32_t owner, std::string_view& from) {
  reset(owner);
  counts_[owner] = spill::take<uint32_t>(from);
  flags_[owner] = spill::take<uint8_t>(from);
  if (const auto error = spill::take<uint16_t>(from); error != 0) set_error(owner, error);
  add_causes(owner, spill::take<uint64_t>(from));
  if (has_values()) set_value(owner, spill::take<__int128>(from));
}

void Groups::reset(uint32_t owner) {
  counts_[owner] = 0;
  flags_[owner] = 0;
  if (!errors_.empty()) errors_[owner] = 0;
  std::memset(causes_.data() + owner * cause_bytes_, 0, cause_bytes_);
  if (has_values()) set_value(owner, 0);
}

}  // namespace huice::engine
