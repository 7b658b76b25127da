// Payments made before there was a ledger, as people have them in CSV files: one row a payment.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/ledger_lines.h"
#include "compiler/program/program.h"
#include "runtime/batch/from_csv.h"

namespace huice::cli {

struct BadRow {
  std::string file;
  uint64_t line = 0;
  Bilingual why;
};
void sort_bad(std::vector<BadRow>& bad, const std::vector<batch::FileReport>& files);

struct Opening {
  PaymentLines rows;
  uint64_t lines = 0;                    // those that are not taken back
  int64_t paid = 0;                      // for them
  std::vector<BadRow> bad;               // by file and line
  std::vector<batch::FileReport> files;  // as they were read
  uint64_t rows_in = 0;
  bool exported = false;                                              // it has a column `decision`
  std::map<std::pair<std::string, std::string>, uint64_t> uncharged;  // measure and its pool: lines that name none
};

/// The entries to record, in the order of a ledger; `place` is the first row of each. Sums are good once nothing is bad.
using VisitOpening = std::function<Outcome(const ledger::Entry& entry, const PaymentRow& place)>;
Outcome each_opening(const Opening& opening, const VisitOpening& visit);

/// Fails where a file cannot be read, or lacks a column.
Result<Opening> read_opening(const program::Program& program, const std::vector<std::string>& files,
                             batch::InputOptions input);

}  // namespace huice::cli
