// Rows of one entity as Arrow arrays that somebody gave away; released with the table. Immutable: any thread may read it.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/arrow/abi.h"
#include "runtime/arrow/types.h"

namespace huice::arrow {

class Table {
 public:
  /// Takes everything out of `stream` and releases it, also on failure. `name` is for messages. Fails where the stream does, or
  /// where an array does not have the form that its schema promises.
  static Result<std::shared_ptr<const Table>> take(ArrowArrayStream* stream, std::string name);
  ~Table();
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  const std::string& name() const { return name_; }
  uint64_t rows() const { return rows_; }
  const std::vector<std::string>& headers() const { return headers_; }
  const Type& type(size_t column) const { return types_[column]; }

  /// Consecutive rows of one array.
  struct Piece {
    const ArrowArray* array = nullptr;
    int64_t first = 0;  // in its columns, without their own offsets
  };
  /// Where row `row` (from 0, less than rows()) stands; `left` rows of its array are left, that one included.
  Piece piece(uint64_t row, uint64_t& left) const;

 private:
  explicit Table(std::string name) : name_(std::move(name)) {}
  Outcome add(const ArrowArray& array);

  std::string name_;
  ArrowSchema schema_{};
  std::vector<ArrowArray> arrays_;
  std::vector<uint64_t> begins_;  // of each: its first row
  uint64_t rows_ = 0;
  std::vector<std::string> headers_;
  std::vector<Type> types_;
};

}  // namespace huice::arrow
