#include "runtime/batch/columns.h"

#include <algorithm>

#include "runtime/batch/fold.h"
#include "runtime/batch/moments.h"
#include "runtime/batch/numbers.h"
#include "runtime/batch/plain.h"
#include "runtime/batch/words.h"

namespace huice::batch {
namespace {

bool spaced(const Cell& cell) { return cell.size > 0 && (cell.bytes[0] == ' ' || cell.bytes[cell.size - 1] == ' '); }

/// The cells without spaces around them, where the first ones have some; else nothing.
std::vector<Cell> unspaced(const Cell* cells, int count) {
  std::vector<Cell> inner;
  if (!std::any_of(cells, cells + std::min(count, 8), spaced)) return inner;
  inner.assign(cells, cells + count);
  for (Cell& cell : inner) {
    for (; cell.size > 0 && cell.bytes[0] == ' '; --cell.size) ++cell.bytes;
    for (; cell.size > 0 && cell.bytes[cell.size - 1] == ' '; --cell.size) continue;
  }
  return inner;
}

/// What every kind of column does: missing cells, required ones, rejects.
class Column : public ColumnReader {
 public:
  Column(const Schema& schema, const BoundColumn& bound, CellRules rules)
      : schema_(schema), field_(schema.fields[bound.field]), index_(bound.field), column_(bound.column), rules_(rules) {}

  void read(Rows& rows, const Cell* cells, Batch& batch, int from, int to) const final {
    Careful careful;
    // A plain cell is the same in both dialects, unless it is a text.
    const bool plainly = rows.padded() && (rules_.dialect == Dialect::strict || field_.kind != Kind::text);
    const std::vector<Cell> inner = plainly && trims() ? unspaced(cells, to - from) : std::vector<Cell>();
    if (plainly && plain(inner.empty() ? cells : inner.data(), to - from, field_.key || field_.required, batch.column(index_, from), careful)) {
      if (from == 0) batch.clear_rows(index_, rows.count());
      for (int i = 0; i < careful.count; ++i) read(rows, from + careful.rows[i], cells[careful.rows[i]], batch);
    } else {
      if (from == 0) batch.clear_rows(index_, 0);
      for (int row = from; row < to; ++row) read(rows, row, cells[row - from], batch);
    }
  }

 protected:
  /// One cell that is not empty.
  virtual void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const = 0;
  /// All cells, as far as they are plain (plain.h). False: the kind of column has no such way.
  virtual bool plain(const Cell*, int, bool, const ColumnStore&, Careful&) const { return false; }
  /// Whether spaces around a cell never matter.
  virtual bool trims() const { return false; }
  /// Whether the cell is a word of the column's own: where 无 is a member it does not mean nothing.
  virtual bool knows(std::string_view) const { return false; }

  void missing(Rows& rows, int row, const Cell& raw) const {
    if (field_.key) reject(rows, row, RejectCode::missing_key, raw);
    else if (field_.required) reject(rows, row, RejectCode::missing_required, raw);
  }
  void reject(Rows& rows, int row, RejectCode code, const Cell& raw, std::string expected = {}) const {
    rows.reject({row, code, column_, std::string(raw.view()), std::move(expected)});
  }

  const Schema& schema_;
  const Field& field_;
  uint32_t index_;
  int column_;
  CellRules rules_;

 private:
  void read(Rows& rows, int row, const Cell& raw, Batch& batch) const {
    if (rows.bad(row)) return;
    std::string_view cell = raw.view();
    if (rules_.dialect == Dialect::spreadsheet) {
      if (const auto fault = spreadsheet_fault(cell)) {
        reject(rows, row, *fault, raw);
        if (rows.bad(row)) return;
      }
      cell = unwrapped(cell);
      if (means_nothing(cell) && !knows(cell)) cell = {};
      if (cell.size() != raw.size) rows.count_unwrapped();
    }
    if (cell.empty()) return missing(rows, row, raw);
    take(rows, row, cell, raw, batch);
  }
};

class Numbers final : public Column {
 public:
  Numbers(const Schema& schema, const BoundColumn& bound, CellRules rules)
      : Column(schema, bound, rules), format_(field_, bound.unit) {}

 private:
  bool plain(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful) const override {
    if (field_.layout.wide) return false;
    plain_numbers(cells, rows, must, format_, store, careful);
    return true;
  }
  bool trims() const override { return true; }
  void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const override {
    cell = trimmed(cell);
    if (cell.empty()) return missing(rows, row, raw);
    if (rules_.workbook && destroyed(cell)) {
      reject(rows, row, RejectCode::inexact_number, raw);
      if (rows.bad(row)) return;
    }
    __int128 n = 0;
    if (const auto fault = format_.parse(cell, n)) return reject(rows, row, *fault, raw, format_.expected(*fault));
    batch.set_number(index_, row, n);
  }

  NumberFormat format_;
};

class Choices final : public Column {
 public:
  Choices(const Schema& schema, const BoundColumn& bound, CellRules rules)
      : Column(schema, bound, rules),
        words_(field_.kind == Kind::boolean ? Words::booleans() : Words::choices(field_)),
        code_(field_.kind == Kind::boolean ? RejectCode::bad_boolean : RejectCode::unknown_choice) {}

