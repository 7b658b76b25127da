#include "runtime/arrow/columns.h"

#include <cstring>
#include <limits>
#include <string_view>

#include "base/decimal.h"
#include "base/unicode/utf8.h"
#include "runtime/batch/numbers.h"

namespace huice::arrow {
namespace {

using batch::Batch;
using batch::RejectCode;
using batch::Rows;

constexpr size_t longest_cell = size_t{8} << 20;  // as long as a record of a file may be
constexpr int32_t first_day = -719162, last_day = 2932896;  // 0001-01-01, 9999-12-31
constexpr int64_t seconds_a_day = 86'400;

template <class T>
T item(const void* buffer, int64_t at) {
  T value;
  std::memcpy(&value, static_cast<const char*>(buffer) + static_cast<size_t>(at) * sizeof(T), sizeof(T));
  return value;
}

bool bit(const void* bits, int64_t at) { return (static_cast<const unsigned char*>(bits)[at / 8] >> (at % 8) & 1) != 0; }

bool valid(const ArrowArray& array, int64_t at) { return array.null_count == 0 || array.buffers[0] == nullptr || bit(array.buffers[0], at); }

int64_t integer(const void* items, int64_t at, int bytes, bool is_signed) {
  switch (bytes) {
    case 1: return is_signed ? item<int8_t>(items, at) : item<uint8_t>(items, at);
    case 2: return is_signed ? item<int16_t>(items, at) : item<uint16_t>(items, at);
    case 4: return is_signed ? int64_t{item<int32_t>(items, at)} : int64_t{item<uint32_t>(items, at)};
    default: return item<int64_t>(items, at);
  }
}

/// The column's array and where its first row stands in it, its own offset included.
struct Cells {
  const ArrowArray* array = nullptr;
  int64_t first = 0;
};

class Column : public batch::ColumnReader {
 public:
  Column(std::shared_ptr<const Table> table, const batch::Schema& schema, const batch::BoundColumn& bound)
      : table_(std::move(table)),
        field_(schema.fields[bound.field]),
        index_(bound.field),
        column_(bound.column),
        type_(table_->type(static_cast<size_t>(bound.column))) {}

  void read(Rows& rows, const batch::Cell*, Batch& batch, int from, int to) const override {
    if (from == 0) batch.clear_rows(index_, 0);
    if (rows.count() == 0) return;
    const Cells cells = this->cells(rows, 0);
    for (int row = from; row < to; ++row) {
      if (rows.bad(row)) continue;
      if (type_.kind == Kind::null || !valid(*cells.array, cells.first + row)) {
        missing(rows, row);
      } else {
        take(rows, row, *cells.array, cells.first + row, batch);
      }
    }
  }

 protected:
  /// One cell that is not null.
  virtual void take(Rows&, int, const ArrowArray&, int64_t, Batch&) const {}

  Cells cells(const Rows& rows, int row) const {
    uint64_t left = 0;
    const Table::Piece piece = table_->piece(rows.place(row).line - 1, left);
    const ArrowArray* array = piece.array->children[column_];
    return {array, piece.first + array->offset};
  }
  void missing(Rows& rows, int row) const {
    if (field_.key) reject(rows, row, RejectCode::missing_key, "");
    else if (field_.required) reject(rows, row, RejectCode::missing_required, "");
  }
  void reject(Rows& rows, int row, RejectCode code, std::string cell, std::string expected = {}) const {
    rows.reject({row, code, column_, std::move(cell), std::move(expected)});
  }

  std::shared_ptr<const Table> table_;
  const batch::Field& field_;
  uint32_t index_;
  int column_;
  const Type& type_;
};

class Numbers final : public Column {
 public:
  Numbers(std::shared_ptr<const Table> table, const batch::Schema& schema, const batch::BoundColumn& bound)
      : Column(std::move(table), schema, bound), format_(field_, bound.unit) {
    scale_ = type_.kind == Kind::decimal ? type_.scale : 0;
    const auto& plain = format_.plain();
    if (scale_ >= 0 && static_cast<size_t>(scale_) < plain.size()) plain_ = plain[static_cast<size_t>(scale_)];
  }

