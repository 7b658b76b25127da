// Puts records in the order of their bytes: split by the bits in which they differ first, so that each part fits the caches,
// then sorted part by part, by several threads where there are many.
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace huice::spill {

/// A record among others in one memory: `begin` is where it stands, behind the 4 bytes of its length.
struct Entry {
  uint64_t prefix;  // its first bytes (bytes.h, ordered): most comparisons need no others
  uint64_t begin;
};

inline std::string_view record_at(const char* bytes, const Entry& entry) {
  uint32_t size = 0;
  std::memcpy(&size, bytes + entry.begin - sizeof size, sizeof size);
  return {bytes + entry.begin, size};
}

/// Afterwards the prefixes are rubbish.
void put_in_order(std::vector<Entry>& entries, const char* bytes, int threads);

}  // namespace huice::spill
