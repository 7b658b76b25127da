#include "runtime/arrow/reader.h"

#include <algorithm>

#include "runtime/arrow/columns.h"

namespace huice::arrow {

Result<std::unique_ptr<batch::Reader>> TableReader::open(const batch::Schema& schema, const batch::Wanted& wanted, std::shared_ptr<const Table> table,
                                                         bool check_keys) {
  auto binding = batch::bind_header(schema, wanted, table->name(), table->headers());
  if (!binding) return binding.failure();
  Bilingual faults;
  for (const batch::BoundColumn& bound : binding->columns) {
    const auto column = static_cast<size_t>(bound.column);
    const auto fault = misfit(schema.fields[bound.field], table->type(column));
    if (!fault) continue;
    faults.en += (faults.en.empty() ? "" : "; ") + fault->en;
    faults.zh += (faults.zh.empty() ? "" : "；") + fault->zh;
  }
  if (!faults.en.empty()) return Failure{Exit::environment, {table->name() + ": " + faults.en, table->name() + "：" + faults.zh}};
  std::unique_ptr<TableReader> reader(new TableReader(table));
  reader->set_bound(schema, {*binding}, wanted.derived);
  batch::FileReport report;
  report.path = table->name();
  report.binding = std::move(*binding);
  reader->files_.push_back(std::move(report));
  reader->total_ = table->rows();
  if (check_keys) reader->check_keys();
  return std::unique_ptr<batch::Reader>(std::move(reader));
}

/// Once layouts are settled.
std::shared_ptr<const batch::FileColumns> TableReader::make_columns() const {
  auto columns = std::make_shared<batch::FileColumns>();
  const batch::Binding& binding = files_.front().binding;
  columns->slots.assign(binding.headers.size(), -1);
  for (const batch::BoundColumn& bound : binding.columns) {
    if (!reads(bound.field)) continue;
    const size_t slot = columns->used++;
    columns->slots[static_cast<size_t>(bound.column)] = static_cast<int>(slot);
    columns->readings.push_back({bound.field, slot, make_column_reader(table_, schema_, bound, slot)});
  }
  note_unread(*columns);
  return columns;
}

Result<bool> TableReader::read(batch::Chunk& chunk) {
  if (next_ == table_->rows()) return false;
  if (!columns_) columns_ = make_columns();
  begin(chunk, next_, columns_);
  uint64_t left = 0;
  table_->piece(next_, left);
  next_ += std::min<uint64_t>(left, HUICE_BATCH_ROWS);
  return true;
}

void TableReader::parse(batch::Chunk& chunk, batch::Batch& batch) const {
  batch::Rows& rows = chunk.rows();
  rows.clear();
  batch.begin();
  const uint64_t first = first_row(chunk);
  uint64_t left = 0;
  table_->piece(first, left);
  for (uint64_t row = 0; row < std::min<uint64_t>(left, HUICE_BATCH_ROWS); ++row) rows.add({{}, first + row + 1});
  const batch::FileColumns& columns = batch::Reader::columns(chunk);
  for (const uint32_t field : columns.unread) {
    if (batch.bound(field)) batch.clear_rows(field, 0);
  }
  for (const auto& reading : columns.readings) reading.reader->read(rows, nullptr, batch, 0, rows.count());
}

}  // namespace huice::arrow
