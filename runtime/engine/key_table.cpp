#include "runtime/engine/key_table.h"

#include <algorithm>
#include <cstring>

namespace huice::engine {

KeyTable::KeyTable(const batch::Schema& schema, std::vector<uint32_t> columns) : schema_(schema), slots_(1024, none) {
  for (uint32_t field : columns) columns_.push_back({field, {}, {}});
}

size_t KeyTable::slot_of(uint64_t high, uint64_t low) const {
  const size_t mask = slots_.size() - 1;
  size_t at = low & mask;
  while (slots_[at] != none && (rows_[slots_[at]].high != high || rows_[slots_[at]].low != low)) at = (at + 1) & mask;
  return at;
}

void KeyTable::grow() {
  std::vector<uint32_t>(slots_.size() * 2, none).swap(slots_);
  for (uint32_t row = 0; row < rows_.size(); ++row) slots_[slot_of(rows_[row].high, rows_[row].low)] = row;
}

uint32_t KeyTable::find(std::string_view key) const {
  const Hash128 hash = hash_128(key);
  return slots_[slot_of(hash.high, hash.low)];
}

uint32_t KeyTable::add(std::string_view key, Place place, bool& added) {
  const Hash128 hash = hash_128(key);
  const size_t slot = slot_of(hash.high, hash.low);
  added = slots_[slot] == none;
  if (!added) return slots_[slot];
  const auto row = static_cast<uint32_t>(rows_.size());
  rows_.push_back({hash.high, hash.low, place.packed()});
  slots_[slot] = row;
  if (rows_.size() * 4 > slots_.size() * 3) grow();
  return row;
}

void KeyTable::finish() {
  rows_.shrink_to_fit();
  for (Column& column : columns_) column.data.shrink_to_fit();
}

Place KeyTable::place(uint32_t row) const { return Place::unpacked(rows_[row].place); }

std::vector<uint32_t> KeyTable::columns() const {
  std::vector<uint32_t> fields;
  for (const Column& column : columns_) fields.push_back(column.field);
  return fields;
}

uint64_t KeyTable::bytes() const {
  uint64_t size = rows_.capacity() * sizeof(Row) + slots_.capacity() * sizeof(uint32_t) + bytes_.capacity() + later_.capacity() * sizeof later_[0];
  for (const Column& column : columns_) size += column.data.capacity() * sizeof(uint64_t) + column.known.capacity() / 8;
  return size;
}

uint64_t KeyTable::store(std::string_view bytes) {
  const uint64_t at = bytes_.size();
  const auto length = static_cast<uint32_t>(bytes.size());
  bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
  bytes_.append(bytes);
  return at;
}

void KeyTable::keep(const batch::Batch& batch, int row) {
  for (Column& column : columns_) {
    __int128 wide = 0;
    const KeptCell cell = kept_cell(batch, column.field, row, wide);
    column.data.push_back(cell.known && kept_as_bytes(schema_.fields[column.field]) ? store(cell.bytes) : cell.plain);
    column.known.push_back(cell.known);
  }
}

KeptCell KeyTable::cell(const Column& column, uint32_t row) const {
  KeptCell cell{column.known[row], column.data[row], {}};
  if (!cell.known || !kept_as_bytes(schema_.fields[column.field])) return cell;
  uint32_t length = 0;
  std::memcpy(&length, bytes_.data() + cell.plain, sizeof length);
  cell.bytes = {bytes_.data() + cell.plain + sizeof length, length};
  return cell;
}

void KeyTable::copy(uint32_t row, uint32_t target, batch::Batch& into, uint32_t field, int at) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) { return column.field == target; });
  if (found != columns_.end()) put_cell(cell(*found, row), schema_.fields[target], into, field, at);
}

void KeyTable::append_kept(std::string& out, uint32_t row) const {
  for (const Column& column : columns_) append_cell(out, cell(column, row), schema_.fields[column.field]);
}

}  // namespace huice::engine
