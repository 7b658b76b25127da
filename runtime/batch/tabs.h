// Text with TABs between its cells, as spreadsheets save "Unicode text" and as it comes from the clipboard → CSV.
#pragma once
#include <string>
#include <string_view>

namespace huice::batch {

/// Whether the beginning of a text has TABs for separators: some line has one between two cells, and none has commas alone.
bool separated_by_tabs(std::string_view beginning);

class Untabber {
 public:
  /// Appends the next piece of the text, cut anywhere, as CSV: lines stay lines, cells with commas or quotes get quotes.
  void add(std::string_view text, bool last, std::string& out);

 private:
  void end_cell(std::string& out);

  std::string cell_;                      // not yet written; of a quoted one nothing is kept back
  bool fresh_ = true;                     // nothing of the cell was read
  bool quoted_ = false, inside_ = false;  // it began with a quote; between quotes
};

}  // namespace huice::batch
