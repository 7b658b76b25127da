#include "runtime/arrow/block.h"

#include <cstring>
#include <new>

#include <sys/mman.h>

namespace huice::arrow {
namespace {

constexpr size_t large = size_t{64} << 10;
constexpr std::align_val_t line{Block::alignment};

}  // namespace

Block::Block(size_t bytes) : bytes_(bytes) {
  if (bytes_ < large) {
    begin_ = static_cast<char*>(::operator new(bytes_, line));
    std::memset(begin_, 0, bytes_);
    return;
  }
  void* const pages = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  begin_ = static_cast<char*>(pages);
}

Block::~Block() {
  if (begin_ == nullptr) return;
  if (bytes_ < large) {
    ::operator delete(begin_, line);
  } else {
    munmap(begin_, bytes_);
  }
}

}  // namespace huice::arrow
