// Up to HUICE_BATCH_ROWS rows of one file on their way from text to columns.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch/asides.h"
#include "runtime/batch/binding.h"
#include "runtime/batch/columns.h"
#include "runtime/batch/heading.h"
#include "runtime/batch/pieces.h"
#include "runtime/workbook/sheet.h"

namespace huice::batch {

/// One input file, as far as it has been read.
struct FileReport {
  std::string path;       // of a sheet `book.xlsx[人员]`
  std::string digest;     // once it was read to its end
  uint64_t bytes = 0;     // of the file itself
  std::string encoding;   // `UTF-8`, `GB18030`, …, `xlsx`; empty while all was ASCII
  bool encoding_guessed = false, encoding_doubtful = false;
  workbook::Findings findings;     // of a sheet
  std::vector<HeadingNote> notes;  // what stands around the header
  uint64_t unwrapped = 0;          // cells that the dialect reads otherwise than as they stand
  AsideCounts asides{};            // rows that the spreadsheet dialect takes for no applicants
  Binding binding;
};

/// How the cells of one file become columns. Shared by the threads that read it.
struct FileColumns {
  std::vector<int> slots;     // by column of the file: where its cells go; -1: nowhere
  size_t used = 0;            // slots
  struct Reading {
    uint32_t field;
    size_t slot;
    std::unique_ptr<ColumnReader> reader;
  };
  std::vector<Reading> readings;
  std::vector<uint32_t> unread;  // fields without a column
  std::vector<size_t> keep;   // slots of the `Wanted::keep` columns
  bool one_line = false;         // a record is one line (Records)
  std::optional<Asides> asides;  // of the spreadsheet dialect
};

class Chunk {
 public:
  explicit Chunk(size_t record_limit) : records_(record_limit) {}

  /// Places, faults (in the order of rows) and cells to keep.
  Rows& rows() { return rows_; }
  const Rows& rows() const { return rows_; }
  /// The cell of the nth `Wanted::keep` column.
  std::string_view kept(size_t nth, int row) const { return rows_.slot(columns_->keep[nth])[row].view(); }
  /// The text of `field`, be its row rejected; empty where that cell is missing or cannot be read.
  std::optional<std::string_view> text(uint32_t field, int row) const;

  /// Position in `files()` of the file it stands in.
  size_t file() const { return file_; }
  const FileReport& report() const { return (*files_)[file_]; }
  const std::vector<FileReport>& files() const { return *files_; }
  /// Whether undecodable bytes are marked by unicode::undecodable.
  bool transcoded() const { return encoding_ != unicode::Encoding::utf_8; }
  /// Bytes read of all files up to here.
  uint64_t bytes_read() const { return bytes_read_; }

 private:
  friend class Reader;
  friend class CsvReader;
  Piece piece_;
  Records records_;
  Rows rows_{0};
  std::shared_ptr<const FileColumns> columns_;
  const std::vector<FileReport>* files_ = nullptr;
  size_t file_ = 0;
  unicode::Encoding encoding_ = unicode::Encoding::utf_8;
  uint64_t bytes_read_ = 0;
  AsideCounts asides_{};  // of the rows that were parsed last
};

}  // namespace huice::batch
