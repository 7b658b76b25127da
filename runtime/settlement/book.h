// The claims of a run that has a ledger, in the order of serials, and what the ledger says of their lines already: the same row
// again keeps its recorded grant, a row whose inputs have changed is settled anew, everything else that was paid counts as paid.
//
//   add claims → join with the ledger (hands claims and payments on to settlement) → each claim with what is known of it
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/ledger/ledger.h"
#include "runtime/settlement/settling.h"
#include "runtime/spill/sorter.h"

namespace huice::settlement {

/// A row of a measure that pays, whatever its status, as the ledger will know it.
struct Booked {
  uint64_t serial = 0;
  uint32_t body = 0;                  // of rows that are not eligible: any of the measure's
  bool eligible = false;
  int32_t day = 0;                    // applicable date
  int64_t amount = 0;                 // computed, in steps; 0 unless eligible
  bool capped = false;
  uint16_t category = 0;
  Hash128 inputs{};                   // of all that the measure reads
  std::string place;                  // `a.csv:12`
  std::vector<std::string> key;       // cells of the entity's key fields
  std::vector<ledger::Field> fields;  // what settlement looks at
  std::vector<int64_t> parts;         // numbers of shares that differ from row to row
};

/// What the ledger says of a booked row's line.
struct Known {
  bool recorded = false;              // the same row: its entry stands; else its inputs have changed
  ledger::Entry entry;
};

/// `xxh3:` and 32 hex digits.
std::string digest_text(const Hash128& hash);

/// Known rows by serial; those of earlier serials are passed over.
class KnownRows {
 public:
  explicit KnownRows(SerialReader reader) : reader_(std::move(reader)) {}
  /// Null: the ledger has none.
  Result<const Known*> of(uint64_t serial);

 private:
  SerialReader reader_;
  std::optional<Known> current_;
};

class Book {
 public:
  Book(const Catalogue& catalogue, Settling& settling, spill::Room room);
  /// `claim`: what settlement gets unless the ledger knows the row; null: nothing.
  Outcome add(const Booked& row, const NewClaim* claim);
  /// Fails where two rows have one line. `before`: only what runs of smaller numbers recorded counts (0: all). `redecide`: the
  /// rows that the ledger has are settled once more, the same or not, and no others.
  Outcome join(const ledger::Ledger& ledger, uint64_t before, bool redecide);
  /// After join(): every row in the order of serials.
  Outcome each(const std::function<Outcome(const Booked&, const Known*)>& visit) const;
  /// By any thread.
  KnownRows known() const { return KnownRows(SerialReader(known_, serial_parts_, room_.memory / 4)); }

 private:
  Outcome match(bool redecide);
  Outcome pay(const ledger::Ledger& ledger, uint64_t before);
  Failure twice(std::string_view one, std::string_view other) const;

  const Catalogue& catalogue_;
  Settling& settling_;
  spill::Room room_;
  std::unique_ptr<spill::TempFile> file_;
  std::string buffer_;
  uint64_t rows_ = 0;
  spill::Sorter lines_;     // rows and ledger lines by the digest of their line
  spill::Sorter matched_;   // ledger line → row
  Store store_;
  uint64_t last_ = 0;       // serial
  SerialParts serial_parts_;
  spill::Parts known_;      // row → entry
};

}  // namespace huice::settlement
