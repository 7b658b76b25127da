// A run and its ledger: one transaction. Whatever was paid before is read and everything that this run pays is written while no
// other run can; the outputs lie ready aside before it is committed, and are put in place behind it.
#pragma once
#include <memory>
#include <string>

#include "runtime/engine/options.h"
#include "runtime/engine/report.h"
#include "runtime/engine/tracing.h"
#include "runtime/settlement/book.h"

namespace huice::engine {

class Recording {
 public:
  /// Null without a ledger. Fails (usage) where a measure cannot be recorded: it needs a date of its own and an entity key.
  static Result<std::unique_ptr<Recording>> open(const Catalogue& catalogue, const std::vector<uint32_t>& measures, const Options& options,
                                                 settlement::Settling& settling, const spill::Room& room);

  settlement::Book& book() { return book_; }
  /// When all rows are in the book: takes the ledger, finds the run there if it was recorded before, and hands on what counts.
  Outcome join(Report& report);
  /// After settlement: totals, and the entries of a new run.
  Outcome record(const settlement::Settling& settling, Report& report);
  Outcome commit();
  /// What the ledger had of the traced rows.
  Outcome tell(Tracing& tracing) const;

 private:
  Recording(const Catalogue& catalogue, const Options& options, settlement::Settling& settling, const spill::Room& room)
      : catalogue_(catalogue), options_(options), book_(catalogue, settling, room) {}
  Outcome identify(const Report& report);
  Outcome compare(const settlement::Settling& settling, Report& report) const;
  ledger::Entry entry_of(const settlement::Settling& settling, const settlement::Booked& row, const settlement::Known* known,
                         const std::vector<settlement::Reduction>& reductions) const;

  const Catalogue& catalogue_;
  const Options& options_;
  settlement::Book book_;
  std::unique_ptr<ledger::Ledger> ledger_;
  ledger::Run run_;
  uint64_t before_ = 0;   // number of the run, if it was recorded before
  bool again_ = false;
};

}  // namespace huice::engine
