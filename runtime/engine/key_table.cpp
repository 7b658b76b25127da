#include "runtime/engine/key_table.h"

#include <algorithm>
#include <cstring>

namespace huice::engine {

namespace {

/// Keys that are looked for together: so many lines of memory are on their way at once.
constexpr int at_once = 32;

uint32_t tag_of(Hash128 key) { return static_cast<uint32_t>(key.high); }

}  // namespace

KeyTable::KeyTable(const batch::Schema& schema, std::vector<uint32_t> columns) : schema_(schema), slots_(1024) {
  for (uint32_t field : columns) columns_.push_back({field, {}, {}});
}

size_t KeyTable::slot_of(Hash128 key) const {
  const size_t mask = slots_.size() - 1;
  for (size_t at = key.low & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.row == none) return at;
    if (slot.tag == tag_of(key) && rows_[slot.row].high == key.high && rows_[slot.row].low == key.low) return at;
  }
}

/// Rows in their order, so that only slots are all over the place.
void KeyTable::grow() {
  std::vector<Slot>(slots_.size() * 2).swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (uint32_t row = 0; row < rows_.size(); ++row) {
    if (row + at_once < rows_.size()) prefetch(key(row + at_once));
    size_t at = rows_[row].low & mask;
    while (slots_[at].row != none) at = (at + 1) & mask;
    slots_[at] = {tag_of(key(row)), row};
  }
}

void KeyTable::find(const batch::Batch& batch, uint32_t field, int count, std::vector<uint32_t>& found) const {
  found.assign(static_cast<size_t>(count), none);
  Hash128 keys[at_once];
  for (int begin = 0; begin < count; begin += at_once) {
    const int end = std::min(begin + at_once, count);
    for (int row = begin; row < end; ++row) {
      if (!batch.known(field, row)) continue;
      keys[row - begin] = hash_128(batch.text(field, row));
      prefetch(keys[row - begin]);
    }
    for (int row = begin; row < end; ++row) {
      if (!batch.known(field, row)) continue;
      const Slot& slot = slots_[keys[row - begin].low & (slots_.size() - 1)];
      if (slot.row != none) __builtin_prefetch(&rows_[slot.row]);
    }
    for (int row = begin; row < end; ++row) {
      if (batch.known(field, row)) found[static_cast<size_t>(row)] = find(keys[row - begin]);
    }
  }
}

uint32_t KeyTable::add(Hash128 key, Place place, bool& added) {
  const size_t at = slot_of(key);
  added = slots_[at].row == none;
  if (!added) return slots_[at].row;
  const auto row = static_cast<uint32_t>(rows_.size());
  rows_.push_back({key.high, key.low, place.packed()});
  slots_[at] = {tag_of(key), row};
  if (rows_.size() * 2 > slots_.size()) grow();
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
  uint64_t size = rows_.capacity() * sizeof(Row) + slots_.capacity() * sizeof(Slot) + bytes_.capacity() + later_.capacity() * sizeof later_[0];
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
