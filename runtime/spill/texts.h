// Texts that are kept until they are read again: in memory while they fit there, then in a file.
#pragma once
#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/spill/slab.h"
#include "runtime/spill/temp_file.h"

namespace huice::spill {

class Texts {
 public:
  explicit Texts(Room room) : room_(std::move(room)) {}
  Outcome add(std::string_view text);

  // By any thread, when all are added.
  /// `scratch` is for those in the file.
  Result<std::string_view> read(size_t text, std::string& scratch) const;
  /// It is not read again.
  void drop(size_t text);

 private:
  struct Block {
    Slab slab;
    std::atomic<uint32_t> texts{0};  // that are not dropped
  };
  struct Place {
    Block* block;                    // null: in the file
    uint64_t begin, size;
  };
  bool make_room(size_t size);

  Room room_;
  std::deque<Block> blocks_;
  uint64_t taken_ = 0;               // by blocks
  uint64_t used_ = 0;                // of the last block
  std::unique_ptr<TempFile> file_;
  std::vector<Place> places_;
};

}  // namespace huice::spill
