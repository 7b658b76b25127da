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
  /// Fills the column for rows [from, to) of `rows`, whose cells, if it reads cells, are cells[0] and so on; rows that are bad
  /// already are left missing. `from`, a multiple of 64, is where the call before ended.
  virtual void read(Rows& rows, const Cell* cells, Batch& batch, int from, int to) const = 0;
  /// The text of a cell, be its row bad; empty where it is missing, cannot be read, or is no text.
  virtual std::optional<std::string_view> text(const Cell&) const { return std::nullopt; }
};

/// `schema` is the bound one and must outlive the reader.
std::unique_ptr<ColumnReader> make_column_reader(const Schema& schema, const BoundColumn& bound, CellRules rules);

}  // namespace huice::batch
