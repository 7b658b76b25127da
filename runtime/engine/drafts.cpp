#include "runtime/engine/drafts.h"

#include <atomic>
#include <mutex>

#include "base/threads.h"
#include "runtime/engine/turns.h"

namespace huice::engine {
namespace {

constexpr size_t write_size = size_t{1} << 20;

}  // namespace

Outcome Draft::add(std::string_view draft, uint64_t serial) {
  serials_.push_back(serial);
  return chunks_.add(draft);
}

/// One thread's way through the chunks.
class Draft::Filler {
 public:
  Filler(const Draft& draft, const settlement::Settling& settling, const settlement::Book* book)
      : draft_(draft), settling_(settling), reductions_(settling.reductions()) {
    if (book != nullptr) known_.emplace(book->known());
  }

  /// Appends the chunk with what was granted.
  Outcome fill(size_t chunk, TextBuffer& out) {
    auto draft = draft_.chunks_.read(chunk, scratch_);
    if (!draft) return draft.failure();
    decisions::DraftReader reader(*draft);
    for (;;) {
      switch (reader.next()) {
        case decisions::DraftReader::Found::end: return Nothing{};
        case decisions::DraftReader::Found::text: out.append(reader.text()); break;
        case decisions::DraftReader::Found::phrase: draft_.format_.append_phrase(out, reader.column(), reader.code()); break;
        case decisions::DraftReader::Found::hole:
          if (Outcome outcome = fill(reader.hole(), out); !outcome) return outcome;
      }
    }
  }

 private:
  Outcome fill(const decisions::Hole& hole, TextBuffer& out) {
    if (known_) {
      auto row = known_->of(hole.serial);
      if (!row) return row.failure();
      if (*row != nullptr && (*row)->recorded) {
        draft_.format_.append_recorded(out, hole, (*row)->entry);
        return Nothing{};
      }
    }
    auto taken = reductions_.of(hole.serial);
    if (!taken) return taken.failure();
    reasons_.clear();
    int64_t granted = hole.amount;
    if (!(*taken)->empty()) {
      settling_.append_reasons(reasons_, **taken);
      granted = (*taken)->back().after / draft_.format_.steps(hole.column);
    }
    draft_.format_.append_grant(out, hole, granted, reasons_);
    return Nothing{};
  }

  const Draft& draft_;
  const settlement::Settling& settling_;
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

Outcome Draft::fill(const settlement::Settling& settling, const settlement::Book* book, decisions::Target& target, int threads) {
  const std::vector<size_t> begins = tasks(settling.serial_parts());
  const size_t tasks = begins.size() - 1;
  std::atomic<size_t> next{0};
  Turns turns;
  Outcome failure = Nothing{};
  std::mutex failing;
  /// False: some task failed, this or another.
  const auto do_task = [&](size_t task, Filler& filler, TextBuffer& out) -> Result<bool> {
    out.clear();
    for (size_t chunk = begins[task]; chunk < begins[task + 1]; ++chunk) {
      if (Outcome outcome = filler.fill(chunk, out); !outcome) return outcome.failure();
      chunks_.drop(chunk);
      const bool last = chunk + 1 == begins[task + 1];
      if (!last && out.size() < write_size) continue;
      if (!turns.wait(task)) return false;
      if (Outcome outcome = target.write(out.view()); !outcome) return outcome.failure();
      out.clear();
    }
    turns.pass();
    return true;
  };
  const auto work = [&](int) {
    Filler filler(*this, settling, book);
    TextBuffer out;
    for (size_t task = next++; task < tasks; task = next++) {
      const Result<bool> done = do_task(task, filler, out);
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
