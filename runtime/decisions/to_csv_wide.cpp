// Wide rows, a city's worth of them: written by pointer, with the words that can stand there made beforehand.
#include <algorithm>

#include "base/put_decimal.h"
#include "runtime/batch/cell_text.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/decisions/to_csv.h"

namespace huice::decisions {
namespace {

constexpr size_t status_most = 24, amount_most = 64;

/// Every list of some of `names`, by bits.
std::vector<std::string> lists_of(const std::vector<std::string>& names) {
  std::vector<std::string> lists(size_t{1} << names.size());
  for (size_t bits = 0; bits < lists.size(); ++bits) {
    for (size_t i = 0; i < names.size(); ++i) {
      if ((bits >> i & 1) != 0) lists[bits] += (lists[bits].empty() ? "" : ";") + names[i];
    }
  }
  return lists;
}

}  // namespace

void CsvFormat::prepare(Column& column, const catalogue::Measure& measure, const catalogue::Entity& entity) {
  std::vector<std::string> inputs;
  for (uint32_t field : measure.inputs) inputs.push_back(entity.field_names[field]);
  if (measure.conditions.size() <= few) column.failed = lists_of(measure.conditions);
  if (inputs.size() <= few) column.missing = lists_of(inputs);
  size_t conditions = 0, missing = 0, site = 0;
  for (const std::string& name : measure.conditions) conditions += name.size() + 1;
  for (const std::string& name : inputs) missing += name.size() + 1;
  for (const std::string& name : measure.sites) site = std::max(site, name.size());
  column.most = status_most + 3 * amount_most + measure.shares.size() + std::max({conditions, missing, site + 32}) + 8;
}

/// The keys and what is kept of the input, then room for the rest of the row.
char* CsvFormat::put_keys(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, int row) {
  const bool strict = options_.dialect == batch::Dialect::strict;
  key_cells_.clear();
  size_t size = 0;
  bool plain = strict;
  const auto add = [&](std::string_view cell) {
    plain = plain && plain_csv(cell);
    key_cells_.push_back(cell);
    size += cell.size() + 1;
  };
  for (uint32_t key : entity_.keys) {
    plain = plain && batch.schema().fields[key].kind == batch::Kind::text;
    if (plain) add(batch.text(key, row));
  }
  for (size_t k = 0; k < keep_.size() && plain; ++k) add(chunk.kept(k, row));
  if (!plain) {
    append_keys(chunk, batch, row);
    return TextBuffer::put(out.room(keys_.size() + row_most_), keys_);
  }
  char* at = out.room(size + row_most_);
  for (std::string_view cell : key_cells_) {
    at = TextBuffer::put(at, cell);
    *at++ = ',';
  }
  return at;
}

char* CsvFormat::put_amount(char* at, const Column& column, int64_t amount) {
  int64_t hundredths = 0;
  if (column.factor != 0 && column.digits == 2 && amount >= 0 && !__builtin_mul_overflow(amount, column.factor, &hundredths)) {
    return put_hundredths(at, static_cast<uint64_t>(hundredths));
  }
  cell_.clear();
  append_amount(cell_, column, amount);
  return TextBuffer::put(at, cell_);
}

char* CsvFormat::put_reasons(char* at, const Column& column, const Decisions& d, int row) {
  const Status status = d.status(row);
  if (status == Status::ineligible && !column.failed.empty()) return TextBuffer::put(at, column.failed[d.failed_bits(row)]);
  const bool missing = status == Status::undetermined || status == Status::referred;
  if (missing && !column.missing.empty()) return TextBuffer::put(at, column.missing[d.missing_bits(row)]);
  if (status == Status::not_in_force) return at;
  cell_.clear();
  d.append_reasons(cell_, entity_, row);
  return TextBuffer::put(at, cell_);
}

/// The cells of one measure; where they take more room than a row has, there is room for a whole row again behind them.
char* CsvFormat::put_cells(TextBuffer& out, char* at, uint32_t m, const Decisions& d, int row, std::vector<Hole>* holes) {
  const Column& column = columns_[m];
  const catalogue::Measure& measure = catalogue_.measures[column.measure];
  const Status status = d.status(row);
  const bool eligible = status == Status::eligible;
  if (eligible && d.claimed) {
    out.end_at(at);
    text_.clear();
    append_cells(column, m, d, row, holes, out.size());
    return TextBuffer::put(out.room(text_.size() + row_most_), text_);
  }
  at = TextBuffer::put(at, status_[static_cast<size_t>(status)]);
  if (measure.settled) *at++ = ',';
  if (column.amount) {
    if (eligible) at = put_amount(at, column, d.amount(row));
    *at++ = ',';
  }
  if (column.ceiling) {
    if (status == Status::referred && d.has_ceiling(row)) at = put_amount(at, column, d.ceiling(row));
    *at++ = ',';
  }
  for (size_t i = 0; i < measure.shares.size(); ++i) *at++ = ',';
  return eligible && !d.capped(row) ? at : put_reasons(at, column, d, row);
}

uint64_t CsvFormat::append_wide(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions,
                                std::vector<Hole>* holes) {
  uint64_t lines = 0;
  const batch::Rows& rows = chunk.rows();
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    if (!options_.only.empty()) {
      bool any = false;
      for (const Decisions& d : decisions) any = any || wanted(d.status(row));
      if (!any) continue;
    }
    char* at = put_keys(out, chunk, batch, row);
    for (uint32_t m = 0; m < columns_.size(); ++m) {
      at = put_cells(out, at, m, decisions[m], row, holes);
      *at++ = m + 1 == columns_.size() ? '\n' : ',';
    }
    out.end_at(at);
    ++lines;
  }
  return lines;
}

}  // namespace huice::decisions
