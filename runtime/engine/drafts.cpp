#include "runtime/engine/drafts.h"

#include <atomic>
#include <mutex>

#include "base/threads.h"
#include "runtime/engine/turns.h"

namespace huice::engine {
namespace {

constexpr size_t write_size = size_t{1} << 20;

}  // namespace

Outcome Draft::add(const decisions::RowWriter::Drafted& draft) {
  serials_.push_back(draft.first);
  return chunks_.add(draft.bytes);
}

/// One thread's way through the chunks.
class Draft::Filler {
 public:
  Filler(const Draft& draft, const settlement::Settling& settling, const settlement::Book* book)
      : draft_(draft), settling_(settling), rows_(draft.rows_->another()), reductions_(settling.reductions()) {
    if (book != nullptr) known_.emplace(book->known());
  }

  decisions::RowWriter& rows() { return *rows_; }

  /// Adds the rows of a chunk with what was granted.
  Outcome fill(size_t chunk) {
    auto draft = draft_.chunks_.read(chunk, scratch_);
    if (!draft) return draft.failure();
    return rows_->fill(*draft, [&](const decisions::Hole& hole) { return granted(hole); });
  }

 private:
  Result<decisions::Grant> granted(const decisions::Hole& hole) {
    decisions::Grant grant;
    if (known_) {
      auto row = known_->of(hole.serial);
      if (!row) return row.failure();
      if (*row != nullptr && (*row)->recorded) {
        grant.recorded = &(*row)->entry;
        return grant;
      }
    }
    auto taken = reductions_.of(hole.serial);
    if (!taken) return taken.failure();
    if ((*taken)->empty()) return grant;
    reasons_.clear();
    settling_.append_reasons(reasons_, **taken);
    grant.left = (*taken)->back().after;
    grant.reductions = reasons_;
    return grant;
  }

  const Draft& draft_;
  const settlement::Settling& settling_;
  std::unique_ptr<decisions::RowWriter> rows_;
  settlement::Reductions reductions_;
  std::optional<settlement::KnownRows> known_;
  std::string scratch_, reasons_;
};

/// Where tasks begin: a thread takes the chunks whose reductions stand in one part.
std::vector<size_t> Draft::tasks(const settlement::SerialParts& parts) const {
  std::vector<size_t> begins{0};
  size_t part = 0;
  for (size_t i = 0; i < serials_.size(); ++i) {
    if (serials_[i] == 0 || parts.of(serials_[i]) == part) continue;
    part = parts.of(serials_[i]);
    if (i > 0) begins.push_back(i);
  }
  begins.push_back(serials_.size());
  return begins;
}

Outcome Draft::fill(const settlement::Settling& settling, const settlement::Book* book, int threads) {
  if (Outcome outcome = rows_->begin(); !outcome) return outcome;
  const std::vector<size_t> begins = tasks(settling.serial_parts());
  const size_t tasks = begins.size() - 1;
  std::atomic<size_t> next{0};
  Turns turns;
  Outcome failure = Nothing{};
  std::mutex failing;
  /// False: some task failed, this or another.
  const auto do_task = [&](size_t task, Filler& filler) -> Result<bool> {
    decisions::RowWriter& rows = filler.rows();
    rows.clear();
    for (size_t chunk = begins[task]; chunk < begins[task + 1]; ++chunk) {
      if (Outcome outcome = filler.fill(chunk); !outcome) return outcome.failure();
      chunks_.drop(chunk);
      const bool last = chunk + 1 == begins[task + 1];
      if (!last && rows.size() < write_size) continue;
      if (!turns.wait(task)) return false;
      if (Outcome outcome = rows.write(); !outcome) return outcome.failure();
    }
    turns.pass();
    return true;
  };
  const auto work = [&](int) {
    Filler filler(*this, settling, book);
    for (size_t task = next++; task < tasks; task = next++) {
      const Result<bool> done = do_task(task, filler);
      if (done && *done) continue;
      const std::lock_guard lock(failing);
      if (!done && failure) failure = done.failure();
      turns.close();
      return;
    }
  };
  on_threads(static_cast<int>(std::min<size_t>(tasks, static_cast<size_t>(threads))), [&](int thread) {
    try {
      work(thread);
    } catch (...) {
      turns.close();
      throw;
    }
  });
  return failure;
}

}  // namespace huice::engine
