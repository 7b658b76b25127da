#include "runtime/engine/turns.h"

namespace huice::engine {

bool Turns::wait(uint64_t item) {
  std::unique_lock lock(mutex_);
  moved_.wait(lock, [&] { return closed_ || turn_ == item; });
  return !closed_;
}

void Turns::pass() {
  {
    const std::lock_guard lock(mutex_);
    ++turn_;
  }
  moved_.notify_all();
}

void Turns::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  moved_.notify_all();
}

}  // namespace huice::engine
