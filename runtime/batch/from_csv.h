// CSV files of one entity → batches. All files are read as one: their headers are bound first, so that every number column
// has one layout; then rows come in the order of the files.
//
//   read (text, one at a time) → parse (cells and columns, on any thread) → admit (what depends on other rows, in order)
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/batch/batch.h"
#include "runtime/batch/binding.h"
#include "runtime/batch/chunk.h"
#include "runtime/batch/keys.h"
#include "runtime/batch/streams.h"

namespace huice::batch {

struct InputOptions {
  EncodingChoice encoding = EncodingChoice::automatic;
  CellRules rules;
  size_t record_limit = size_t{8} << 20;  // bytes
  bool check_keys = false;                // reject later rows of a key
  std::shared_ptr<Streams> streams;       // that may have to be read again
};

class CsvReader {
 public:
  /// Opens every file and binds its header. `schema` is copied.
  static Result<std::unique_ptr<CsvReader>> open(const Schema& schema, Wanted wanted, std::vector<std::string> files, InputOptions options);
  ~CsvReader();

  /// The schema with the layouts of the columns that this reader gives; lives as long as the reader.
  const Schema& schema() const { return schema_; }
  const std::vector<bool>& bound() const { return bound_; }
  Batch make_batch() const { return Batch(schema_, bound_); }

  /// Before the first batch is made: a column that somebody else fills has the layout of `like`, or a finer step.
  void set_layout(uint32_t field, const Field& like);
  void refine_layout(uint32_t field, const Layout& step);
  /// Called when a chunk is admitted: may reject more rows.
  using Check = std::function<Outcome(Chunk& chunk, Batch& batch)>;
  void set_check(Check check) { check_ = std::move(check); }

  /// Before the first batch: only these fields are read, and rows are not rejected for others.
  void read_only(std::vector<bool> fields) { only_ = std::move(fields); }

  /// A chunk is filled in three steps, each time anew; its columns stand in a batch and refer to the chunk's memory. Only `parse`
  /// may run in several threads, each with a chunk of its own.
  Chunk make_chunk() const { return Chunk(options_.record_limit); }
  /// The text of the next rows, all of one file; false at the end.
  Result<bool> read(Chunk& chunk);
  /// Its cells; there may be no row. Rows that are rejected stay in the batch until they are admitted.
  void parse(Chunk& chunk, Batch& batch) const;
  /// Rejects that depend on rows before. Afterwards rows that are rejected are missing in every field.
  Outcome admit(Chunk& chunk, Batch& batch);
  /// Whether it does so: else chunks are admitted in any order, by several threads.
  bool admits_in_order() const { return keys_.has_value() || check_ != nullptr; }
  /// All three, until there are rows, for one thread; false at the end.
  Result<bool> next(Chunk& chunk, Batch& batch);

  const std::vector<FileReport>& files() const { return files_; }
  /// Bytes read of all files, and how many there are where that is known.
  uint64_t bytes_read() const;
  std::optional<uint64_t> bytes_total() const { return total_; }

 private:
  struct Open;
  CsvReader() = default;
  Result<std::unique_ptr<Open>> open_file(const std::string& path);
  Outcome start_file();
  void finish_file();
  int key_column(size_t file) const;

  Schema schema_;
  Wanted wanted_;
  InputOptions options_;
  std::vector<bool> bound_, only_;
  std::vector<FileReport> files_;
  std::vector<std::unique_ptr<Open>> waiting_;  // by file: those that cannot be opened twice
  std::unique_ptr<Open> open_;
  size_t current_ = 0;
  std::shared_ptr<const FileColumns> columns_;  // of the open file
  std::optional<KeyCheck> keys_;
  Check check_;
  std::vector<std::string> paths_;
  uint64_t bytes_done_ = 0;
  std::optional<uint64_t> total_;
};

}  // namespace huice::batch
