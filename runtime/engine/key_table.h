// The rows of one entity by key: which there are, where each first stands, and the fields that others read through
// references. About 32 bytes a row, and 8 for each such field.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch/batch.h"

namespace huice::engine {

class KeyTable {
 public:
  static constexpr uint32_t none = UINT32_MAX;

  /// `columns`: fields of the entity to keep.
  KeyTable(const batch::Schema& schema, std::vector<uint32_t> columns);

  /// Where a row stands: its file and line.
  struct Place {
    uint32_t file = 0;
    uint64_t line = 0;
    friend bool operator==(const Place&, const Place&) = default;
  };
  uint32_t find(std::string_view key) const;
  /// The key's row; `added` when it is new.
  uint32_t add(std::string_view key, Place place, bool& added);
  /// No more rows will come.
  void finish();
  Place place(uint32_t row) const;
  size_t size() const { return rows_.size(); }

  /// Keeps the columns of a row just added.
  void keep(const batch::Batch& batch, int row);
  /// Puts the kept field `target` of `row` into a cell of another batch.
  void copy(uint32_t row, uint32_t target, batch::Batch& into, uint32_t field, int at) const;
  const batch::Field& field(uint32_t target) const { return schema_.fields[target]; }

 private:
  struct Row {
    uint64_t high, low;  // XXH3-128 of the key: two keys of one digest do not happen
    uint64_t place;      // file << 44 | line
  };
  struct Column {
    uint32_t field;
    std::vector<uint64_t> data;  // texts and wide numbers: where they stand in `bytes_`
    std::vector<bool> known;
  };
  size_t slot_of(uint64_t high, uint64_t low) const;
  void grow();
  uint64_t store(const void* bytes, size_t size);

  batch::Schema schema_;
  std::vector<Row> rows_;
  std::vector<uint32_t> slots_;  // open addressing; `none`: empty
  std::vector<Column> columns_;
  std::string bytes_;
};

}  // namespace huice::engine
