// Tables of rows that do not fit in memory, joined by sorting: rows and questions sorted by key meet, the answers sorted by
// place come back in the order of the rows that asked (docs/decisions/spill.md).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "runtime/engine/kept.h"
#include "runtime/engine/key_table.h"
#include "runtime/spill/sorter.h"

namespace huice::engine {

/// How the memory of a run is divided.
struct Shares {
  spill::Room room;
  static constexpr size_t least = 1024;
  size_t part(uint64_t of, size_t users) const;
  uint64_t tables() const { return room.memory / 2; }                              // all tables in memory
  size_t filling(size_t users) const { return part(room.memory / 4, users); }      // sorters that a pass fills
  size_t joining() const { return part(room.memory / 8, 1); }                      // the sorter that a join fills
  size_t reading(size_t users) const { return part(room.memory / 8, users); }      // sorted records that are read
};

/// A key in records, 16 bytes; and in front of them a place, 8 bytes.
void put_key(std::string& out, Hash128 key);
void put_place(std::string& out, Place place);
inline constexpr size_t key_size = 16, place_size = 8;

/// Something about some rows of an entity, by place.
class Answers {
 public:
  explicit Answers(spill::SortedRecords records) : records_(std::move(records)) {}
  /// The next pass over the entity begins, or has ended.
  void begin(size_t memory);
  void end();
  /// A batch's rows; batches come in the order of their places.
  Outcome load(const std::vector<uint64_t>& places);
  /// Of a row of that batch, good until the next load.
  bool has(int row) const { return begins_[static_cast<size_t>(row)] != none; }
  std::string_view of(int row) const;

 private:
  static constexpr size_t none = SIZE_MAX;
  spill::SortedRecords records_;
  std::optional<spill::Merge> merge_;
  bool more_ = false;             // the merge has a record
  std::vector<size_t> begins_;    // in `text_`, behind 8 bytes of size
  std::string text_;
};

/// Rows of an entity by key: what KeyTable is in memory.
class SpilledTable {
 public:
  SpilledTable(const batch::Schema& schema, std::vector<uint32_t> columns, const Shares& shares);
  /// A table that has grown too large.
  Outcome take(const KeyTable& table);
  Outcome add(Hash128 key, Place place, std::string_view kept) { return add(*adding_, key, place, kept); }
  Outcome finish();
  bool finished() const { return later_.has_value(); }

  const batch::Field& field(uint32_t target) const { return schema_.fields[target]; }
  void append_kept(std::string& out, const batch::Batch& batch, int row) const;
  /// The kept field `target` of a row.
  KeptCell cell(std::string_view kept, uint32_t target) const;
  /// Later rows of a key, each with the place of the first.
  Answers& later() { return *later_; }

  /// Finds keys that are asked for in their order.
  class Search {
   public:
    Search(const SpilledTable& table, size_t memory) : merge_(table.rows_.read(memory)) {}
    Result<bool> find(std::string_view key);
    std::string_view place() const { return merge_.record().substr(key_size, place_size); }
    std::string_view kept() const { return merge_.record().substr(key_size + place_size); }

   private:
    spill::Merge merge_;
    bool begun_ = false, more_ = false;
  };

 private:
  Outcome add(spill::Sorter& sorter, Hash128 key, Place place, std::string_view kept);

  batch::Schema schema_;
  std::vector<uint32_t> columns_;
  const Shares* shares_;
  std::optional<spill::Sorter> adding_;
  spill::Sorter adding_later_;
  std::string record_;
  spill::SortedRecords rows_;  // key, place, kept cells; the first of a key counts
  std::optional<Answers> later_;
};

}  // namespace huice::engine
