// Where the records of settlement are: memory and files that its threads share.
#pragma once
#include <algorithm>
#include <bit>
#include <memory>
#include <string>

#include "runtime/spill/scatter.h"

namespace huice::settlement {

class Store {
 public:
  /// `fillings`: at most so many Scatters at a time.
  Store(const spill::Room& room, size_t fillings) : memory_(room.memory / 2), share_(room.memory / 4 / fillings), folder_(room.folder) {}

  /// Into how many parts it makes sense to scatter: a power of two, up to `most`.
  size_t parts(size_t most) const { return std::bit_floor(std::clamp<size_t>(share_ / spill::Memory::chunk, 1, most)); }
  std::shared_ptr<spill::Overflow> overflow() const { return std::make_shared<spill::Overflow>(spill::Overflow{folder_}); }
  spill::Scatter scatter(std::shared_ptr<spill::Overflow> overflow, size_t parts) { return {memory_, share_, std::move(overflow), parts}; }
  /// No record is left.
  void release() { memory_.release(); }

 private:
  spill::Memory memory_;
  uint64_t share_;
  std::string folder_;
};

}  // namespace huice::settlement
