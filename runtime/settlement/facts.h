// A claim on its way through settlement, as the bytes that are sorted: in front what it is sorted by, behind what this stage and
// later ones need. Every stage has the digest of its own key in front, so that rows of a key stand together, in order; for a
// pool all rows are alike, and there is none:
//
//   digest of the key | 1 | time | measure | entity key | serial || number of the stage | digest, number of the next | … |
//   numbers of shares | day | category | amount | body
//
// The shares, the day and the category are there where a pool comes. A number that is the same for all is not. A payment of the
// ledger has 0 in place of 1, so it stands before the claims of its key: digest | 0 | day | run | measure | granted | entity key.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "runtime/settlement/claims.h"
#include "runtime/settlement/stages.h"

namespace huice::settlement {

/// What the engine knows of a claim. `digests` and `numbers` stand one for one with the stages of its body.
struct NewClaim {
  uint64_t serial = 0;        // ascending as rows come, with gaps
  uint32_t body = 0;
  int64_t time = no_time;
  int32_t day = 0;            // applicable date, days from 1970-01-01; 0 without one
  int64_t amount = 0;         // steps, above 0
  std::string_view key;       // the entity key, as append_key writes it
  uint16_t category = 0;
  const Hash128* digests = nullptr;
  const int64_t* numbers = nullptr;  // limits' amounts; of a body's shares behind them
};

/// Adds a cell to an entity key so that keys compare as their cells do, one after the other.
void append_key(std::string& key, std::string_view cell);

/// The cells of such a key, commas between them.
std::string key_cells(std::string_view key);

/// Keys of limits and choices: cells one after the other, then the year where it counts.
class KeyDigest {
 public:
  void clear() { bytes_.clear(); }
  void add(std::string_view cell) {
    const auto size = static_cast<uint32_t>(cell.size());
    bytes_.append(reinterpret_cast<const char*>(&size), sizeof size).append(cell);
  }
  void add_year(int32_t day);
  Hash128 value() const { return hash_128(bytes_); }

 private:
  std::string bytes_;
};

/// A record read back: what every stage asks for. Good as long as the record's bytes.
struct Facts {
  bool paid = false;          // of the ledger: no serial and body then
  std::array<uint64_t, 2> digest{};
  uint32_t measure = 0;
  int64_t amount = 0;
  uint64_t serial = 0;
  uint32_t body = 0;
  uint32_t visit = 0;         // of the body's
  std::string_view record;
};

class Codec {
 public:
  explicit Codec(const Stages& stages);
  /// For the claim's first stage: so many bytes, written there.
  uint32_t size(const NewClaim& claim) const { return size(claim.body, 0, claim.key.size()); }
  void write(char* record, const NewClaim& claim) const;
  void write_paid(std::string& record, const Hash128& digest, uint32_t measure, const Payment& payment) const;

  Facts read(std::string_view record, uint32_t stage) const;
  /// Whether these bytes, which came from elsewhere, are a claim at that stage.
  bool sound(std::string_view record, uint32_t stage) const;
  /// Writes another serial into a claim.
  void renumber(std::string& record, uint32_t stage, uint64_t serial) const;
  /// Of claims: what the rest of the record says.
  int64_t time(const Facts& facts) const;
  std::string_view key(const Facts& facts) const;
  /// The limit's amount at this stage.
  int64_t most(const Facts& facts) const;
  /// Only where a pool comes.
  int32_t day(const Facts& facts) const { return at<int32_t>(from_end(facts, day_end)); }
  uint16_t category(const Facts& facts) const { return at<uint16_t>(from_end(facts, category_end)); }
  int64_t part(const Facts& facts, size_t part) const { return at<int64_t>(from_end(facts, first_part_end + part * sizeof(int64_t))); }
  /// Of payments.
  struct Paid {
    int32_t day;
    uint64_t run;
    std::string_view key;     // as text
  };
  Paid paid(const Facts& facts) const;

  /// The same claim for its next stage, with what is left of its amount.
  uint32_t next_size(const Facts& facts) const;
  /// The first half of its digest then.
  uint64_t next_high(const Facts& facts) const;
  void write_next(char* record, const Facts& facts, int64_t amount) const;

 private:
  // How far before a record's end things begin.
  static constexpr size_t body_end = 4, amount_end = body_end + 8, category_end = amount_end + 2, day_end = category_end + 4, first_part_end = day_end + 8;
  /// At each stage that a body passes.
  struct Visited {
    bool pool = false;
    const Number* amount = nullptr;
    uint32_t tail = 0;         // how much stands behind the serial
    uint32_t digest_end = 0;   // while it is not in front
    uint32_t number_end = 0;
  };
  template <class T>
  static T at(const char* bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
  }
  static const char* from_end(const Facts& facts, size_t distance) { return facts.record.data() + facts.record.size() - distance; }
  uint32_t size(uint32_t body, size_t visit, size_t key_size) const;

  const Stages& stages_;
  std::vector<std::vector<Visited>> visits_;  // by body
};

}  // namespace huice::settlement
