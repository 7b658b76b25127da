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
  if (Outcome outcome = worker.decide(item); !outcome) return outcome;
  if (!writing_.wait(item)) return Nothing{};
  if (Outcome outcome = worker.write(item); !outcome) return outcome;
  writing_.pass();
  return Nothing{};
}

void Scanning::stop() {
  {
    const std::lock_guard lock(reading_);
    over_ = true;
  }
  admitting_.close();
  writing_.close();
}

/// A failure of an earlier item counts first.
void Scanning::fail(uint64_t item, Outcome outcome) {
  if (!writing_.wait(item)) return;
  outcome_ = std::move(outcome);
  stop();
}

void Scanning::work(Worker& worker) {
  try {
    for (;;) {
      uint64_t item = 0;
      Outcome outcome = Nothing{};
      if (!take(worker, item, outcome)) return;
      if (outcome) outcome = handle(worker, item);
      if (!outcome) return fail(item, std::move(outcome));
    }
  } catch (...) {
    stop();  // nobody waits for this item's turn
    throw;
  }
}

Outcome Scanning::run(const std::vector<Worker*>& workers) {
  on_threads(static_cast<int>(workers.size()), [&](int thread) { work(*workers[static_cast<size_t>(thread)]); });
  return std::move(outcome_);
}

}  // namespace huice::engine
