#include "runtime/spill/runs.h"

#include <algorithm>
#include <cstring>

#include "runtime/spill/bytes.h"

namespace huice::spill {
namespace {

constexpr size_t least_buffer = 64, most_buffer = size_t{1} << 20;

}  // namespace

/// So many bytes in the buffer, behind what was used.
Result<bool> RunReader::have(size_t size) {
  if (buffer_.size() - used_ >= size) return true;
  const size_t rest = buffer_.size() - used_;
  if (at_ == end_) return false;
  const auto more = static_cast<size_t>(std::min<uint64_t>(std::max(memory_, size) - rest, end_ - at_));
  buffer_.erase(0, used_);
  used_ = 0;
  buffer_.resize(rest + more);
  if (Outcome outcome = file_->read(at_, buffer_.data() + rest, more); !outcome) return outcome.failure();
  at_ += more;
  return true;
}

Result<bool> RunReader::next() {
  uint32_t size = 0;
  auto some = have(sizeof size);
  if (!some || !*some) return some;
  std::memcpy(&size, buffer_.data() + used_, sizeof size);
  auto all = have(sizeof size + size);
  if (!all) return all;
  record_ = std::string_view(buffer_).substr(used_ + sizeof size, size);
  used_ += sizeof size + size;
  return true;
}

Merge::Merge(const TempFile& file, const std::vector<Run>& runs, size_t memory) {
  const size_t each = std::clamp(memory / std::max<size_t>(runs.size(), 1), least_buffer, most_buffer);
  for (const Run& run : runs) heads_.emplace_back(file, run, each);
  prefixes_.resize(runs.size());
}

bool Merge::later(uint32_t a, uint32_t b) const {
  if (prefixes_[a] != prefixes_[b]) return prefixes_[a] > prefixes_[b];
  const int compared = heads_[a].record().compare(heads_[b].record());
  return compared != 0 ? compared > 0 : a > b;
}

/// Records lie anywhere: those that come soon are fetched ahead.
bool Merge::next_in_memory() {
  constexpr size_t ahead = 16;
  begun_ = true;
  if (at_ >= entries_->size()) return false;
  if (at_ + ahead < entries_->size()) {
    const char* soon = (*entries_)[at_ + ahead].bytes;
    __builtin_prefetch(soon - sizeof(uint32_t));
    __builtin_prefetch(soon + 60);
  }
  ++at_;
  return true;
}

Result<bool> Merge::next() {
  if (entries_ != nullptr) return next_in_memory();
  const auto later_first = [this](uint32_t a, uint32_t b) { return later(a, b); };
  const auto advance = [this](uint32_t run) -> Result<bool> {
    auto more = heads_[run].next();
    if (more && *more) prefixes_[run] = ordered(heads_[run].record());
    return more;
  };
  if (!begun_) {
    begun_ = true;
    for (uint32_t run = 0; run < heads_.size(); ++run) {
      auto more = advance(run);
      if (!more) return more;
      if (*more) order_.push_back(run);
    }
    std::make_heap(order_.begin(), order_.end(), later_first);
    return !order_.empty();
  }
  if (order_.empty()) return false;
  const uint32_t run = order_.front();
  std::pop_heap(order_.begin(), order_.end(), later_first);
  auto more = advance(run);
  if (!more) return more;
  if (*more) {
    std::push_heap(order_.begin(), order_.end(), later_first);
  } else {
    order_.pop_back();
  }
  return !order_.empty();
}

}  // namespace huice::spill
