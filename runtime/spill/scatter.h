// Records in parts that are sorted and read by themselves, by several threads: who fills them scatters them by some number, each
// thread on its own; what does not fit in memory goes to a file, part by part.
//
//   Scatter (one for each thread) → Parts → sorted(part)
#pragma once
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "runtime/spill/memory.h"
#include "runtime/spill/runs.h"

namespace huice::spill {

/// A thread's file, made when it is first needed.
struct Overflow {
  std::string folder;
  std::unique_ptr<TempFile> file = {};
};

class Scatter {
 public:
  /// `memory` outlives it and the parts. `share` of that it may hold whatever others do.
  Scatter(Memory& memory, uint64_t share, std::shared_ptr<Overflow> overflow, size_t parts)
      : memory_(&memory), share_(share), overflow_(std::move(overflow)), parts_(parts) {}
  Scatter(Scatter&& other) noexcept = default;
  Scatter& operator=(Scatter&&) = delete;
  ~Scatter();

  /// Where a record of so many bytes is to be written, at once. Null: failure() says why.
  char* add(size_t part, uint32_t size) {
    Part& into = parts_[part];
    const size_t needed = sizeof size + size;
    if (static_cast<size_t>(into.end - into.at) < needed && !make_room(into, needed)) return nullptr;
    std::memcpy(into.at, &size, sizeof size);
    char* const record = into.at + sizeof size;
    into.at += needed;
    __builtin_prefetch(into.at + 64, 1);  // where the part's next record will be
    __builtin_prefetch(into.at + 128, 1);
    ++records_;
    return record;
  }
  const Failure& failure() const { return failed_->failure(); }

 private:
  friend class Parts;
  struct Chunk {
    char* bytes;
    uint32_t size, used;
  };
  struct Part {
    char *at = nullptr, *end = nullptr;  // of the last chunk
    std::vector<Chunk> chunks;
    std::vector<Run> in_file;
  };
  bool make_room(Part& part, size_t size);
  Outcome spill();
  static void close(Part& part);
  void give_back(Part& part);

  Memory* memory_;
  uint64_t share_;
  std::shared_ptr<Overflow> overflow_;
  std::vector<Part> parts_;
  uint64_t held_ = 0;                    // bytes of chunks
  uint64_t records_ = 0;
  std::unique_ptr<Outcome> failed_;
};

class Parts {
 public:
  Parts() = default;
  Parts(std::string folder, size_t parts) : folder_(std::move(folder)), parts_(parts) {}
  /// No more comes from it.
  void take(Scatter scatter);
  size_t size() const { return parts_; }
  uint64_t records() const { return records_; }
  /// A part's records in order; good as long as the part. `memory`: what may be loaded of those in files.
  Result<SortedRecords> sorted(size_t part, uint64_t memory, int threads = 1) const;
  /// Gives the part's memory back.
  void drop(size_t part);

 private:
  uint64_t in_files(size_t part) const;
  Result<SortedRecords> merged(size_t part, uint64_t memory, int threads) const;

  std::string folder_;
  size_t parts_ = 0;
  std::vector<Scatter> scatters_;
  uint64_t records_ = 0;
};

}  // namespace huice::spill