 private:
  bool plain(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful) const override {
    (field_.kind == Kind::boolean ? plain_booleans : plain_choices)(cells, rows, must, words_, store, careful);
    return true;
  }
  bool trims() const override { return !words_.spaced(); }
  bool knows(std::string_view cell) const override { return words_.find(cell).has_value(); }
  void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const override {
    const auto found = words_.find(cell);
    if (!found) {
      if (trimmed(cell).empty()) return missing(rows, row, raw);
      return reject(rows, row, code_, raw, words_.listed());
    }
    if (field_.kind == Kind::boolean) {
      batch.set_boolean(index_, row, *found != 0);
    } else {
      batch.set_choice(index_, row, *found);
    }
  }

  Words words_;
  RejectCode code_;
};

/// Members by code or label, separated by ; ； 、 or |. `{}` is the empty set; an empty cell is missing.
class Sets final : public Column {
 public:
  Sets(const Schema& schema, const BoundColumn& bound, CellRules rules)
      : Column(schema, bound, rules), words_(Words::choices(field_)) {}

 private:
  bool knows(std::string_view cell) const override { return words_.find(cell).has_value(); }
  void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const override {
    if (trimmed(cell).empty()) return missing(rows, row, raw);
    MemberSet set;
    if (trimmed(cell) != "{}") {
      for (bool more = true; more;) {
        const auto code = words_.find(trimmed(next(cell, more)));
        if (!code) return reject(rows, row, RejectCode::unknown_choice, raw, words_.listed());
        set.bits |= uint64_t{1} << *code;
      }
    }
    batch.set_members(index_, row, set);
  }

  /// Takes the text up to the next separator off `cell`.
  static std::string_view next(std::string_view& cell, bool& more) {
    size_t at = std::string_view::npos, size = 0;
    for (std::string_view separator : {";", "；", "、", "|"}) {
      const size_t found = cell.find(separator);
      if (found < at) at = found, size = separator.size();
    }
    more = at != std::string_view::npos;
    const std::string_view part = cell.substr(0, at);
    cell.remove_prefix(more ? at + size : cell.size());
    return part;
  }

  Words words_;
};

class Moments final : public Column {
 public:
  using Column::Column;

 private:
  bool plain(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful) const override {
    if (field_.kind == Kind::datetime) return false;
    plain_dates(cells, rows, must, store, careful);
    return true;
  }
  bool trims() const override { return true; }
  void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const override {
    cell = trimmed(cell);
    if (cell.empty()) return missing(rows, row, raw);
    const bool day = field_.kind == Kind::date;
    if (day) {
      if (const auto date = parse_date(cell)) return batch.set_date(index_, row, *date);
    } else if (const auto instant = parse_datetime(cell)) {
      return batch.set_datetime(index_, row, *instant);
    }
    if (const auto instant = serial(cell)) {
      if (!day && cell.find('.') != std::string_view::npos) return batch.set_datetime(index_, row, *instant);
      if (day && instant->seconds % day_seconds == 0) return batch.set_date(index_, row, Date{static_cast<int32_t>(instant->seconds / day_seconds)});
    }
    reject(rows, row, day ? RejectCode::bad_date : RejectCode::bad_datetime, raw);
  }
  std::optional<DateTime> serial(std::string_view cell) const {
    return rules_.serial_dates ? parse_serial(cell, *rules_.serial_dates) : std::nullopt;
  }
  static constexpr int64_t day_seconds = 86400;
};

class Texts final : public Column {
 public:
  using Column::Column;

  std::optional<std::string_view> text(const Cell& raw) const override {
    std::string_view cell = raw.view();
    if (rules_.dialect == Dialect::spreadsheet) {
      if (spreadsheet_fault(cell)) return std::nullopt;
      cell = unwrapped(cell);
      if (means_nothing(cell)) return std::nullopt;
    }
    if (cell.empty() || destroyed(cell)) return std::nullopt;
    return cell;
  }

 private:
  bool plain(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful) const override {
    plain_texts(cells, rows, must, store, careful);
    return true;
  }
  void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const override {
    if (destroyed(cell)) {
      reject(rows, row, RejectCode::destroyed_code, raw);
      if (rows.bad(row)) return;
    }
    batch.refer_text(index_, row, cell);  // rows live as long as the batch's content
  }
};

}  // namespace

std::unique_ptr<ColumnReader> make_column_reader(const Schema& schema, const BoundColumn& bound, CellRules rules) {
  switch (schema.fields[bound.field].kind) {
    case Kind::number: return std::make_unique<Numbers>(schema, bound, rules);
    case Kind::boolean:
    case Kind::choice: return std::make_unique<Choices>(schema, bound, rules);
    case Kind::set: return std::make_unique<Sets>(schema, bound, rules);
    case Kind::date:
    case Kind::datetime: return std::make_unique<Moments>(schema, bound, rules);
    case Kind::text: return std::make_unique<Texts>(schema, bound, rules);
  }
  return nullptr;
}

}  // namespace huice::batch
