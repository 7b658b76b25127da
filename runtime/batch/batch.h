// A batch: up to HUICE_BATCH_ROWS rows of one entity in columns, owning its memory; kernels see it as huice_batch.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/member_set.h"
#include "runtime/batch/schema.h"
#include "runtime/kernel_abi.h"

namespace huice::batch {

/// Where a reader writes one column directly: `data` and `known` as in huice_column.
struct ColumnStore {
  void* data = nullptr;
  uint64_t* known = nullptr;
  uint64_t* magnitude = nullptr;
};

class Batch {
 public:
  /// Room for HUICE_BATCH_ROWS rows; `bound` says which fields have data (others are all missing and share one zero page).
  /// `schema` must outlive the batch.
  Batch(const Schema& schema, const std::vector<bool>& bound);
  Batch(Batch&&) = default;
  Batch& operator=(Batch&&) = default;

  int rows() const { return rows_; }
  void set_rows(int rows) { rows_ = rows; }
  int32_t as_of() const { return as_of_; }
  void set_as_of(int32_t days) { as_of_ = days; }
  /// Back to no rows, all missing, no text; the date stays.
  void clear();
  /// The same, but cells stay until somebody writes or clears each bound column.
  void begin();
  /// Since then: makes a column's rows from `from` on missing; those before it are written.
  void clear_rows(uint32_t field, int from);

  /// Setters of one cell of a bound field; it becomes known. Cells not set are missing. `n` counts the layout's step.
  void set_number(uint32_t field, int row, __int128 n);
  void set_boolean(uint32_t field, int row, bool value);
  void set_choice(uint32_t field, int row, uint16_t code);
  void set_members(uint32_t field, int row, MemberSet value);
  void set_date(uint32_t field, int row, Date value);
  void set_datetime(uint32_t field, int row, DateTime value);
  void set_text(uint32_t field, int row, std::string_view value);    // copies into the batch
  void refer_text(uint32_t field, int row, std::string_view value);  // keeps the caller's bytes
  /// Makes every cell of `row` missing again (a row that turned out bad).
  void clear_row(int row);

  bool bound(uint32_t field) const;
  bool known(uint32_t field, int row) const;
  __int128 number(uint32_t field, int row) const;
  bool boolean(uint32_t field, int row) const;
  uint16_t choice(uint32_t field, int row) const;
  MemberSet members(uint32_t field, int row) const;
  Date date(uint32_t field, int row) const;
  DateTime datetime(uint32_t field, int row) const;
  std::string_view text(uint32_t field, int row) const;

  /// The view that kernels get; good until the next change.
  huice_batch view() const;
  const Schema& schema() const { return *schema_; }
  /// The memory of a bound field's column from a row on, a multiple of 64.
  ColumnStore column(uint32_t field, int from);

 private:
  struct Storage;
  struct Deleter {
    void operator()(Storage* storage) const;
  };
  void* cell(uint32_t field, int row, size_t size);

  const Schema* schema_;
  std::vector<huice_column> view_;  // one per field
  std::unique_ptr<Storage, Deleter> storage_;
  int rows_ = 0, rows_before_ = 0;
  int32_t as_of_ = HUICE_NO_DATE;
};

}  // namespace huice::batch
