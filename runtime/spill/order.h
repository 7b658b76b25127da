// Puts records in the order of their bytes: split by the bits in which they differ first, until each part fits the caches, by
// several threads where there are many.
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "runtime/spill/bytes.h"

namespace huice::spill {

/// A record in memory, behind the 4 bytes of its length.
struct Entry {
  uint64_t prefix;  // its first bytes (bytes.h, ordered): most comparisons need no others
  const char* bytes;
};

inline std::string_view record_at(const char* bytes) {
  uint32_t size = 0;
  std::memcpy(&size, bytes - sizeof size, sizeof size);
  return {bytes, size};
}
inline Entry entry_at(const char* bytes) { return {ordered(record_at(bytes)), bytes}; }

/// Afterwards the prefixes are rubbish.
void put_in_order(std::vector<Entry>& entries, int threads);

}  // namespace huice::spill
