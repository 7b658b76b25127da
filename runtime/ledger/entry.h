// What a ledger holds: runs, and in each run the decision on each line. Amounts are whole fen.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huice::ledger {

/// `city` was given 1200 fen.
struct Share {
  std::string name;
  int64_t amount = 0;
  friend bool operator==(const Share&, const Share&) = default;
};

/// A field of the entity that a limit, choice or pool goes by, as canonical cell text: `uscc`, `91330200MA00000001`.
struct Field {
  std::string name, cell;
  friend bool operator==(const Field&, const Field&) = default;
};

/// What one run decided on one line: (measure, entity key, applicable date).
struct Entry {
  std::string measure, version;  // version: empty where the measure has none
  std::vector<std::string> key;  // canonical cell text of the entity's key fields
  int32_t date = 0;              // applicable date, days from 1970-01-01
  int64_t computed = 0, granted = 0;
  int64_t paid = 0;           // granted, less what the line was granted before
  std::string inputs;         // digest of what the measure read; empty: unknown (opening payments)
  std::string reasons;        // as in the output: `limit:uscc;pool:trade_in`
  std::string pool;           // empty: none
  int64_t charged = 0;        // what stands charged to the pool for the line, as `granted` is what stands granted
  std::string category;       // of the pool's quota; empty: none
  std::vector<Share> shares;  // of `granted`; names are unique
  std::vector<Field> fields;  // names are unique

  // Filled when read, ignored by Ledger::add.
  uint64_t run = 0;  // the run that recorded this entry
  uint64_t decision =
      0;  // the run whose decision stands after it: the same run, or, after a reversal, an earlier one; 0: none stands
};

/// The text by which a ledger stores and orders keys: the cells as one CSV record, `E1` or `E1,"a,b"`. No two keys share
/// one.
std::string key_text(const std::vector<std::string>& key);
/// The cells of such a text; false when it is none.
bool parse_key(std::string_view text, std::vector<std::string>& key);

enum class RunKind : uint8_t { run, opening, reversal };
/// `run`, `opening`, `reversal`; in Chinese 运行, 期初, 冲销.
std::string_view name(RunKind kind);
std::string_view label_zh(RunKind kind);

struct Input {
  std::string path, digest;
  friend bool operator==(const Input&, const Input&) = default;
};

struct Run {
  uint64_t number = 0;  // 1, 2, …: the order in which runs were recorded; given by the ledger
  std::string id;       // unique
  RunKind kind = RunKind::run;
  std::string reverses;           // the id of the run that this one takes back
  std::string program, compiler;  // digest of the program; version of Huice
  std::string as_of;              // `2024-11-01`; empty: none
  std::vector<Input> inputs;
  std::string recorded_at;  // `2026-11-22T09:30:00Z`; empty when added: now

  // Filled when read, ignored by Ledger::add_run.
  uint64_t entries = 0;
  int64_t paid = 0;         // sum of what its entries paid
  std::string reversed_by;  // the id of the run that took this one back
};

}  // namespace huice::ledger
