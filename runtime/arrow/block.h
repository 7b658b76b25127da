// Memory taken at once for all that lives and dies together: the buffers of a record batch, the decisions of a chunk. Whoever gets a table keeps
// its batches for long, and each of them has some fifty buffers: taken one by one from the heap they lie between what is freed
// around them, in pages of which a part stays empty.
#pragma once
#include <cstddef>
#include <span>
#include <utility>

namespace huice::arrow {

class Block {
 public:
  /// What has to be added for each item that is taken.
  static constexpr size_t alignment = 64;  // a line of the processor's cache, as Arrow recommends
  static constexpr size_t aligned(size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

  Block() = default;
  /// All zero. Throws std::bad_alloc. A large block is pages of its own, which go back to the system with it.
  explicit Block(size_t bytes);
  Block(Block&& other) noexcept : bytes_(std::exchange(other.bytes_, 0)), used_(std::exchange(other.used_, 0)), begin_(std::exchange(other.begin_, nullptr)) {}
  Block& operator=(Block&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(used_, other.used_);
    std::swap(begin_, other.begin_);
    return *this;
  }
  ~Block();

  /// The next `count` items; all sizes, aligned, together are the block's at most.
  template <class T>
  std::span<T> take(size_t count) {
    T* const first = reinterpret_cast<T*>(begin_ + used_);
    used_ += aligned(count * sizeof(T));
    return {first, count};
  }
  size_t used() const { return used_; }

 private:
  size_t bytes_ = 0, used_ = 0;
  char* begin_ = nullptr;
};

}  // namespace huice::arrow
