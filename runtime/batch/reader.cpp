#include "runtime/batch/reader.h"

#include <algorithm>
#include <atomic>

namespace huice::batch {
namespace {

/// May be called by several threads.
void add(AsideCounts& all, const AsideCounts& counts) {
  for (size_t kind = 0; kind < counts.size(); ++kind) {
    if (counts[kind].count == 0) continue;
    std::atomic_ref(all[kind].count) += counts[kind].count;
    std::atomic_ref first(all[kind].first_line);
    for (uint64_t known = first; known == 0 || known > counts[kind].first_line;) {
      if (first.compare_exchange_weak(known, counts[kind].first_line)) break;
    }
  }
}

}  // namespace

std::optional<std::string_view> Chunk::text(uint32_t field, int row) const {
  for (const FileColumns::Reading& reading : columns_->readings) {
    if (reading.field == field) return reading.reader->text(rows_.slot(reading.slot)[row]);
  }
  return std::nullopt;
}

void Reader::set_bound(const Schema& schema, const std::vector<Binding>& bindings, const std::vector<bool>& derived) {
  schema_ = refine_layouts(schema, bindings);
  bound_.assign(schema.fields.size(), false);
  for (const Binding& binding : bindings) {
    for (size_t f = 0; f < binding.bound.size(); ++f) bound_[f] = bound_[f] || binding.bound[f];
  }
  for (size_t f = 0; f < derived.size(); ++f) {
    if (derived[f]) bound_[f] = true;
  }
}

void Reader::check_keys() {
  std::vector<uint32_t> keys;
  for (uint32_t f = 0; f < schema_.fields.size(); ++f) {
    if (schema_.fields[f].key) keys.push_back(f);
  }
  if (!keys.empty()) keys_.emplace(std::move(keys));
  for (const FileReport& file : files_) paths_.push_back(file.path);
}

void Reader::note_unread(FileColumns& columns) const {
  for (uint32_t field = 0; field < schema_.fields.size(); ++field) {
    const auto its = [&](const FileColumns::Reading& reading) { return reading.field == field; };
    if (std::none_of(columns.readings.begin(), columns.readings.end(), its)) columns.unread.push_back(field);
  }
}

void Reader::begin(Chunk& chunk, uint64_t first_row, std::shared_ptr<const FileColumns> columns) const {
  if (chunk.columns_ != columns) chunk.rows_ = Rows(columns->used);
  chunk.columns_ = std::move(columns);
  chunk.files_ = &files_;
  chunk.piece_.line = first_row;
}

Outcome Reader::admit(Chunk& chunk, Batch& batch) {
  Rows& rows = chunk.rows_;
  if (rows.unwrapped() > 0) std::atomic_ref(files_[chunk.file_].unwrapped) += rows.unwrapped();
  if (rows.skips() > 0) add(files_[chunk.file_].asides, chunk.asides_);
  if (keys_) keys_->check(rows, batch, static_cast<uint32_t>(chunk.file_), paths_, key_column(chunk.file_));
  if (check_) {
    if (Outcome outcome = check_(chunk, batch); !outcome) return outcome;
  }
  rows.sort_faults();
  for (const Fault& fault : rows.faults()) batch.clear_row(fault.row);
  batch.set_rows(rows.count());
  return Nothing{};
}

Result<bool> Reader::next(Chunk& chunk, Batch& batch) {
  for (;;) {
    Result<bool> more = read(chunk);
    if (!more || !*more) {
      batch.clear();
      return more;
    }
    parse(chunk, batch);
    if (Outcome outcome = admit(chunk, batch); !outcome) return outcome.failure();
    if (batch.rows() > 0) return true;
  }
}

void Reader::set_layout(uint32_t field, const Field& like) {
  Field& own = schema_.fields[field];
  own.layout = like.layout;
  own.lo = like.lo;
  own.hi = like.hi;
}

/// The declared step is a whole multiple of the finer one.
void Reader::refine_layout(uint32_t field, const Layout& step) {
  Field& own = schema_.fields[field];
  if (own.kind != Kind::number) return;
  const __int128 ratio = static_cast<__int128>(own.layout.step_num) * step.step_den / (static_cast<__int128>(own.layout.step_den) * step.step_num);
  own.layout.step_num = step.step_num;
  own.layout.step_den = step.step_den;
  own.lo *= ratio;
  own.hi *= ratio;
}

/// The file's column of the first key.
int Reader::key_column(size_t file) const {
  for (const BoundColumn& bound : files_[file].binding.columns) {
    if (schema_.fields[bound.field].key) return bound.column;
  }
  return -1;
}

}  // namespace huice::batch
