// Memory straight from the system: much of it in huge pages, so that reaching all over it is quick; and gone when it is given up.
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <vector>

namespace huice {

inline constexpr size_t huge_page = size_t{2} << 20;

/// So many bytes, all zero.
inline void* map_pages(size_t size) {
  void* const bytes = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) throw std::bad_alloc();
  if (size >= huge_page) madvise(bytes, size, MADV_HUGEPAGE);
  return bytes;
}

/// For vectors that may become large. What they have room for but never held takes no memory.
template <class T>
struct HugePages {
  using value_type = T;
  HugePages() = default;
  template <class U>
  HugePages(const HugePages<U>&) {}  // NOLINT(google-explicit-constructor): allocators convert
  T* allocate(size_t count) { return static_cast<T*>(count < many ? ::operator new(count * sizeof(T)) : map_pages(mapped(count))); }
  void deallocate(T* at, size_t count) {
    if (count < many) return ::operator delete(at);
    munmap(at, mapped(count));
  }
  friend bool operator==(const HugePages&, const HugePages&) { return true; }

 private:
  static constexpr size_t many = huge_page / sizeof(T);
  static size_t mapped(size_t count) { return (count * sizeof(T) + huge_page - 1) / huge_page * huge_page; }
};

template <class T>
using HugeVector = std::vector<T, HugePages<T>>;

}  // namespace huice
