#include "runtime/batch/batch.h"

#include <cassert>
#include <cstring>
#include <deque>
#include <new>

namespace huice::batch {
namespace {

constexpr std::align_val_t alignment{64};
constexpr size_t rows_max = HUICE_BATCH_ROWS;
constexpr size_t known_bytes = HUICE_BATCH_WORDS * sizeof(uint64_t);

/// What columns without data point to: missing in every row.
struct alignas(64) ZeroPage {
  unsigned char data[rows_max * sizeof(huice_text)];
  uint64_t known[HUICE_BATCH_WORDS];
};
const ZeroPage zero_page{};

size_t column_bytes(const Field& field) {
  switch (field.kind) {
    case Kind::number: return rows_max * (field.layout.wide ? sizeof(__int128) : sizeof(int64_t));
    case Kind::boolean: return known_bytes;
    case Kind::choice: return rows_max * sizeof(uint16_t);
    case Kind::date: return rows_max * sizeof(int32_t);
    case Kind::set: return rows_max * sizeof(uint64_t);
    case Kind::datetime: return rows_max * sizeof(int64_t);
    case Kind::text: return rows_max * sizeof(huice_text);
  }
  return 0;
}

void set_bit(uint64_t* words, int row) { words[row / 64] |= uint64_t{1} << (row % 64); }
void clear_bit(uint64_t* words, int row) { words[row / 64] &= ~(uint64_t{1} << (row % 64)); }
bool bit(const uint64_t* words, int row) { return (words[row / 64] >> (row % 64) & 1) != 0; }

template <class T>
T item(const huice_column& column, int row) {
  T value;
  std::memcpy(&value, static_cast<const char*>(column.data) + static_cast<size_t>(row) * sizeof(T), sizeof(T));
  return value;
}

}  // namespace

struct Batch::Storage {
  explicit Storage(size_t size) : bytes(static_cast<unsigned char*>(::operator new(size, alignment))), size(size) {
    std::memset(bytes, 0, size);
  }
  ~Storage() { ::operator delete(bytes, alignment); }
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  unsigned char* bytes;
  size_t size;
  std::vector<ColumnStore> columns;  // one per field; data null where unbound
  std::deque<std::string> texts;     // what set_text copied
};

void Batch::Deleter::operator()(Storage* storage) const { delete storage; }

Batch::Batch(const Schema& schema, const std::vector<bool>& bound) : schema_(&schema) {
  assert(bound.size() == schema.fields.size());
  size_t size = 0;
  for (size_t f = 0; f < bound.size(); ++f) {
    if (bound[f]) size += column_bytes(schema.fields[f]) + known_bytes;
  }
  storage_.reset(new Storage(size));
  storage_->columns.resize(bound.size());
  unsigned char* next = storage_->bytes;
  view_.assign(bound.size(), huice_column{zero_page.data, zero_page.known, 0});
  for (size_t f = 0; f < bound.size(); ++f) {
    if (!bound[f]) continue;
    ColumnStore& column = storage_->columns[f];
    column.data = next;
    next += column_bytes(schema.fields[f]);
    column.known = reinterpret_cast<uint64_t*>(next);
    next += known_bytes;
    column.magnitude = &view_[f].magnitude;
    view_[f].data = column.data;
    view_[f].known = column.known;
  }
}

void Batch::clear() {
  if (storage_->size > 0) std::memset(storage_->bytes, 0, storage_->size);
  for (huice_column& column : view_) column.magnitude = 0;
  storage_->texts.clear();
  rows_ = rows_before_ = 0;
}

void Batch::begin() {
  rows_before_ = rows_;
  rows_ = 0;
  for (huice_column& column : view_) column.magnitude = 0;
  storage_->texts.clear();
}

void Batch::clear_rows(uint32_t field, int from) {
  if (from >= rows_before_) return;
  const ColumnStore& column = storage_->columns[field];
  const auto first = static_cast<size_t>(from), last = static_cast<size_t>(rows_before_);
  const size_t first_word = (first + 63) / 64, last_word = (last + 63) / 64;
  const auto clear_words = [&](void* words) {
    if (first_word < last_word) std::memset(static_cast<uint64_t*>(words) + first_word, 0, (last_word - first_word) * sizeof(uint64_t));
  };
  clear_words(column.known);
  if (schema_->fields[field].kind == Kind::boolean) return clear_words(column.data);
  const size_t size = column_bytes(schema_->fields[field]) / rows_max;
  std::memset(static_cast<char*>(column.data) + first * size, 0, (last - first) * size);
}

ColumnStore Batch::column(uint32_t field, int from) {
  ColumnStore column = storage_->columns[field];
  column.data = static_cast<char*>(column.data) + column_bytes(schema_->fields[field]) / rows_max * static_cast<size_t>(from);
  if (schema_->fields[field].kind == Kind::boolean) column.data = static_cast<uint64_t*>(storage_->columns[field].data) + from / 64;
  column.known += from / 64;
  return column;
}
bool Batch::bound(uint32_t field) const { return storage_->columns[field].data != nullptr; }

void* Batch::cell(uint32_t field, int row, size_t size) {
  assert(bound(field) && row >= 0 && row < HUICE_BATCH_ROWS);
  set_bit(storage_->columns[field].known, row);
  return static_cast<char*>(storage_->columns[field].data) + static_cast<size_t>(row) * size;
}

void Batch::set_number(uint32_t field, int row, __int128 n) {
  const auto positive = n < 0 ? -static_cast<unsigned __int128>(n) : static_cast<unsigned __int128>(n);
  uint64_t& magnitude = view_[field].magnitude;
  magnitude = positive > INT64_MAX ? UINT64_MAX : magnitude | static_cast<uint64_t>(positive);
  if (schema_->fields[field].layout.wide) {
    std::memcpy(cell(field, row, sizeof n), &n, sizeof n);
  } else {
    const auto narrow = static_cast<int64_t>(n);
    std::memcpy(cell(field, row, sizeof narrow), &narrow, sizeof narrow);
  }
}

void Batch::set_boolean(uint32_t field, int row, bool value) {
  assert(bound(field));
  auto* words = static_cast<uint64_t*>(storage_->columns[field].data);
  if (value) {
    set_bit(words, row);
  } else {
    clear_bit(words, row);
  }
  set_bit(storage_->columns[field].known, row);
}

void Batch::set_choice(uint32_t field, int row, uint16_t code) { std::memcpy(cell(field, row, sizeof code), &code, sizeof code); }
void Batch::set_members(uint32_t field, int row, MemberSet value) {
  std::memcpy(cell(field, row, sizeof value.bits), &value.bits, sizeof value.bits);
}
void Batch::set_date(uint32_t field, int row, Date value) {
  std::memcpy(cell(field, row, sizeof value.days), &value.days, sizeof value.days);
}
void Batch::set_datetime(uint32_t field, int row, DateTime value) {
  std::memcpy(cell(field, row, sizeof value.seconds), &value.seconds, sizeof value.seconds);
}
void Batch::set_text(uint32_t field, int row, std::string_view value) {
  refer_text(field, row, storage_->texts.emplace_back(value));
}
void Batch::refer_text(uint32_t field, int row, std::string_view value) {
  const huice_text text{value.data(), value.size()};
  std::memcpy(cell(field, row, sizeof text), &text, sizeof text);
}

void Batch::clear_row(int row) {
  const auto r = static_cast<size_t>(row);
  for (size_t f = 0; f < view_.size(); ++f) {
    ColumnStore& column = storage_->columns[f];
    if (column.data == nullptr) continue;
    clear_bit(column.known, row);
    const Field& field = schema_->fields[f];
    if (field.kind == Kind::boolean) {
      clear_bit(static_cast<uint64_t*>(column.data), row);
    } else {
      const size_t size = column_bytes(field) / rows_max;
      std::memset(static_cast<char*>(column.data) + r * size, 0, size);
    }
  }
}

bool Batch::known(uint32_t field, int row) const { return bit(view_[field].known, row); }
__int128 Batch::number(uint32_t field, int row) const {
  if (!bound(field)) return 0;
  return schema_->fields[field].layout.wide ? item<__int128>(view_[field], row) : item<int64_t>(view_[field], row);
}
bool Batch::boolean(uint32_t field, int row) const { return bit(static_cast<const uint64_t*>(view_[field].data), row); }
uint16_t Batch::choice(uint32_t field, int row) const { return item<uint16_t>(view_[field], row); }
MemberSet Batch::members(uint32_t field, int row) const { return MemberSet{item<uint64_t>(view_[field], row)}; }
Date Batch::date(uint32_t field, int row) const { return Date{item<int32_t>(view_[field], row)}; }
DateTime Batch::datetime(uint32_t field, int row) const { return DateTime{item<int64_t>(view_[field], row)}; }
std::string_view Batch::text(uint32_t field, int row) const {
  const auto text = item<huice_text>(view_[field], row);
  return text.bytes == nullptr ? std::string_view() : std::string_view(text.bytes, text.size);
}

huice_batch Batch::view() const { return huice_batch{rows_, as_of_, view_.data()}; }

}  // namespace huice::batch
