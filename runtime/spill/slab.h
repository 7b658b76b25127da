// A piece of memory straight from the system (base/huge_pages.h).
#pragma once
#include <cstddef>
#include <utility>

#include "base/huge_pages.h"

namespace huice::spill {

class Slab {
 public:
  Slab() = default;
  explicit Slab(size_t size) : bytes_(static_cast<char*>(map_pages(size))), size_(size) {}
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
