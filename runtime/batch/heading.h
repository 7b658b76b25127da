// Where a file's header stands: its first record. In the spreadsheet dialect titles may stand above it, it may have two rows (cells
// merged across), and units may stand above or below it.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/batch/binding.h"
#include "runtime/batch/pieces.h"
#include "runtime/batch/spreadsheet.h"

namespace huice::batch {

/// A row above the applicants, and what it was taken for.
struct HeadingNote {
  uint64_t line = 0;
  Bilingual what;
};

struct Heading {
  std::vector<std::string> headers;  // one for each column, with the unit that another row gives it: `营业收入（万元）`
  std::vector<std::string> records;  // the header's rows as they stand
  uint64_t last_line = 1;            // the applicants stand below it
  std::vector<HeadingNote> notes;    // empty where the first line is the header and nothing else is there
};

/// Reads the header and leaves `pieces` behind it.
Result<Heading> read_heading(PieceReader& pieces, const HeaderFields& fields, Dialect dialect, const std::string& file);

}  // namespace huice::batch
