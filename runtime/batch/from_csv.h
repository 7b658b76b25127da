// CSV files and sheets of workbooks of one entity → batches. All files are read as one: their headers are bound first, so that
// every number column has one layout; then rows come in the order of the files.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/batch/binding.h"
#include "runtime/batch/reader.h"
#include "runtime/batch/streams.h"

namespace huice::batch {

struct InputOptions {
  EncodingChoice encoding = EncodingChoice::automatic;
  CellRules rules;
  size_t record_limit = size_t{8} << 20;  // bytes
  size_t beside = 0;                      // bytes that are made of a row, about: columns, decisions, lines of output
  bool check_keys = false;                // reject later rows of a key
  std::shared_ptr<Streams> streams;       // that may have to be read again
};

class CsvReader final : public Reader {
 public:
  /// Opens every file and binds its header. `schema` is copied.
  static Result<std::unique_ptr<CsvReader>> open(const Schema& schema, Wanted wanted, std::vector<std::string> files, InputOptions options);
  ~CsvReader() override;

  Chunk make_chunk() const override { return Chunk(options_.record_limit); }
  /// The text of the next rows.
  Result<bool> read(Chunk& chunk) override;
  void parse(Chunk& chunk, Batch& batch) const override;
  uint64_t bytes_read() const override;

 private:
  struct Open;
  CsvReader() = default;
  Result<std::unique_ptr<Open>> open_text(const std::string& path);
  Result<std::unique_ptr<Open>> open_book(const SheetPath& path, std::shared_ptr<const workbook::Book> book, std::optional<workbook::Shape> shape);
  Result<std::unique_ptr<Open>> open_file(const std::string& path);
  Result<std::unique_ptr<Open>> open_again(const FileReport& file);
  CellRules rules_of(const Open& open) const;
  Outcome start_file();
  void finish_file();

  Wanted wanted_;
  InputOptions options_;
  struct Known {
    Heading heading;
    std::shared_ptr<const workbook::Book> book;  // of a sheet, until it is read
  };
  std::vector<Known> known_;                    // by file
  std::vector<std::unique_ptr<Open>> waiting_;  // by file: those that cannot be opened twice
  std::unique_ptr<Open> open_;
  size_t current_ = 0;
  std::shared_ptr<const FileColumns> columns_;  // of the open file
  uint64_t bytes_done_ = 0;
};

}  // namespace huice::batch
