#include "runtime/engine/kept.h"

#include <cstring>

#include "runtime/spill/bytes.h"

namespace huice::engine {

using batch::Kind;

bool kept_as_bytes(const batch::Field& field) { return field.kind == Kind::text || (field.kind == Kind::number && field.layout.wide); }

KeptCell kept_cell(const batch::Batch& batch, uint32_t f, int row, __int128& wide) {
  if (!batch.known(f, row)) return {};
  const batch::Field& field = batch.schema().fields[f];
  switch (field.kind) {
    case Kind::number:
      wide = batch.number(f, row);
      if (kept_as_bytes(field)) return {true, 0, {reinterpret_cast<const char*>(&wide), sizeof wide}};
      return {true, static_cast<uint64_t>(wide), {}};
    case Kind::boolean: return {true, batch.boolean(f, row), {}};
    case Kind::choice: return {true, batch.choice(f, row), {}};
    case Kind::set: return {true, batch.members(f, row).bits, {}};
    case Kind::date: return {true, static_cast<uint64_t>(int64_t{batch.date(f, row).days}), {}};
    case Kind::datetime: return {true, static_cast<uint64_t>(batch.datetime(f, row).seconds), {}};
    case Kind::text: return {true, 0, batch.text(f, row)};
  }
  return {};
}

void put_cell(const KeptCell& cell, const batch::Field& kept, batch::Batch& into, uint32_t field, int row) {
  if (!cell.known) return;
  switch (kept.kind) {
    case Kind::number: {
      __int128 n = static_cast<int64_t>(cell.plain);
      if (kept_as_bytes(kept)) std::memcpy(&n, cell.bytes.data(), sizeof n);
      return into.set_number(field, row, n);
    }
    case Kind::boolean: return into.set_boolean(field, row, cell.plain != 0);
    case Kind::choice: return into.set_choice(field, row, static_cast<uint16_t>(cell.plain));
    case Kind::set: return into.set_members(field, row, MemberSet{cell.plain});
    case Kind::date: return into.set_date(field, row, Date{static_cast<int32_t>(static_cast<int64_t>(cell.plain))});
    case Kind::datetime: return into.set_datetime(field, row, DateTime{static_cast<int64_t>(cell.plain)});
    case Kind::text: return into.refer_text(field, row, cell.bytes);
  }
}

void append_cell(std::string& out, const KeptCell& cell, const batch::Field& field) {
  out += cell.known ? '\1' : '\0';
  if (!cell.known) return;
  if (!kept_as_bytes(field)) return spill::put(out, cell.plain);
  spill::put(out, static_cast<uint32_t>(cell.bytes.size()));
  out.append(cell.bytes);
}

KeptCell take_cell(std::string_view& from, const batch::Field& field) {
  KeptCell cell;
  cell.known = spill::take<char>(from) != '\0';
  if (!cell.known) return cell;
  if (!kept_as_bytes(field)) {
    cell.plain = spill::take<uint64_t>(from);
    return cell;
  }
  const auto size = spill::take<uint32_t>(from);
  cell.bytes = from.substr(0, size);
  from.remove_prefix(size);
  return cell;
}

}  // namespace huice::engine
