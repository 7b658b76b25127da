// An Arrow table as the rows of an entity: what CsvReader is to files. Places are row numbers, from 1.
#pragma once
#include <memory>

#include "runtime/arrow/table.h"
#include "runtime/batch/reader.h"

namespace huice::arrow {

class TableReader final : public batch::Reader {
 public:
  /// Binds columns by their names, as headers are. Fails where columns are missing or have types that fit no field's, naming all.
  static Result<std::unique_ptr<batch::Reader>> open(const batch::Schema& schema, const batch::Wanted& wanted, std::shared_ptr<const Table> table,
                                                     bool check_keys);

  batch::Chunk make_chunk() const override { return batch::Chunk(1); }
  Result<bool> read(batch::Chunk& chunk) override;
  void parse(batch::Chunk& chunk, batch::Batch& batch) const override;
  uint64_t bytes_read() const override { return next_; }

 private:
  explicit TableReader(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
  std::shared_ptr<const batch::FileColumns> make_columns() const;

  std::shared_ptr<const Table> table_;
  std::shared_ptr<const batch::FileColumns> columns_;
  uint64_t next_ = 0;  // row
};

}  // namespace huice::arrow
