// Memory straight from the system: large slabs in huge pages, and gone when it is given up.
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <utility>

namespace huice::spill {

class Slab {
 public:
  static constexpr size_t huge_page = size_t{2} << 20;

  Slab() = default;
  explicit Slab(size_t size) : size_(size) {
    void* const bytes = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED) throw std::bad_alloc();
    if (size >= huge_page) madvise(bytes, size, MADV_HUGEPAGE);
    bytes_ = static_cast<char*>(bytes);
  }
  Slab(Slab&& other) noexcept : bytes_(std::exchange(other.bytes_, nullptr)), size_(other.size_) {}
  Slab& operator=(Slab&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Slab() {
    if (bytes_ != nullptr) munmap(bytes_, size_);
  }
  char* begin() const { return bytes_; }
  char* end() const { return bytes_ + size_; }

 private:
  char* bytes_ = nullptr;
  size_t size_ = 0;
};

}  // namespace huice::spill
