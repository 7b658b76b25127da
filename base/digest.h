// Digests of inputs and outputs: XXH3-128 over each 1 MiB block, then over the digests of the blocks, so that blocks can be
// digested by several threads. For finding changed files, not for security.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huice {

class Digest {
 public:
  Digest();
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void update(std::string_view bytes);
  /// `xxh3:` and 32 hex digits, of everything so far.
  std::string text() const;
  uint64_t bytes() const { return bytes_; }

 private:
  void* state_;         // of the block that is not full yet
  size_t in_block_ = 0; // bytes in it
  uint64_t bytes_ = 0;
  std::string blocks_;  // 16 bytes for each full block: 16 MiB for a file of 1 TiB
};

std::string digest_of(std::string_view bytes);

/// XXH3-128 of a short text, for hash tables.
struct Hash128 {
  uint64_t high, low;
};
Hash128 hash_128(std::string_view bytes);

}  // namespace huice
