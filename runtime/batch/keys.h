// --check-keys: every later row of a key is rejected, naming where the first stands. Memory grows with the number of rows,
// about 50 bytes each.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/batch/batch.h"
#include "runtime/batch/rows.h"

namespace huice::batch {

class KeyCheck {
 public:
  explicit KeyCheck(std::vector<uint32_t> keys) : keys_(std::move(keys)), slots_(1024) {}
  /// Rows that are rejected already hold no key. `paths[file]` is for messages.
  void check(Rows& rows, Batch& batch, uint32_t file, const std::vector<std::string>& paths, int key_column);

 private:
  struct Slot {
    uint64_t high = 0, low = 0;  // XXH3-128 of the key: two keys of one digest do not happen
    uint64_t line = 0;           // 0: empty
    uint32_t file = 0;
  };
  Slot& find(uint64_t high, uint64_t low);
  void grow();

  std::vector<uint32_t> keys_;
  std::vector<Slot> slots_;
  size_t used_ = 0;
};

}  // namespace huice::batch
