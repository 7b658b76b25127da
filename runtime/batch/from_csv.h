// CSV files of one entity → batches. All files are read as one: their headers are bound first, so that every number column
// has one layout; then rows come in the order of the files.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/batch/batch.h"
#include "runtime/batch/binding.h"
#include "runtime/batch/columns.h"
#include "runtime/batch/keys.h"
#include "runtime/batch/records.h"
#include "runtime/batch/rows.h"
#include "runtime/batch/streams.h"
#include "runtime/batch/text_stream.h"

namespace huice::batch {

struct InputOptions {
  EncodingChoice encoding = EncodingChoice::automatic;
  Dialect dialect = Dialect::strict;
  size_t record_limit = size_t{8} << 20;  // bytes
  bool check_keys = false;                // reject later rows of a key
  std::shared_ptr<Streams> streams;       // that may have to be read again
};

/// One input file, as far as it has been read.
struct FileReport {
  std::string path;
  std::string digest;     // once it was read to its end
  uint64_t bytes = 0;     // of the file itself
  std::string encoding;   // `UTF-8`, `GB18030`, …; empty while all was ASCII
  bool encoding_guessed = false, encoding_doubtful = false;
  uint64_t skipped = 0;   // total rows that the spreadsheet dialect takes for no applicants
  Binding binding;
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
  /// Called for each batch once its cells are read: may reject more rows.
  using Check = std::function<Outcome(Rows& rows, Batch& batch)>;
  void set_check(Check check) { check_ = std::move(check); }

  /// Before the first batch: only these fields are read, and rows are not rejected for others.
  void read_only(std::vector<bool> fields) { only_ = std::move(fields); }

  /// The next rows, all of one file; false at the end. Rows that are rejected are missing in every field. The batch refers
  /// to memory of this reader: it is good until the next call.
  Result<bool> next(Batch& batch);
  /// The rows of the last batch: places, faults (in the order of rows) and cells to keep.
  Rows& rows() { return rows_; }
  const Rows& rows() const { return rows_; }
  /// The cell of the nth `Wanted::keep` column.
  std::string_view kept(size_t nth, int row) const;
  /// The text of `field` in a row of the last batch, be it rejected; empty where that cell is missing or cannot be read.
  std::optional<std::string_view> text(uint32_t field, int row) const;
  /// Position in `files()` of the last batch's file.
  size_t file() const { return current_; }
  const std::vector<FileReport>& files() const { return files_; }
  /// Whether undecodable bytes of the last batch are marked by unicode::undecodable.
  bool transcoded() const;

  /// Bytes read of all files, and how many there are where that is known.
  uint64_t bytes_read() const;
  std::optional<uint64_t> bytes_total() const { return total_; }

 private:
  struct Open;
  CsvReader() = default;
  Result<std::unique_ptr<Open>> open_file(const std::string& path);
  Outcome start_file();
  void finish_file();
  void skip_totals();
  int key_column() const;

  Schema schema_;
  Wanted wanted_;
  InputOptions options_;
  std::vector<bool> bound_, only_;
  std::vector<FileReport> files_;
  std::vector<std::unique_ptr<Open>> waiting_;  // by file: those that cannot be opened twice
  std::unique_ptr<Open> open_;
  size_t current_ = 0;
  Rows rows_{0};
  std::vector<size_t> keep_slots_;
  std::vector<std::pair<uint32_t, std::unique_ptr<ColumnReader>>> readers_;  // with their fields
  std::optional<KeyCheck> keys_;
  Check check_;
  std::vector<std::string> paths_;
  uint64_t bytes_done_ = 0;
  std::optional<uint64_t> total_;
};

}  // namespace huice::batch
