#include "runtime/engine/drafts.h"

#include <atomic>
#include <mutex>

#include "base/threads.h"
#include "runtime/engine/turns.h"

namespace huice::engine {
namespace {

constexpr size_t write_size = size_t{1} << 20;

}  // namespace

Outcome Draft::add(std::string_view text, const std::vector<decisions::Hole>& holes) {
  holes_.clear();
  for (const decisions::Hole& hole : holes) holes_.add(hole);
  about_.push_back({text.size(), holes.empty() ? 0 : holes.front().serial});
  return chunks_.add(text, holes_.bytes());
}

/// One thread's way through the chunks.
class Draft::Filler {
 public:
  Filler(const Draft& draft, const settlement::Settling& settling, const settlement::Book* book)
      : draft_(draft), settling_(settling), reductions_(settling.reductions()) {
    if (book != nullptr) known_.emplace(book->known());
  }

  /// Appends the chunk with what was granted.
  Outcome fill(size_t chunk, std::string& out) {
    auto read = draft_.chunks_.read(chunk, scratch_);
    if (!read) return read.failure();
    const std::string_view text = read->substr(0, draft_.about_[chunk].text);
    HoleReader holes(read->substr(text.size()));
    size_t done = 0;
    while (const decisions::Hole* hole = holes.next()) {
      const ledger::Entry* recorded = nullptr;
      if (known_) {
        auto row = known_->of(hole->serial);
        if (!row) return row.failure();
        if (*row != nullptr && (*row)->recorded) recorded = &(*row)->entry;
      }
      out += text.substr(done, hole->at - done);
      done = hole->at;
      auto taken = reductions_.of(hole->serial);
      if (!taken) return taken.failure();
      if (recorded != nullptr) {
        draft_.format_.append_recorded(out, *hole, *recorded);
      } else if ((*taken)->empty()) {
        draft_.format_.append_grant(out, *hole, hole->amount, "");
      } else {
        reasons_.clear();
        settling_.append_reasons(reasons_, **taken);
        draft_.format_.append_grant(out, *hole, (*taken)->back().after / draft_.format_.steps(hole->column), reasons_);
      }
    }
    out += text.substr(done);
    return Nothing{};
  }

 private:
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
  for (size_t i = 0; i < about_.size(); ++i) {
    if (about_[i].serial == 0 || parts.of(about_[i].serial) == part) continue;
    part = parts.of(about_[i].serial);
    if (i > 0) begins.push_back(i);
  }
  begins.push_back(about_.size());
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
  const auto do_task = [&](size_t task, Filler& filler, std::string& out) -> Result<bool> {
    out.clear();
    for (size_t chunk = begins[task]; chunk < begins[task + 1]; ++chunk) {
      if (Outcome outcome = filler.fill(chunk, out); !outcome) return outcome.failure();
      chunks_.drop(chunk);
      const bool last = chunk + 1 == begins[task + 1];
      if (!last && out.size() < write_size) continue;
      if (!turns.wait(task)) return false;
      if (Outcome outcome = target.write(out); !outcome) return outcome.failure();
      out.clear();
    }
    turns.pass();
    return true;
  };
  const auto work = [&](int) {
    Filler filler(*this, settling, book);
    std::string out;
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
