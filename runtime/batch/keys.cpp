#include "runtime/batch/keys.h"

#include "base/digest.h"
#include "runtime/batch/cell_text.h"

namespace huice::batch {

KeyCheck::Slot& KeyCheck::find(uint64_t high, uint64_t low) {
  const size_t mask = slots_.size() - 1;
  size_t at = low & mask;
  while (slots_[at].line != 0 && (slots_[at].high != high || slots_[at].low != low)) at = (at + 1) & mask;
  return slots_[at];
}

void KeyCheck::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.line != 0) find(slot.high, slot.low) = slot;
  }
}

void KeyCheck::check(Rows& rows, Batch& batch, uint32_t file, const std::vector<std::string>& paths, int key_column) {
  std::string key;
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    key.clear();
    for (uint32_t field : keys_) {
      const size_t before = key.size();
      append_cell(key, batch, field, row);
      key += '\0';
      key += std::to_string(key.size() - before);  // so that no two lists of cells look alike
      key += '\0';
    }
    const Hash128 hash = hash_128(key);
    Slot& slot = find(hash.high, hash.low);
    if (slot.line == 0) {
      slot = {hash.high, hash.low, rows.place(row).line, file};
      if (++used_ * 2 > slots_.size()) grow();
      continue;
    }
    std::string value, where = (slot.file == file ? "" : paths[slot.file] + ":") + std::to_string(slot.line);
    for (uint32_t field : keys_) {
      if (!value.empty()) value += ',';
      append_cell(value, batch, field, row);
    }
    rows.reject({row, RejectCode::duplicate_key, key_column, std::move(value), std::move(where)});
  }
}

}  // namespace huice::batch
