#include "runtime/engine/groups.h"

#include <algorithm>
#include <cstring>

namespace huice::engine {

using catalogue::AggregateKind;

namespace {

size_t bytes_for(const catalogue::Aggregate& aggregate) {
  int most = 0;
  for (int bit : aggregate.cause_of) most = std::max(most, bit);
  return static_cast<size_t>(most) / 8 + 1;
}

}  // namespace

Groups::Groups(const catalogue::Aggregate& aggregate, batch::Layout layout, size_t owners)
    : aggregate_(&aggregate), layout_(layout), cause_bytes_(bytes_for(aggregate)), counts_(owners), flags_(owners), causes_(owners * cause_bytes_) {
  if (has_values()) values_.resize(owners);
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

void Groups::add(uint32_t owner, const decisions::Decisions& member, int row) {
  flags_[owner] |= any_row;
  const bool truth = aggregate_->kind == AggregateKind::all || aggregate_->kind == AggregateKind::any;
  switch (member.status(row)) {
    case Status::eligible:
      if (aggregate_->kind == AggregateKind::any) flags_[owner] |= decided;
      return add_value(owner, member.member_value(row));
    case Status::ineligible:
      if (aggregate_->kind == AggregateKind::all) flags_[owner] |= decided;
      if (truth) ++counts_[owner];
      return;
    case Status::error: errors_.try_emplace(owner, member.error(row)); return;
    case Status::undetermined:
    case Status::referred:
      for (size_t input = 0; input < aggregate_->cause_of.size(); ++input) {
        if (aggregate_->cause_of[input] >= 0 && member.missing(input, row)) add_causes(owner, uint64_t{1} << aggregate_->cause_of[input]);
      }
      return;
    case Status::not_in_force: return;  // members have no period
  }
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
  const auto error = errors_.find(owner);
  const uint64_t missing = settled ? 0 : causes(owner);
  batch.set_number(aggregate_->count, row, counts_[owner]);
  batch.set_number(aggregate_->error, row, settled || error == errors_.end() ? 0 : error->second);
  batch.set_members(aggregate_->causes, row, MemberSet{missing == 0 && nothing(owner) ? 1 : missing});
  put_value(owner, batch, row);
}

}  // namespace huice::engine
