#include "runtime/spill/sorter.h"

#include <algorithm>

#include "runtime/spill/bytes.h"

namespace huice::spill {
namespace {

constexpr size_t most_runs = 64;  // that are merged at once
constexpr size_t write_size = size_t{256} << 10;

/// Adds a run to a file.
class RunWriter {
 public:
  explicit RunWriter(TempFile& file) : file_(file), begin_(file.size()) {}
  Outcome add(std::string_view record) {
    put(buffer_, static_cast<uint32_t>(record.size()));
    buffer_.append(record);
    return buffer_.size() < write_size ? Outcome(Nothing{}) : flush();
  }
  Result<Run> finish() {
    if (Outcome outcome = flush(); !outcome) return outcome.failure();
    return Run{begin_, file_.size()};
  }

 private:
  Outcome flush() {
    Outcome outcome = file_.append(buffer_);
    buffer_.clear();
    return outcome;
  }

  TempFile& file_;
  uint64_t begin_;
  std::string buffer_;
};

}  // namespace

Outcome Sorter::add(std::string_view record) {
  // Entries twice: while their vector grows, and while they are put in order.
  const size_t taken = kept_->bytes() + record.size() + sizeof(uint32_t) + 2 * (entries_.size() + 1) * sizeof(Entry);
  if (taken > memory_ && !entries_.empty()) {
    if (Outcome outcome = write_run(); !outcome) return outcome;
  }
  entries_.push_back(entry_at(kept_->add(record)));
  ++records_;
  return Nothing{};
}

Outcome Sorter::write_run() {
  if (!file_) {
    auto file = TempFile::create(folder_);
    if (!file) return file.failure();
    file_ = std::move(*file);
  }
  if (entries_.empty()) return Nothing{};
  put_in_order(entries_, threads_);
  RunWriter writer(*file_);
  for (const Entry& entry : entries_) {
    if (Outcome outcome = writer.add(record_at(entry.bytes)); !outcome) return outcome;
  }
  auto run = writer.finish();
  if (!run) return run.failure();
  runs_.push_back(*run);
  entries_.clear();
  kept_->clear();
  return Nothing{};
}

/// Into a new file with fewer runs, so that no more than `most_runs` are read at once.
Outcome Sorter::merge_runs() {
  auto file = TempFile::create(folder_);
  if (!file) return file.failure();
  std::vector<Run> fewer;
  for (size_t from = 0; from < runs_.size(); from += most_runs) {
    const size_t to = std::min(from + most_runs, runs_.size());
    Merge merge(*file_, std::vector<Run>(runs_.begin() + static_cast<ptrdiff_t>(from), runs_.begin() + static_cast<ptrdiff_t>(to)), memory_);
    RunWriter writer(**file);
    for (;;) {
      auto more = merge.next();
      if (!more) return more.failure();
      if (!*more) break;
      if (Outcome outcome = writer.add(merge.record()); !outcome) return outcome;
    }
    auto run = writer.finish();
    if (!run) return run.failure();
    fewer.push_back(*run);
  }
  file_ = std::move(*file);
  runs_ = std::move(fewer);
  return Nothing{};
}

Result<SortedRecords> Sorter::finish() {
  if (runs_.empty()) {  // all of it fits
    put_in_order(entries_, threads_);
    return SortedRecords(std::move(entries_), std::move(kept_));
  }
  if (Outcome outcome = write_run(); !outcome) return outcome.failure();
  std::vector<Entry>().swap(entries_);
  kept_.reset();
  while (runs_.size() > most_runs) {
    if (Outcome outcome = merge_runs(); !outcome) return outcome.failure();
  }
  return SortedRecords(std::move(file_), std::move(runs_), records_);
}

}  // namespace huice::spill
