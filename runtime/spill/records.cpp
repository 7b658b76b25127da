#include "runtime/spill/records.h"

#include <algorithm>

namespace huice::spill {
namespace {

constexpr size_t least_block = size_t{4} << 10, most_block = size_t{1} << 20;

}  // namespace

/// One that has room for `size` bytes; smaller ones are passed over.
void Records::next_block(size_t size) {
  if (at_ != nullptr) ++block_;
  while (block_ < blocks_.size() && blocks_[block_].size < size) ++block_;
  if (block_ == blocks_.size()) {
    const size_t usual = std::min(most_block, least_block << std::min<size_t>(blocks_.size(), 8));
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(std::max(usual, size)), std::max(usual, size)});
  }
  at_ = blocks_[block_].bytes.get();
  end_ = at_ + blocks_[block_].size;
}

const char* Records::add(std::string_view record) {
  const auto size = static_cast<uint32_t>(record.size());
  const size_t needed = sizeof size + size;
  if (static_cast<size_t>(end_ - at_) < needed) next_block(needed);
  std::memcpy(at_, &size, sizeof size);
  char* const bytes = at_ + sizeof size;
  std::memcpy(bytes, record.data(), size);
  at_ += needed;
  bytes_ += needed;
  return bytes;
}

void Records::clear() {
  block_ = 0;
  at_ = end_ = nullptr;
  bytes_ = 0;
}

}  // namespace huice::spill
