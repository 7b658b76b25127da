// The zip archive that a workbook is: its parts as streams, with bounds on what they unpack to.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace huice::workbook {

/// Why a workbook cannot be used: `a.xlsx: …`.
Failure unusable(const std::string& file, const std::string& en, const std::string& zh);

/// One part, from its beginning to its end.
class Part {
 public:
  virtual ~Part() = default;
  /// Reads up to `size` bytes (> 0); gives how many, 0 only at the end. Damage, and more than a workbook unpacks to, are failures.
  virtual Result<size_t> read(char* into, size_t size) = 0;
  /// Unpacked bytes, read so far and in all.
  virtual uint64_t done() const = 0;
  virtual uint64_t total() const = 0;
};

class Package {
 public:
  /// Tells apart what is no workbook: encrypted ones, old ones, other files.
  static Result<std::unique_ptr<Package>> open(const std::string& file);
  virtual ~Package() = default;
  virtual bool has(const std::string& name) const = 0;
  /// `xl/workbook.xml`, upper or lower case. A part lives no longer than the package.
  virtual Result<std::unique_ptr<Part>> part(const std::string& name) = 0;
  virtual const std::string& file() const = 0;
  virtual uint64_t file_size() const = 0;
};

}  // namespace huice::workbook
