// Payments made before there was a ledger, as people have them in CSV files: one row a payment.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "compiler/program/program.h"
#include "runtime/batch/from_csv.h"
#include "runtime/ledger/entry.h"

namespace huice::cli {

/// What rows of one line come to, in the order of ledgers' lines.
struct OpeningLine {
  ledger::Entry entry;
  std::string file;  // of its first row
  uint64_t line = 0;
};
struct BadRow {
  std::string file;
  uint64_t line = 0;
  Bilingual why;
};
struct Opening {
  std::vector<OpeningLine> lines;
  std::vector<BadRow> bad;               // by file and line
  std::vector<batch::FileReport> files;  // as they were read
  uint64_t rows = 0;
  std::map<std::pair<std::string, std::string>, uint64_t> uncharged;  // measure and its pool: lines that name none
};

/// Fails where a file cannot be read, or lacks a column.
Result<Opening> read_opening(const program::Program& program, const std::vector<std::string>& files,
                             batch::InputOptions input);

}  // namespace huice::cli
