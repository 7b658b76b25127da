// Where the order of items matters: several threads work on the items of one stream, and each waits here for its item's turn.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace huice::engine {

class Turns {
 public:
  /// Waits until every item before `item` (counted from 0) has passed; false: none will any more.
  bool wait(uint64_t item);
  /// The item whose turn it is has passed.
  void pass();
  /// Whoever waits goes home.
  void close();

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  uint64_t turn_ = 0;
  bool closed_ = false;
};

}  // namespace huice::engine
