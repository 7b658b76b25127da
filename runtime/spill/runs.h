// Sorted runs of records in one temporary file, read as one sorted stream. A record is some bytes, and the order is that of
// the bytes: who wants another order writes its key in front so that it compares so (bytes.h).
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/spill/order.h"
#include "runtime/spill/temp_file.h"

namespace huice::spill {

/// Records one after the other in a file: 4 bytes of length, then the bytes.
struct Run {
  uint64_t begin = 0, end = 0;
};

class RunReader {
 public:
  RunReader(const TempFile& file, Run run, size_t memory) : file_(&file), at_(run.begin), end_(run.end), memory_(memory) {}
  /// False at the end. `record` is good until the next call.
  Result<bool> next();
  std::string_view record() const { return record_; }

 private:
  Result<bool> have(size_t size);

  const TempFile* file_;
  uint64_t at_, end_;  // not read yet
  size_t memory_;
  std::string buffer_;
  size_t used_ = 0;    // of the buffer
  std::string_view record_;
};

/// Several runs as one stream, or what was sorted in memory.
class Merge {
 public:
  Merge(const TempFile& file, const std::vector<Run>& runs, size_t memory);
  explicit Merge(const std::vector<Entry>& entries) : entries_(&entries) {}
  Result<bool> next();
  std::string_view record() const { return entries_ != nullptr ? record_at((*entries_)[at_ - 1].bytes) : heads_[order_.front()].record(); }
  bool begun() const { return begun_; }

 private:
  bool later(uint32_t a, uint32_t b) const;
  bool next_in_memory();

  const std::vector<Entry>* entries_ = nullptr;
  size_t at_ = 0;

  std::vector<RunReader> heads_;
  std::vector<uint64_t> prefixes_;  // of the heads' records
  std::vector<uint32_t> order_;     // a heap of runs that have a record; its front is taken next
  bool begun_ = false;
};

/// What was sorted: can be read again and again, and moved while it is read. Runs in a file, or entries in memory.
class SortedRecords {
 public:
  SortedRecords() = default;
  SortedRecords(std::unique_ptr<TempFile> file, std::vector<Run> runs, uint64_t records)
      : file_(std::move(file)), runs_(std::move(runs)), records_(records) {}
  /// `owned`: what the entries stand in, if nobody else keeps it.
  SortedRecords(std::vector<Entry> entries, std::shared_ptr<const void> owned)
      : entries_(std::make_unique<const std::vector<Entry>>(std::move(entries))), owned_(std::move(owned)), records_(entries_->size()) {}
  Merge read(size_t memory) const { return file_ ? Merge(*file_, runs_, memory) : Merge(*entries_); }
  uint64_t records() const { return records_; }
  /// Null where they do not all stand in memory.
  const std::vector<Entry>* in_memory() const { return file_ ? nullptr : entries_.get(); }

 private:
  std::unique_ptr<TempFile> file_;
  std::vector<Run> runs_;
  std::unique_ptr<const std::vector<Entry>> entries_ = std::make_unique<const std::vector<Entry>>();
  std::shared_ptr<const void> owned_;
  uint64_t records_ = 0;
};

}  // namespace huice::spill
