// A file descriptor takes as much as it likes; this goes on until it has all.
#pragma once
#include <string_view>

#include <unistd.h>

namespace huice {

/// False where it takes no more.
inline bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(file, bytes.data(), bytes.size());
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

}  // namespace huice
