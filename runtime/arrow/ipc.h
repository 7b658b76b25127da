// Arrow's IPC format: record batches one after the other (a stream), or in a file that also says where each of them lies.
// Flatbuffers stay inside.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/arrow/build.h"

namespace huice::arrow {

class IpcWriter {
 public:
  enum class As { stream, file };
  using Write = std::function<Outcome(std::string_view)>;
  /// `shape`: a struct of the columns. `dictionaries`: the texts of each column with a dictionary, in the order in which the columns
  /// stand in the shape, a struct before what is in it. `write` gets the bytes, in their order.
  IpcWriter(As as, Shape shape, std::vector<Items> dictionaries, Write write);

  // In this order:
  Outcome begin();
  /// A struct of the columns, less than 2 GiB of text in each; dictionaries are not looked at.
  Outcome batch(const Items& items);
  Outcome end();

 private:
  struct Block {
    int64_t offset;
    int32_t metadata;
    int64_t body;
  };
  Outcome put(std::string_view bytes);
  Outcome message(const Items& items, int64_t dictionary, std::vector<Block>& blocks);

  As as_;
  Shape shape_;
  std::vector<Items> dictionaries_;
  Write write_;
  int64_t written_ = 0;
  std::vector<Block> dictionary_blocks_, batch_blocks_;
};

}  // namespace huice::arrow
