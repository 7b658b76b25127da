#include "runtime/engine/key_table.h"

#include <algorithm>
#include <cstring>

#include "base/digest.h"

namespace huice::engine {
namespace {

constexpr unsigned line_bits = 44;

bool in_bytes(const batch::Field& field) { return field.kind == batch::Kind::text || (field.kind == batch::Kind::number && field.layout.wide); }

}  // namespace

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
  rows_.push_back({hash.high, hash.low, uint64_t{place.file} << line_bits | place.line});
  slots_[slot] = row;
  if (rows_.size() * 4 > slots_.size() * 3) grow();
  return row;
}

void KeyTable::finish() {
  rows_.shrink_to_fit();
  for (Column& column : columns_) column.data.shrink_to_fit();
}

KeyTable::Place KeyTable::place(uint32_t row) const {
  const uint64_t packed = rows_[row].place;
  return {static_cast<uint32_t>(packed >> line_bits), packed & ((uint64_t{1} << line_bits) - 1)};
}

uint64_t KeyTable::store(const void* bytes, size_t size) {
  const uint64_t at = bytes_.size();
  const auto length = static_cast<uint32_t>(size);
  bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
  bytes_.append(static_cast<const char*>(bytes), size);
  return at;
}

void KeyTable::keep(const batch::Batch& batch, int row) {
  for (Column& column : columns_) {
    const uint32_t f = column.field;
    const bool known = batch.known(f, row);
    uint64_t cell = 0;
    switch (known ? schema_.fields[f].kind : batch::Kind::boolean) {
      case batch::Kind::number: {
        const __int128 n = batch.number(f, row);
        cell = in_bytes(schema_.fields[f]) ? store(&n, sizeof n) : static_cast<uint64_t>(n);
        break;
      }
      case batch::Kind::boolean: cell = known && batch.boolean(f, row); break;
      case batch::Kind::choice: cell = batch.choice(f, row); break;
      case batch::Kind::set: cell = batch.members(f, row).bits; break;
      case batch::Kind::date: cell = static_cast<uint64_t>(int64_t{batch.date(f, row).days}); break;
      case batch::Kind::datetime: cell = static_cast<uint64_t>(batch.datetime(f, row).seconds); break;
      case batch::Kind::text: cell = store(batch.text(f, row).data(), batch.text(f, row).size()); break;
    }
    column.data.push_back(cell);
    column.known.push_back(known);
  }
}

void KeyTable::copy(uint32_t row, uint32_t target, batch::Batch& into, uint32_t field, int at) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) { return column.field == target; });
  if (found == columns_.end() || !found->known[row]) return;
  const uint64_t cell = found->data[row];
  switch (schema_.fields[target].kind) {
    case batch::Kind::number: {
      __int128 n = static_cast<int64_t>(cell);
      if (in_bytes(schema_.fields[target])) std::memcpy(&n, bytes_.data() + cell + sizeof(uint32_t), sizeof n);
      return into.set_number(field, at, n);
    }
    case batch::Kind::boolean: return into.set_boolean(field, at, cell != 0);
    case batch::Kind::choice: return into.set_choice(field, at, static_cast<uint16_t>(cell));
    case batch::Kind::set: return into.set_members(field, at, MemberSet{cell});
    case batch::Kind::date: return into.set_date(field, at, Date{static_cast<int32_t>(static_cast<int64_t>(cell))});
    case batch::Kind::datetime: return into.set_datetime(field, at, DateTime{static_cast<int64_t>(cell)});
    case batch::Kind::text: {
      uint32_t length = 0;
      std::memcpy(&length, bytes_.data() + cell, sizeof length);
      return into.refer_text(field, at, {bytes_.data() + cell + sizeof length, length});
    }
  }
}

}  // namespace huice::engine
