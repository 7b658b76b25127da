// Cells of one column → the batch, a column at a time.
#pragma once
#include <memory>
#include <optional>

#include "runtime/batch/batch.h"
#include "runtime/batch/binding.h"
#include "runtime/batch/rows.h"
#include "runtime/batch/spreadsheet.h"

namespace huice::batch {

/// Reads one bound column of one file. Cells that cannot be read reject their row.
class ColumnReader {
 public:
  virtual ~ColumnReader() = default;
  /// Fills the column for every row of `rows`; rows that are bad already are left missing.
  void read(Rows& rows, Batch& batch) const { read(rows, batch, 0, rows.count()); }
  /// For rows [from, to) of them; `from`, a multiple of 64, is where the call before ended.
  virtual void read(Rows& rows, Batch& batch, int from, int to) const = 0;
  /// A text of any row, be it bad; empty where the cell is missing, cannot be read, or is no text.
  virtual std::optional<std::string_view> text(const Rows&, int) const { return std::nullopt; }
};

/// `slot`: where `rows` holds the column's cells. `schema` is the bound one and must outlive the reader.
std::unique_ptr<ColumnReader> make_column_reader(const Schema& schema, const BoundColumn& bound, size_t slot, CellRules rules);

}  // namespace huice::batch
