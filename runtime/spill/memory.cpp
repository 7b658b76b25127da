#include "runtime/spill/memory.h"

#include <cassert>

namespace huice::spill {
namespace {

constexpr size_t most_slab = 2 * huge_page;

}  // namespace

/// From small slabs first, then from such that huge pages fill them: records are written all over them.
char* Memory::take_chunk() {
  if (free_chunks_.empty()) {
    const Slab& slab = slabs_.emplace_back(slab_size_);
    for (char* at = slab.end(); at != slab.begin(); at -= chunk) free_chunks_.push_back(at - chunk);
    if (slab_size_ < most_slab && slab_size_ * 8 <= most_) slab_size_ *= 2;
  }
  char* const bytes = free_chunks_.back();
  free_chunks_.pop_back();
  return bytes;
}

char* Memory::take(size_t size) {
  used_.fetch_add(size, std::memory_order_relaxed);
  if (size > chunk) return new char[size];
  const std::lock_guard lock(mutex_);
  if (size > little) return take_chunk();
  if (free_little_.empty()) {
    char* const bytes = take_chunk();
    for (size_t at = chunk; at > 0; at -= little) free_little_.push_back(bytes + at - little);
  }
  char* const bytes = free_little_.back();
  free_little_.pop_back();
  return bytes;
}

void Memory::give(char* bytes, size_t size) {
  used_.fetch_sub(size, std::memory_order_relaxed);
  if (size > chunk) {
    delete[] bytes;
    return;
  }
  const std::lock_guard lock(mutex_);
  (size > little ? free_chunks_ : free_little_).push_back(bytes);
}

void Memory::release() {
  assert(used_ == 0);
  free_chunks_.clear();
  free_little_.clear();
  slabs_.clear();
}

}  // namespace huice::spill
