// The rows of one entity by key: which there are, where each first stands, and the fields that others read through
// references. About 40 to 56 bytes a row, and 8 for each such field.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/huge_pages.h"
#include "runtime/batch/batch.h"
#include "runtime/engine/kept.h"

namespace huice::engine {

/// Digests of the first `count` texts in column `field` of a batch; of nothing where they are missing.
void hash_keys(const batch::Batch& batch, uint32_t field, int count, std::vector<Hash128>& keys);

class KeyTable {
 public:
  static constexpr uint32_t none = UINT32_MAX;

  /// `columns`: fields of the entity to keep.
  KeyTable(const batch::Schema& schema, std::vector<uint32_t> columns);

  uint32_t find(std::string_view key) const { return find(hash_128(key)); }
  /// The row of each of a batch's first texts in column `field`; `none` where it is missing or no key. `as_added`: most come in
  /// the order in which rows were added, as those do that were added.
  void find(const batch::Batch& batch, uint32_t field, int count, bool as_added, std::vector<uint32_t>& found) const;
  /// About so many rows will come: room for them at once, where it takes no more than so many bytes.
  void expect(uint64_t rows, uint64_t most_bytes);
  /// The key's row; `added` when it is new.
  uint32_t add(Hash128 key, Place place, bool& added);
  /// That key will be looked for soon. (Inlined in any case: GCC 12 drops calls that only fetch.)
  [[gnu::always_inline]] void prefetch(Hash128 key) const { __builtin_prefetch(&slots_[key.low & (slots_.size() - 1)]); }
  /// No more rows will come.
  void finish();
  Place place(uint32_t row) const;
  size_t size() const { return rows_.size(); }

  /// Keeps the columns of a row just added.
  void keep(const batch::Batch& batch, int row);
  /// Puts the kept field `target` of `row` into a cell of another batch.
  void copy(uint32_t row, uint32_t target, batch::Batch& into, uint32_t field, int at) const;
  const batch::Field& field(uint32_t target) const { return schema_.fields[target]; }

  /// For a table that has to go to disk: its memory, what it was made of, and later rows of its keys.
  uint64_t bytes() const;
  const batch::Schema& schema() const { return schema_; }
  std::vector<uint32_t> columns() const;
  Hash128 key(uint32_t row) const { return {rows_[row].high, rows_[row].low}; }
  void append_kept(std::string& out, uint32_t row) const;
  void add_later(Place later, Place first) { later_.emplace_back(later, first); }
  const std::vector<std::pair<Place, Place>>& later() const { return later_; }

 private:
  struct Row {
    uint64_t high, low;  // XXH3-128 of the key: two keys of one digest do not happen
    uint64_t place;      // packed
  };
  struct Column {
    uint32_t field;
    std::vector<uint64_t> data;  // texts and wide numbers: where they stand in `bytes_`
    std::vector<bool> known;
  };
  /// Of open addressing, at most half of them full. `tag`: bits of the key's digest, so that other keys are told apart here.
  struct Slot {
    uint32_t tag = 0, row = none;  // none: empty
  };
  KeptCell cell(const Column& column, uint32_t row) const;
  bool is(uint32_t row, Hash128 key) const { return rows_[row].high == key.high && rows_[row].low == key.low; }
  uint32_t find(Hash128 key) const { return slots_[slot_of(key, key.low)].row; }
  void find_as_added(const std::vector<Hash128>& keys, const uint64_t* known, std::vector<uint32_t>& found) const;
  void find_anywhere(const std::vector<Hash128>& keys, const uint64_t* known, std::vector<uint32_t>& found) const;
  size_t candidate(Hash128 key, size_t at) const;
  size_t slot_of(Hash128 key, size_t at) const;
  void grow(size_t slots);
  uint64_t store(std::string_view bytes);

  batch::Schema schema_;
  HugeVector<Row> rows_;
  HugeVector<Slot> slots_;
  std::vector<Column> columns_;
  std::string bytes_;
  std::vector<std::pair<Place, Place>> later_;
};

}  // namespace huice::engine
