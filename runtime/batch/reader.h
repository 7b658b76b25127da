// Rows of one entity in batches, whatever they stand in: files of text (from_csv.h) or columns in memory (runtime/arrow).
//
//   read (one at a time) → parse (cells and columns, on any thread) → admit (what depends on other rows, in order)
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "runtime/batch/batch.h"
#include "runtime/batch/chunk.h"
#include "runtime/batch/keys.h"

namespace huice::batch {

class Reader {
 public:
  virtual ~Reader() = default;

  /// The schema with the layouts of the columns that this reader gives; lives as long as the reader.
  const Schema& schema() const { return schema_; }
  const std::vector<bool>& bound() const { return bound_; }
  Batch make_batch() const { return Batch(schema_, bound_); }

  /// Before the first batch is made: a column that somebody else fills has the layout of `like`, or a finer step.
  void set_layout(uint32_t field, const Field& like);
  void refine_layout(uint32_t field, const Layout& step);
  /// Called when a chunk is admitted: may reject more rows. `in_order`: and depends on rows before them.
  using Check = std::function<Outcome(Chunk& chunk, Batch& batch)>;
  void set_check(Check check, bool in_order) {
    check_ = std::move(check);
    checks_in_order_ = in_order;
  }

  /// Before the first batch: only these fields are read, and rows are not rejected for others.
  void read_only(std::vector<bool> fields) { only_ = std::move(fields); }

  /// A chunk is filled in three steps, each time anew; its columns stand in a batch and refer to the chunk's memory. Only `parse`
  /// may run in several threads, each with a chunk of its own.
  virtual Chunk make_chunk() const = 0;
  /// The next rows, all of one file; false at the end.
  virtual Result<bool> read(Chunk& chunk) = 0;
  /// Its cells; there may be no row. Rows that are rejected stay in the batch until they are admitted.
  virtual void parse(Chunk& chunk, Batch& batch) const = 0;
  /// Rejects that depend on rows before. Afterwards rows that are rejected are missing in every field.
  Outcome admit(Chunk& chunk, Batch& batch);
  /// Whether it does so: else chunks are admitted in any order, by several threads.
  bool admits_in_order() const { return keys_.has_value() || checks_in_order_; }
  /// All three, until there are rows, for one thread; false at the end.
  Result<bool> next(Chunk& chunk, Batch& batch);

  const std::vector<FileReport>& files() const { return files_; }
  /// Bytes read of all files, and how many there are where that is known.
  virtual uint64_t bytes_read() const = 0;
  std::optional<uint64_t> bytes_total() const { return total_; }

 protected:
  /// The schema and its bound fields, from what the columns of all files are; `derived` fields are filled by somebody else.
  void set_bound(const Schema& schema, const std::vector<Binding>& bindings, const std::vector<bool>& derived);
  /// Once `files_` is filled: later rows of a key are rejected.
  void check_keys();
  bool reads(uint32_t field) const { return only_.empty() || only_[field]; }
  void note_unread(FileColumns& columns) const;
  /// For readers of rows that stand in memory by number: the chunk's first row, and its columns once more.
  void begin(Chunk& chunk, uint64_t first_row, std::shared_ptr<const FileColumns> columns) const;
  static uint64_t first_row(const Chunk& chunk) { return chunk.piece_.line; }
  static const FileColumns& columns(const Chunk& chunk) { return *chunk.columns_; }

  Schema schema_;
  std::vector<bool> bound_, only_;
  std::vector<FileReport> files_;
  std::optional<uint64_t> total_;

 private:
  int key_column(size_t file) const;

  std::optional<KeyCheck> keys_;
  std::vector<std::string> paths_;  // for it
  Check check_;
  bool checks_in_order_ = false;
};

}  // namespace huice::batch
