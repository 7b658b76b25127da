// The cells of a CSV text, with their places in it (RFC 4180).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compiler/text/source.h"

namespace huice::program {

struct CsvCell {
  std::string text;  // without quotes and the blanks around it
  text::Span span;   // as it stands, quotes included
};
struct CsvRow {
  std::vector<CsvCell> cells;
  text::Span span;
};

/// Every line but empty ones.
std::vector<CsvRow> read_csv(const text::Source& source, text::SourceId id);

}  // namespace huice::program
