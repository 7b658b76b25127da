#include "runtime/engine/scanning.h"

#include "base/threads.h"

namespace huice::engine {

bool Scanning::take(Worker& worker, uint64_t& item, Outcome& outcome) {
  const std::lock_guard lock(reading_);
  if (over_) return false;
  auto more = reader_.read(worker.chunk());
  if (!more) outcome = more.failure();
  over_ = !more || !*more;
  if (more && !*more) return false;
  item = items_++;
  return true;
}

Outcome Scanning::handle(Worker& worker, uint64_t item) {
  worker.parse();
  if (in_order_ && !admitting_.wait(item)) return Nothing{};
  if (Outcome outcome = worker.admit(); !outcome) return outcome;
  if (in_order_) admitting_.pass();
  return worker.decide(item);
}

/// A worker that has nothing to do, when there is one; null: nothing more is to be done.
Worker* Scanning::rested() {
  std::unique_lock lock(mutex_);
  moved_.wait(lock, [&] { return closed_ || !idle_.empty(); });
  if (closed_) return nullptr;
  Worker* const worker = idle_.back();
  idle_.pop_back();
  return worker;
}

/// Writes the item if it is its turn, and those that waited for it; else whoever writes the one before will. A failure counts
/// when the item would be written. False: nothing more is to be done.
bool Scanning::finish(Worker& worker, uint64_t item, Outcome outcome) {
  std::unique_lock lock(mutex_);
  done_.emplace(item, Done{&worker, std::move(outcome)});
  if (writing_) return !closed_;
  writing_ = true;
  while (!closed_ && !done_.empty() && done_.begin()->first == turn_) {
    Done next = std::move(done_.extract(done_.begin()).mapped());
    lock.unlock();
    if (next.outcome) next.outcome = next.worker->write(turn_);
    if (!next.outcome) stop();
    lock.lock();
    if (!next.outcome) outcome_ = std::move(next.outcome);
    ++turn_;
    idle_.push_back(next.worker);
    moved_.notify_one();
  }
  writing_ = false;
  return !closed_;
}

void Scanning::stop() {
  {
    const std::lock_guard lock(reading_);
    over_ = true;
  }
  admitting_.close();
  const std::lock_guard lock(mutex_);
  closed_ = true;
  moved_.notify_all();
}

/// False: nothing more is to be done.
bool Scanning::work_on(Worker& worker, uint64_t item, Outcome outcome) {
  if (outcome) outcome = handle(worker, item);
  return finish(worker, item, std::move(outcome));
}

void Scanning::work() {
  while (Worker* const worker = rested()) {
    uint64_t item = 0;
    Outcome outcome = Nothing{};
    if (!take(*worker, item, outcome)) {
      const std::lock_guard lock(mutex_);
      idle_.push_back(worker);
      moved_.notify_one();
      return;
    }
    if (!work_on(*worker, item, std::move(outcome))) return;
  }
}

bool Scanning::begin(Worker& first) {
  uint64_t item = 0;
  if (!take(first, item, begun_)) return false;
  first_ = &first;
  const bool all_read = reader_.bytes_total() && reader_.bytes_read() >= *reader_.bytes_total();  // what is left is one block at most
  return !over_ && !all_read;
}

Outcome Scanning::run(const std::vector<Worker*>& others, int threads) {
  if (first_ == nullptr) return Nothing{};
  idle_ = others;
  on_threads(threads, [&](int thread) {
    try {
      if (thread > 0 || work_on(*first_, 0, std::move(begun_))) work();
    } catch (...) {
      stop();  // nobody waits for this item's turn
      throw;
    }
  });
  return std::move(outcome_);
}

}  // namespace huice::engine