 private:
  void take(Rows& rows, int row, const ArrowArray& array, int64_t at, Batch& batch) const override {
    __int128 value = 0;
    if (!value_of(array.buffers[1], at, value)) return reject(rows, row, RejectCode::out_of_range, "", format_.expected(RejectCode::out_of_range));
    const auto size = value < 0 ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
    if (plain_.factor != 0 && size <= (value < 0 ? plain_.most_negative : plain_.most)) {
      return batch.set_number(index_, row, static_cast<int64_t>(value) * plain_.factor);
    }
    __int128 n = 0;
    const auto code = format_.take(value, scale_, n);
    if (!code) return batch.set_number(index_, row, n);
    std::string cell;
    append_decimal(cell, value, std::max(scale_, 0));
    reject(rows, row, *code, std::move(cell), format_.expected(*code));
  }

  /// False: it is larger than anything that a field may hold.
  bool value_of(const void* items, int64_t at, __int128& value) const {
    if (type_.kind == Kind::integer) {
      const int64_t number = integer(items, at, type_.bytes, type_.is_signed);
      value = type_.is_signed ? __int128{number} : __int128{static_cast<uint64_t>(number)};
      return true;
    }
    switch (type_.bytes) {
      case 4: value = item<int32_t>(items, at); return true;
      case 8: value = item<int64_t>(items, at); return true;
      case 16: value = item<__int128>(items, at); break;
      default: {
        value = item<__int128>(items, 2 * at);
        if (item<__int128>(items, 2 * at + 1) != (value < 0 ? -1 : 0)) return false;
      }
    }
    constexpr __int128 most = static_cast<__int128>(std::numeric_limits<unsigned __int128>::max() >> 2);
    return value <= most && value >= -most;
  }

  batch::NumberFormat format_;
  int scale_ = 0;
  batch::NumberFormat::Plain plain_;
};

class Booleans final : public Column {
 public:
  using Column::Column;

 private:
  void take(Rows&, int row, const ArrowArray& array, int64_t at, Batch& batch) const override {
    batch.set_boolean(index_, row, bit(array.buffers[1], at));
  }
};

class Dates final : public Column {
 public:
  using Column::Column;

 private:
  void take(Rows& rows, int row, const ArrowArray& array, int64_t at, Batch& batch) const override {
    const int64_t number = type_.kind == Kind::date ? item<int32_t>(array.buffers[1], at) : item<int64_t>(array.buffers[1], at);
    const int64_t ticks = type_.kind == Kind::date ? 1 : type_.kind == Kind::date_ms ? seconds_a_day * 1000 : seconds_a_day * type_.per_second;
    const int64_t day = number / ticks;
    if (number % ticks != 0 || day < first_day || day > last_day) return reject(rows, row, RejectCode::bad_date, std::to_string(number));
    batch.set_date(index_, row, Date{static_cast<int32_t>(day)});
  }
};

class Moments final : public Column {
 public:
  using Column::Column;

 private:
  void take(Rows& rows, int row, const ArrowArray& array, int64_t at, Batch& batch) const override {
    const int64_t number = item<int64_t>(array.buffers[1], at), seconds = number / type_.per_second;
    const bool outside = seconds < first_day * seconds_a_day || seconds >= (last_day + int64_t{1}) * seconds_a_day;
    if (number % type_.per_second != 0 || outside) return reject(rows, row, RejectCode::bad_datetime, std::to_string(number));
    batch.set_datetime(index_, row, DateTime{seconds});
  }
};

/// Texts are cells as in a file.
class Texts final : public Column {
 public:
  Texts(std::shared_ptr<const Table> table, const batch::Schema& schema, const batch::BoundColumn& bound, size_t slot)
      : Column(std::move(table), schema, bound), slot_(slot), cells_(batch::make_column_reader(schema, bound, {})) {}

  void read(Rows& rows, const batch::Cell*, Batch& batch, int from, int to) const override {
    if (rows.count() == 0) return batch.clear_rows(index_, 0);
    const Cells cells = this->cells(rows, 0);
    batch::Cell* slot = rows.slot(slot_);
    const bool checked = !type_.is_dictionary && type_.kind != Kind::text_view && whole(*cells.array, cells.first + from, to - from);
    for (int row = from; row < to; ++row) {
      slot[row] = {};  // of rejected rows too: others may ask for a key in them
      if (!valid(*cells.array, cells.first + row)) continue;
      std::string_view text;
      if (!text_of(*cells.array, cells.first + row, text) || text.size() > longest_cell) {
        reject(rows, row, RejectCode::too_long, "", std::to_string(longest_cell));
      } else if (checked ? !text.empty() && (text.front() & 0xC0) == 0x80 : !unicode::valid_utf8(text)) {
        reject(rows, row, RejectCode::undecodable, "", "UTF-8");
      } else if (!checked && text.find('\0') != std::string_view::npos) {
        reject(rows, row, RejectCode::nul_byte, "");
      } else {
        slot[row] = {text.data(), static_cast<uint32_t>(text.size())};
      }
    }
    cells_->read(rows, slot + from, batch, from, to);
  }

