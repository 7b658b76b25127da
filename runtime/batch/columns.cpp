#include "runtime/batch/columns.h"

#include <cctype>

#include "runtime/batch/fold.h"
#include "runtime/batch/moments.h"
#include "runtime/batch/numbers.h"
#include "runtime/batch/plain.h"
#include "runtime/batch/words.h"

namespace huice::batch {
namespace {

/// `3.2E+17`: a code of digits after a spreadsheet took it for a number.
bool destroyed(std::string_view text) {
  size_t at = 0;
  const auto digits = [&] {
    const size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  if (text.size() < 5 || text.size() > 24 || digits() != 1) return false;
  if (text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at + 2 > text.size() || (text[at] != 'E' && text[at] != 'e') || (text[at + 1] != '+' && text[at + 1] != '-')) return false;
  at += 2;
  return digits() >= 2 && at == text.size();
}

/// What every kind of column does: missing cells, required ones, rejects.
class Column : public ColumnReader {
 public:
  Column(const Schema& schema, const BoundColumn& bound, size_t slot, Dialect dialect)
      : schema_(schema), field_(schema.fields[bound.field]), index_(bound.field), column_(bound.column), slot_(slot), dialect_(dialect) {}

  void read(Rows& rows, Batch& batch) const final {
    const Cell* const cells = rows.slot(slot_);
    Careful careful;
    if (rows.padded() && dialect_ == Dialect::strict && plain(cells, rows.count(), field_.key || field_.required, batch.column(index_), careful)) {
      batch.clear_rows(index_, rows.count());
      for (int i = 0; i < careful.count; ++i) read(rows, careful.rows[i], cells[careful.rows[i]], batch);
    } else {
      batch.clear_rows(index_, 0);
      for (int row = 0; row < rows.count(); ++row) read(rows, row, cells[row], batch);
    }
  }

 protected:
  /// One cell that is not empty.
  virtual void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const = 0;
  /// All cells, as far as they are plain (plain.h). False: the kind of column has no such way.
  virtual bool plain(const Cell*, int, bool, const ColumnStore&, Careful&) const { return false; }

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
  size_t slot_;
  Dialect dialect_;

 private:
  void read(Rows& rows, int row, const Cell& raw, Batch& batch) const {
    if (rows.bad(row)) return;
    std::string_view cell = raw.view();
    if (dialect_ == Dialect::spreadsheet) cell = unwrap_spreadsheet(cell, field_.kind);
    if (cell.empty()) return missing(rows, row, raw);
    take(rows, row, cell, raw, batch);
  }
};

class Numbers final : public Column {
 public:
  Numbers(const Schema& schema, const BoundColumn& bound, size_t slot, Dialect dialect)
      : Column(schema, bound, slot, dialect), format_(field_, bound.unit) {}

 private:
  bool plain(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful) const override {
    if (field_.layout.wide) return false;
    plain_numbers(cells, rows, must, format_, store, careful);
    return true;
  }
  void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const override {
    cell = trimmed(cell);
    if (cell.empty()) return missing(rows, row, raw);
    __int128 n = 0;
    if (const auto fault = format_.parse(cell, n)) return reject(rows, row, *fault, raw, format_.expected(*fault));
    batch.set_number(index_, row, n);
  }

  NumberFormat format_;
};

class Choices final : public Column {
 public:
  Choices(const Schema& schema, const BoundColumn& bound, size_t slot, Dialect dialect)
      : Column(schema, bound, slot, dialect),
        words_(field_.kind == Kind::boolean ? Words::booleans() : Words::choices(field_)),
        code_(field_.kind == Kind::boolean ? RejectCode::bad_boolean : RejectCode::unknown_choice) {}

 private:
  bool plain(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful) const override {
    (field_.kind == Kind::boolean ? plain_booleans : plain_choices)(cells, rows, must, words_, store, careful);
    return true;
  }
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
  Sets(const Schema& schema, const BoundColumn& bound, size_t slot, Dialect dialect)
      : Column(schema, bound, slot, dialect), words_(Words::choices(field_)) {}

 private:
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
  void take(Rows& rows, int row, std::string_view cell, const Cell& raw, Batch& batch) const override {
    cell = trimmed(cell);
    if (cell.empty()) return missing(rows, row, raw);
    if (field_.kind == Kind::date) {
      if (const auto date = parse_date(cell)) return batch.set_date(index_, row, *date);
      return reject(rows, row, RejectCode::bad_date, raw);
    }
    if (const auto instant = parse_datetime(cell)) return batch.set_datetime(index_, row, *instant);
    reject(rows, row, RejectCode::bad_datetime, raw);
  }
};

class Texts final : public Column {
 public:
  using Column::Column;

  std::optional<std::string_view> text(const Rows& rows, int row) const override {
    std::string_view cell = rows.slot(slot_)[row].view();
    if (dialect_ == Dialect::spreadsheet) cell = unwrap_spreadsheet(cell, field_.kind);
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

std::string_view unwrap_spreadsheet(std::string_view cell, Kind kind) {
  constexpr std::string_view nbsp = "\u00A0";
  for (bool again = true; again;) {
    again = false;
    if (cell.starts_with('\t')) cell.remove_prefix(1), again = true;
    if (cell.ends_with('\t')) cell.remove_suffix(1), again = true;
    if (cell.starts_with(nbsp)) cell.remove_prefix(nbsp.size()), again = true;
    if (cell.ends_with(nbsp)) cell.remove_suffix(nbsp.size()), again = true;
  }
  if (cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"')) cell = cell.substr(2, cell.size() - 3);
  if (cell.starts_with('\'')) cell.remove_prefix(1);
  for (std::string_view nothing : {"—", "——", "/", "无"}) {
    if (trimmed(cell) == nothing && !(kind == Kind::boolean && nothing == "无")) return {};
  }
  return cell;
}

std::unique_ptr<ColumnReader> make_column_reader(const Schema& schema, const BoundColumn& bound, size_t slot, Dialect dialect) {
  switch (schema.fields[bound.field].kind) {
    case Kind::number: return std::make_unique<Numbers>(schema, bound, slot, dialect);
    case Kind::boolean:
    case Kind::choice: return std::make_unique<Choices>(schema, bound, slot, dialect);
    case Kind::set: return std::make_unique<Sets>(schema, bound, slot, dialect);
    case Kind::date:
    case Kind::datetime: return std::make_unique<Moments>(schema, bound, slot, dialect);
    case Kind::text: return std::make_unique<Texts>(schema, bound, slot, dialect);
  }
  return nullptr;
}

}  // namespace huice::batch
