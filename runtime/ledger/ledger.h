// A ledger: every payment of every run in one SQLite file (docs/ledger.md). Runs are only ever added, whole or not at all;
// a reversal adds counter-entries. One thread uses one Ledger; any number of processes may read while one writes.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/ledger/entry.h"

namespace huice::ledger {

/// The format that this program writes; it reads and brings up to date every older one.
inline constexpr int format = 1;

enum class Access : uint8_t { read, write };

/// Which entries a query gives; what is not set takes all.
struct Filter {
  std::optional<std::vector<std::string>> key;
  uint64_t run = 0;  // a number
};

class Ledger {
 public:
  /// `write` creates a file that is missing, for its owner alone (mode 0600); `read` fails then. Fails too when the file is
  /// no ledger, damaged, or of a newer format. `wait`: how many seconds a call waits for another process that writes.
  static Result<std::unique_ptr<Ledger>> open(const std::string& path, Access access, int wait = 60);
  /// Takes back what was begun and not committed.
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  const std::string& path() const;

  /// From here until `commit` (or the end of this object) no other process can write, and nothing that it reads changes.
  Outcome begin();
  /// After begin(): a new run; its number. Fails (exit usage) when there is one of that id.
  Result<uint64_t> add_run(const Run& run);
  /// An entry of the run added last. Quickest in the order of each_line. Fails when the run has an entry for the line
  /// already; `paid` that isn't `granted` less what the line was granted before is a fault of ours.
  Outcome add(const Entry& entry);
  /// Once this returns, the run is on disk and survives a loss of power.
  Outcome commit();

  Result<std::optional<Run>> find_run(std::string_view id) const;
  /// In the order in which they were recorded.
  Result<std::vector<Run>> runs() const;

  using Visit = std::function<Outcome(const Entry&)>;
  /// What stands for each line as the runs with a number below `before` left it (0: all but the one being added): its last
  /// entry, unless reversals took back all that it had. By measure, then key_text, by their bytes, then date; in constant
  /// memory. `visit` may call `add`.
  Outcome each_line(uint64_t before, const Visit& visit) const;
  /// The same of one line.
  Result<std::optional<Entry>> find_line(std::string_view measure, const std::vector<std::string>& key, int32_t date,
                                         uint64_t before = 0) const;
  /// Every entry that fits, by measure, key_text and date, then by run.
  Outcome each_entry(const Filter& filter, const Visit& visit) const;

  /// Takes run `id` back, in a transaction of its own: adds run `reversal` (its id empty: `ID-reversed`) with an entry for
  /// each of the run's that brings back what stood before it. Fails when that run is reversed already or is a
  /// reversal itself, and when a later run that isn't reversed has an entry for one of its lines (names it).
  Result<Run> reverse(std::string_view id, Run reversal);

 private:
  struct State;
  explicit Ledger(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huice::ledger
