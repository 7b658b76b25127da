#include "runtime/engine/key_table.h"

#include <algorithm>
#include <cstring>

namespace huice::engine {

namespace {

/// So many keys further on memory is fetched.
constexpr size_t ahead = 16;

bool is_known(const uint64_t* known, size_t row) { return (known[row / 64] >> (row % 64) & 1) != 0; }
uint32_t tag_of(Hash128 key) { return static_cast<uint32_t>(key.high); }

}  // namespace

void hash_keys(const batch::Batch& batch, uint32_t field, int count, std::vector<Hash128>& keys) {
  const auto* const texts = static_cast<const huice_text*>(batch.view().columns[field].data);
  keys.resize(static_cast<size_t>(count));
  for (size_t row = 0; row < keys.size(); ++row) keys[row] = hash_128({texts[row].bytes, texts[row].size});
}

KeyTable::KeyTable(const batch::Schema& schema, std::vector<uint32_t> columns) : schema_(schema), slots_(1024) {
  for (uint32_t field : columns) columns_.push_back({field, {}, {}});
}

/// The first slot from `at` on that may be the key's: empty, or with its tag.
size_t KeyTable::candidate(Hash128 key, size_t at) const {
  const size_t mask = slots_.size() - 1;
  at &= mask;
  while (slots_[at].row != none && slots_[at].tag != tag_of(key)) at = (at + 1) & mask;
  return at;
}

size_t KeyTable::slot_of(Hash128 key, size_t at) const {
  for (;; ++at) {
    at = candidate(key, at);
    if (slots_[at].row == none || is(slots_[at].row, key)) return at;
  }
}

/// Rows in their order, so that only slots are all over the place.
void KeyTable::grow(size_t slots) {
  HugeVector<Slot>(slots).swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (uint32_t row = 0; row < rows_.size(); ++row) {
    if (row + ahead < rows_.size()) prefetch(key(row + ahead));
    size_t at = rows_[row].low & mask;
    while (slots_[at].row != none) at = (at + 1) & mask;
    slots_[at] = {tag_of(key(row)), row};
  }
}

void KeyTable::find(const batch::Batch& batch, uint32_t field, int count, bool as_added, std::vector<uint32_t>& found) const {
  found.assign(static_cast<size_t>(count), none);
  std::vector<Hash128> keys;
  hash_keys(batch, field, count, keys);
  const uint64_t* const known = batch.view().columns[field].known;
  if (as_added) {
    find_as_added(keys, known, found);
  } else {
    find_anywhere(keys, known, found);
  }
}

/// Where a row was found the next one stands behind it.
void KeyTable::find_as_added(const std::vector<Hash128>& keys, const uint64_t* known, std::vector<uint32_t>& found) const {
  uint32_t next = none;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!is_known(known, i)) continue;
    const uint32_t row = next < rows_.size() && is(next, keys[i]) ? next : find(keys[i]);
    found[i] = row;
    if (row != none) next = row + 1;
  }
}

/// Slots are fetched well before they are looked at, and so are the rows that they name.
void KeyTable::find_anywhere(const std::vector<Hash128>& keys, const uint64_t* known, std::vector<uint32_t>& found) const {
  size_t candidates[ahead];
  for (size_t i = 0; i < keys.size() + 2 * ahead; ++i) {
    if (i >= 2 * ahead && is_known(known, i - 2 * ahead)) {
      const size_t at = i - 2 * ahead;
      found[at] = slots_[slot_of(keys[at], candidates[at % ahead])].row;
    }
    if (i >= ahead && i < keys.size() + ahead) {
      const size_t at = i - ahead;
      candidates[at % ahead] = candidate(keys[at], keys[at].low);
      const uint32_t row = slots_[candidates[at % ahead]].row;
      if (row != none) __builtin_prefetch(&rows_[row]);
    }
    if (i < keys.size()) prefetch(keys[i]);
  }
}

void KeyTable::expect(uint64_t rows, uint64_t most_bytes) {
  size_t slots = slots_.size();
  while (slots < rows * 2 && slots * sizeof(Slot) < most_bytes) slots *= 2;
  const uint64_t some_more = rows + rows / 16;
  if (slots == slots_.size() || slots * sizeof(Slot) + some_more * sizeof(Row) > most_bytes) return;
  grow(slots);
  rows_.reserve(some_more);
}

uint32_t KeyTable::add(Hash128 key, Place place, bool& added) {
  const size_t at = slot_of(key, key.low);
  added = slots_[at].row == none;
  if (!added) return slots_[at].row;
  const auto row = static_cast<uint32_t>(rows_.size());
  rows_.push_back({key.high, key.low, place.packed()});
  slots_[at] = {tag_of(key), row};
  if (rows_.size() * 2 > slots_.size()) grow(slots_.size() * 2);
  return row;
}

void KeyTable::finish() {
  if (rows_.capacity() - rows_.size() > rows_.size() / 8) rows_.shrink_to_fit();
  for (Column& column : columns_) column.data.shrink_to_fit();
}

Place KeyTable::place(uint32_t row) const { return Place::unpacked(rows_[row].place); }

std::vector<uint32_t> KeyTable::columns() const {
  std::vector<uint32_t> fields;
  for (const Column& column : columns_) fields.push_back(column.field);
  return fields;
}

uint64_t KeyTable::bytes() const {
  uint64_t size = rows_.size() * sizeof(Row) + slots_.capacity() * sizeof(Slot) + bytes_.capacity() + later_.capacity() * sizeof later_[0];
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
