// Where input bytes come from: a file, standard input, or what `.gz` and `.zst` files unpack to.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace huice::batch {

class Source {
 public:
  virtual ~Source() = default;
  /// Reads up to `size` bytes (> 0); gives how many, 0 only at the end.
  virtual Result<size_t> read(char* into, size_t size) = 0;
  /// Bytes of the file itself (packed, if it is) read so far, their digest, and how many there are where that is known.
  virtual uint64_t file_bytes() const = 0;
  virtual std::string file_digest() const = 0;
  virtual std::optional<uint64_t> file_size() const = 0;
  /// Whether opening the path once more gives the same bytes (a regular file; not a pipe).
  virtual bool reopenable() const = 0;
};

class Streams;
/// `-` is standard input. `streams`: what keeps those that somebody may have to read again; null: nothing does.
Result<std::unique_ptr<Source>> open_source(const std::string& path, Streams* streams = nullptr);

/// `book.xlsx` or `book.xlsx[人员]`: a workbook, perhaps with the sheet that is meant.
struct SheetPath {
  std::string file;
  std::optional<std::string> sheet;
};
std::optional<SheetPath> sheet_path(const std::string& path);
/// The file that holds the data of `path`.
std::string file_of(const std::string& path);

/// What the operating system says about `path`, as a failure: `cannot read a.csv: No such file or directory`.
Failure read_failure(const std::string& path, int error);

}  // namespace huice::batch
