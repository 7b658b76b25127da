// Memory for records, in chunks of two sizes: what one step gives back the next one takes. Shared by threads.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "runtime/spill/slab.h"

namespace huice::spill {

class Memory {
 public:
  /// What is taken: a little for a beginning, then chunks; other sizes where a record needs more.
  static constexpr size_t little = size_t{1} << 10, chunk = size_t{16} << 10;

  /// `most`: how much is taken before takers have to give back (they may insist).
  explicit Memory(uint64_t most) : most_(most) {}
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  bool full() const { return used_.load(std::memory_order_relaxed) >= most_; }
  char* take(size_t size);
  /// `size` as it was taken.
  void give(char* bytes, size_t size);
  /// Nothing of it is in use any more: back to the system.
  void release();

 private:
  char* take_chunk();

  uint64_t most_;
  std::atomic<uint64_t> used_{0};
  std::mutex mutex_;
  std::vector<Slab> slabs_;
  std::vector<char*> free_chunks_, free_little_;
  size_t slab_size_ = 4 * chunk;  // of the next slab
};

}  // namespace huice::spill