  std::optional<std::string_view> text(const batch::Cell& cell) const override { return cells_->text(cell); }

 private:
  /// Whether these cells together are UTF-8 without NULs; then only where they are parted may be wrong.
  bool whole(const ArrowArray& array, int64_t first, int rows) const {
    std::string_view one, last;
    if (!text_of(array, first, one) || !text_of(array, first + rows - 1, last) || last.data() < one.data() || one.data() == nullptr) return false;
    const std::string_view all(one.data(), static_cast<size_t>(last.data() - one.data()) + last.size());
    return unicode::valid_utf8(all) && std::memchr(all.data(), 0, all.size()) == nullptr;
  }

  /// False: there is no such text.
  bool text_of(const ArrowArray& array, int64_t at, std::string_view& text) const {
    if (!type_.is_dictionary) return plain_text(array, at, text);
    const int64_t index = integer(array.buffers[1], at, type_.index_bytes, type_.index_signed);
    const ArrowArray& words = *array.dictionary;
    if (index < 0 || index >= words.length) return false;
    if (!valid(words, words.offset + index)) return true;  // missing
    return plain_text(words, words.offset + index, text);
  }

  bool plain_text(const ArrowArray& array, int64_t at, std::string_view& text) const {
    if (type_.kind == Kind::text_view) return viewed_text(array, at, text);
    int64_t from = 0, to = 0;
    if (type_.kind == Kind::text) {
      from = item<int32_t>(array.buffers[1], at);
      to = item<int32_t>(array.buffers[1], at + 1);
    } else {
      from = item<int64_t>(array.buffers[1], at);
      to = item<int64_t>(array.buffers[1], at + 1);
    }
    if (from < 0 || to < from || (to > from && array.buffers[2] == nullptr)) return false;
    text = {static_cast<const char*>(array.buffers[2]) + from, static_cast<size_t>(to - from)};
    return true;
  }

  /// 16 bytes: the size, then the text up to 12 bytes, else its first 4, the buffer and the offset in it.
  static bool viewed_text(const ArrowArray& array, int64_t at, std::string_view& text) {
    const char* view = static_cast<const char*>(array.buffers[1]) + 16 * at;
    const auto size = item<int32_t>(view, 0);
    if (size < 0) return false;
    text = {view + 4, static_cast<size_t>(size)};
    if (size <= 12) return true;
    const auto buffer = item<int32_t>(view, 2), offset = item<int32_t>(view, 3);
    if (buffer < 0 || offset < 0 || 2 + int64_t{buffer} >= array.n_buffers - 1 || array.buffers[2 + buffer] == nullptr) return false;
    text = {static_cast<const char*>(array.buffers[2 + buffer]) + offset, static_cast<size_t>(size)};
    return true;
  }

  size_t slot_;
  std::unique_ptr<batch::ColumnReader> cells_;
};

}  // namespace

std::unique_ptr<batch::ColumnReader> make_column_reader(std::shared_ptr<const Table> table, const batch::Schema& schema, const batch::BoundColumn& bound,
                                                        size_t slot) {
  switch (table->type(static_cast<size_t>(bound.column)).kind) {
    case Kind::text:
    case Kind::large_text:
    case Kind::text_view: return std::make_unique<Texts>(std::move(table), schema, bound, slot);
    case Kind::integer:
    case Kind::decimal: return std::make_unique<Numbers>(std::move(table), schema, bound);
    case Kind::boolean: return std::make_unique<Booleans>(std::move(table), schema, bound);
    case Kind::date:
    case Kind::date_ms:
    case Kind::timestamp:
      if (schema.fields[bound.field].kind == batch::Kind::date) return std::make_unique<Dates>(std::move(table), schema, bound);
      return std::make_unique<Moments>(std::move(table), schema, bound);
    default: return std::make_unique<Column>(std::move(table), schema, bound);
  }
}

}  // namespace huice::arrow
