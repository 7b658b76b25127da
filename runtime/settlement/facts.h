// A claim on its way through settlement, as the bytes that are sorted: in front what it is sorted by, behind what later steps
// need. Every step replaces the first 16 bytes by the digest of its own key, so that rows of a key stand together, in order:
//
//   digest of the key | 1 | time | measure | entity key | serial || digest and number of every stage | amount | day | category | body
//
// A payment of the ledger has 0 in place of 1, so it stands before the claims of its key: digest | 0 | day | run | measure |
// granted | entity key.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "runtime/settlement/claims.h"
#include "runtime/settlement/stages.h"

namespace huice::settlement {

/// What the engine knows of a claim. `digests` and `numbers` stand one for one with the stages of its body.
struct NewClaim {
  uint64_t serial = 0;        // ascending as rows come, from 1
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
  void add(std::string_view cell);
  void add_year(int32_t day);
  Hash128 value() const;

 private:
  std::string bytes_;
};

/// A record read back. Good as long as the record's bytes.
struct Facts {
  bool paid = false;          // of the ledger: then only digest, measure, amount, day, run and key (as text) are set
  std::string_view digest;    // 16 bytes
  uint32_t measure = 0;
  int64_t amount = 0;
  uint64_t serial = 0;
  uint32_t body = 0;
  int64_t time = no_time;
  int32_t day = 0;
  uint16_t category = 0;
  uint64_t run = 0;
  std::string_view key;
  std::string_view tail;      // digests and numbers

  int64_t number(size_t at) const;
};

class Codec {
 public:
  explicit Codec(const Stages& stages) : stages_(stages) {}
  /// For the claim's `at`th stage.
  void write(std::string& record, const NewClaim& claim, size_t at) const;
  void write_paid(std::string& record, const Hash128& digest, uint32_t measure, const Payment& payment) const;
  Facts read(std::string_view record) const;
  /// The same claim for another of its stages, with what is left of its amount.
  void forward(std::string& record, std::string_view from, const Facts& facts, size_t at, int64_t amount) const;

 private:
  const Stages& stages_;
};

}  // namespace huice::settlement
