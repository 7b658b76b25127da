// Records one behind the other in memory, each behind 4 bytes of its length: they never move.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace huice::spill {

/// Bytes of whole records.
using Piece = std::string_view;

/// Every record of a piece: `visit(bytes)` gets where it begins, behind its length.
template <class Visit>
void each_record(Piece piece, const Visit& visit) {
  for (const char *at = piece.data(), *const end = at + piece.size(); at != end;) {
    uint32_t size = 0;
    std::memcpy(&size, at, sizeof size);
    at += sizeof size;
    __builtin_prefetch(at + 512);
    visit(at);
    at += size;
  }
}

class Records {
 public:
  /// A copy of the record, behind its length.
  const char* add(std::string_view record);
  uint64_t bytes() const { return bytes_; }
  /// Keeps the memory.
  void clear();

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size;
  };
  void next_block(size_t size);

  std::vector<Block> blocks_;
  size_t block_ = 0;            // in use: those before it are
  char *at_ = nullptr, *end_ = nullptr;
  uint64_t bytes_ = 0;
};

}  // namespace huice::spill
