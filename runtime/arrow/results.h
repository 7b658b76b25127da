// Decisions as an Arrow stream: a row for every row of the input, in its order. The columns, as docs/embedding.md says them:
//
//   the keys        utf8; int64 for whole numbers, date32 for dates
//   one for each measure, a struct, null where the row was rejected
//     status        dictionary<int8, utf8>
//     computed      decimal128(38, n), of measures that something settles
//     amount        decimal128(38, n), of measures that pay
//     ceiling       decimal128(38, n), of measures that pay and read decided fields
//     shares        struct of decimal128(38, n), of measures with shares
//     reasons       list<utf8>
//   rejected        struct of utf8: code, column, value, message_en, message_zh; null where the row was decided
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "runtime/arrow/block.h"
#include "runtime/arrow/build.h"
#include "runtime/arrow/decided_types.h"
#include "runtime/engine/sink.h"

namespace huice::arrow {

class Results final : public engine::Sink {
 public:
  /// `catalogue` outlives the results and their stream. `memory`: more bytes than that are a failure; 0: no limit.
  Results(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, const batch::Schema& schema, uint64_t memory);

  Outcome add(uint64_t item, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<decisions::Decisions>& decided) override;
  Outcome settle(const settlement::Settling& settling) override;
  /// What was taken from a claim. Asked along the rows, and in a row along its measures.
  using Taken = std::function<Result<const std::vector<settlement::Reduction>*>(uint64_t row, uint32_t measure, uint64_t serial)>;
  /// The same with claims that were settled elsewhere.
  Outcome settle(const settlement::Settling& settling, const Taken& taken);

  /// A row's decision on the mth measure, and why it was rejected instead. Before next().
  struct One {
    Status status = Status::not_in_force;
    std::optional<int64_t> computed, amount, ceiling;  // in the measure's rounding unit
    std::vector<std::pair<std::string, int64_t>> shares;
    std::string reasons;                               // `size;age`
  };
  One one(uint64_t row, size_t m) const;
  struct Rejected {
    int row = 0;
    std::string code, column, value;
    Bilingual message;
  };
  const Rejected* rejected(uint64_t row) const;
  const std::vector<uint32_t>& measures() const { return measures_; }

  /// Whether it was the limit that made it fail.
  bool over_memory() const { return over_memory_; }

  Shape shape() const;
  /// The next record batch; false: there are none left. What was given is forgotten.
  bool next(ArrowArray* out);

 private:
  /// Decisions of one chunk on one measure, by row; empty where the measure has no such thing.
  struct Column {
    std::span<uint8_t> status;
    std::span<unsigned char> decided, eligible, has_ceiling;
    std::span<int64_t> computed, amount, ceiling;  // in the measure's rounding unit
    std::span<uint32_t> reasons;                   // position in `texts`
    std::vector<std::string> texts{""};            // `size;age`
    std::vector<std::span<int64_t>> shares;        // by share, then row; no_share: none
    // While claims wait:
    std::span<uint64_t> serial;
    std::span<uint32_t> body;
    std::span<int64_t> parts;
    size_t width = 0;
  };
  /// Keys as text, or as numbers: whole ones and days.
  template <template <class> class Items>
  struct KeyOf {
    Items<char> bytes;
    Items<uint32_t> ends;
    Items<int64_t> numbers;
    Items<unsigned char> known;
  };
  template <class T>
  using Growing = std::vector<T>;
  template <class T>
  using Kept = std::span<T>;
  using Key = KeyOf<Kept>;
  struct Part {
    size_t rows = 0;
    Block block, claims;             // what spans point to; `claims` until they are settled
    std::vector<Key> keys;
    std::vector<Column> columns;
    std::vector<Rejected> rejected;  // by row
  };
  using Parts = std::vector<const Part*>;

  /// Where a row stands: its part, and the row in it.
  std::pair<const Part*, size_t> place(uint64_t row) const;
  KeyOf<Growing> read_key(uint32_t field, const batch::Chunk& chunk, const batch::Batch& batch) const;
  /// Room for these keys, and for decisions and claims of so many rows.
  void make_room(Part& part, const std::vector<KeyOf<Growing>>& keys, const std::vector<decisions::Decisions>& decided) const;
  static Key keep(const KeyOf<Growing>& key, Block& block);
  Column take(const decisions::Decisions& decided, size_t m, const batch::Rows& rows, Part& part) const;
  Rejected take(const batch::Fault& fault, const batch::Chunk& chunk) const;
  /// What is granted of one row's claim; reductions are named in `reasons`, `;` between them.
  void grant(Column& column, size_t m, size_t row, int64_t amount, const std::string& reasons) const;

  static size_t rows_of(const Parts& parts);
  Items key_items(const Parts& parts, size_t key) const;
  Items measure_items(const Parts& parts, size_t m) const;
  Items amount_items(const Parts& parts, size_t m, std::span<int64_t> Column::*amounts, std::span<unsigned char> Column::*known) const;
  Items share_items(const Parts& parts, size_t m) const;
  Items rejected_items(const Parts& parts) const;

  static constexpr int64_t no_share = INT64_MIN;
  static bool counts_days(const batch::Field& field) { return key_type(field) == KeyType::day; }
  static bool counts_whole(const batch::Field& field) { return key_type(field) == KeyType::whole; }

  const Catalogue& catalogue_;
  const catalogue::Entity& entity_;
  std::vector<uint32_t> measures_;
  std::vector<batch::Field> keys_;
  uint64_t memory_;
  std::mutex adding_;
  std::map<uint64_t, Part> parts_;  // by item
  uint64_t bytes_ = 0;
  bool over_memory_ = false;
  mutable Scratch scratch_;  // of next()
};

}  // namespace huice::arrow
