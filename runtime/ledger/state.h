// What a Ledger is made of. Only .cpp files of this folder include it.
#pragma once
#include <optional>

#include "runtime/ledger/database.h"
#include "runtime/ledger/ledger.h"

namespace huice::ledger {

struct Ledger::State {
  std::unique_ptr<Database> database;
  Run adding;  // number 0: no run is being added
  std::optional<Statement> last, insert, line;
  std::string key, shares, fields, date;  // of the entry at hand

  /// `decision`: the run whose decision stands after it; 0: none.
  Outcome add(const Entry& entry, uint64_t decision);
};

/// The columns of `entries` in the order of the table, for read_entry.
inline constexpr const char* entry_columns =
    "measure, key, date, run, decision, version, computed, granted, paid, inputs, reasons, pool, charged, category, shares, "
    "fields";
/// False where the row is none that a ledger writes.
bool read_entry(const Statement& row, Entry& entry);

}  // namespace huice::ledger
