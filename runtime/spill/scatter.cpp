#include "runtime/spill/scatter.h"

#include <algorithm>

#include "runtime/spill/records.h"
#include "runtime/spill/sorter.h"

namespace huice::spill {

// ---- Scatter --------------------------------------------------------------------------------------------------------

Scatter::~Scatter() {
  for (Part& part : parts_) give_back(part);
}

void Scatter::close(Part& part) {
  if (part.at == nullptr) return;
  Chunk& last = part.chunks.back();
  last.used = static_cast<uint32_t>(part.at - last.bytes);
  part.at = part.end = nullptr;
}

void Scatter::give_back(Part& part) {
  for (const Chunk& chunk : part.chunks) memory_->give(chunk.bytes, chunk.size);
  part.chunks.clear();
  part.at = part.end = nullptr;
}

bool Scatter::make_room(Part& part, size_t size) {
  if (memory_->full() && held_ >= share_) {
    if (Outcome outcome = spill(); !outcome) {
      failed_ = std::make_unique<Outcome>(std::move(outcome));
      return false;
    }
  }
  close(part);
  const size_t taken = std::max(size, part.chunks.empty() ? Memory::little : Memory::chunk);
  part.at = memory_->take(taken);
  part.end = part.at + taken;
  held_ += taken;
  part.chunks.push_back({part.at, static_cast<uint32_t>(taken), 0});
  return true;
}

/// All that is held goes to the file.
Outcome Scatter::spill() {
  if (!overflow_->file) {
    auto file = TempFile::create(overflow_->folder);
    if (!file) return file.failure();
    overflow_->file = std::move(*file);
  }
  TempFile& file = *overflow_->file;
  for (Part& part : parts_) {
    if (part.chunks.empty()) continue;
    close(part);
    const uint64_t begin = file.size();
    for (const Chunk& chunk : part.chunks) {
      if (Outcome outcome = file.append({chunk.bytes, chunk.used}); !outcome) return outcome;
    }
    part.in_file.push_back({begin, file.size()});
    give_back(part);
  }
  held_ = 0;
  return Nothing{};
}

// ---- Parts ----------------------------------------------------------------------------------------------------------

void Parts::take(Scatter scatter) {
  for (Scatter::Part& part : scatter.parts_) Scatter::close(part);
  records_ += scatter.records_;
  scatters_.push_back(std::move(scatter));
}

void Parts::drop(size_t part) {
  for (Scatter& scatter : scatters_) scatter.give_back(scatter.parts_[part]);
}

uint64_t Parts::in_files(size_t part) const {
  uint64_t bytes = 0;
  for (const Scatter& scatter : scatters_) {
    for (const Run& run : scatter.parts_[part].in_file) bytes += run.end - run.begin;
  }
  return bytes;
}

Result<SortedRecords> Parts::sorted(size_t part, uint64_t memory, int threads) const {
  const uint64_t to_load = in_files(part);
  if (to_load > memory) return merged(part, memory, threads);
  std::shared_ptr<char[]> loaded;
  if (to_load > 0) loaded = std::make_shared_for_overwrite<char[]>(to_load);
  std::vector<Entry> entries;
  const auto add = [&](const char* record) { entries.push_back(entry_at(record)); };
  char* at = loaded.get();
  for (const Scatter& scatter : scatters_) {
    for (const Run& run : scatter.parts_[part].in_file) {
      const auto size = static_cast<size_t>(run.end - run.begin);
      if (Outcome outcome = scatter.overflow_->file->read(run.begin, at, size); !outcome) return outcome.failure();
      each_record({at, size}, add);
      at += size;
    }
    for (const Scatter::Chunk& chunk : scatter.parts_[part].chunks) each_record({chunk.bytes, chunk.used}, add);
  }
  put_in_order(entries, threads);
  return SortedRecords(std::move(entries), std::move(loaded));
}

/// Of a part that is too large.
Result<SortedRecords> Parts::merged(size_t part, uint64_t memory, int threads) const {
  Sorter sorter(folder_, memory, threads);
  Outcome outcome = Nothing{};
  for (const Scatter& scatter : scatters_) {
    for (const Run& run : scatter.parts_[part].in_file) {
      RunReader reader(*scatter.overflow_->file, run, std::min<uint64_t>(memory, size_t{1} << 18));
      for (;;) {
        auto more = reader.next();
        if (!more) return more.failure();
        if (!*more) break;
        if (outcome = sorter.add(reader.record()); !outcome) return outcome.failure();
      }
    }
    for (const Scatter::Chunk& chunk : scatter.parts_[part].chunks) {
      each_record({chunk.bytes, chunk.used}, [&](const char* record) {
        if (outcome) outcome = sorter.add(record_at(record));
      });
      if (!outcome) return outcome.failure();
    }
  }
  return sorter.finish();
}

}  // namespace huice::spill
