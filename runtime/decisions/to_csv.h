// Decisions → CSV lines, wide (a line a row) or long (a line a row and measure). The columns follow from the program and the
// options alone, never from data or language.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/text_buffer.h"
#include "runtime/batch/batch.h"
#include "runtime/batch/from_csv.h"
#include "runtime/catalogue.h"
#include "runtime/decisions/decisions.h"
#include "runtime/decisions/holes.h"
#include "runtime/decisions/options.h"
#include "runtime/decisions/output_columns.h"
#include "runtime/ledger/entry.h"

namespace huice::decisions {

class CsvFormat {
 public:
  /// `keep`: headers of the input columns that are copied through.
  CsvFormat(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, std::vector<std::string> keep, OutputOptions options);

  std::string header() const;
  /// Appends the lines of every row that is not bad and that `only` lets through; gives how many lines. `decisions[i]` belongs
  /// to the ith measure. `marks`: what is appended is a draft, where claims wait for settlement and much else is short; without
  /// it nothing is taken from claims.
  uint64_t append(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks = nullptr);
  /// What marks of a draft stand for: a phrase; a hole with what was granted in the end, or with what a ledger recorded.
  void append_phrase(TextBuffer& out, uint32_t column, uint8_t code) const;
  void append_grant(TextBuffer& out, const Hole& hole, int64_t granted, std::string_view reductions) const;
  void append_recorded(TextBuffer& out, const Hole& hole, const ledger::Entry& entry) const;
  /// Steps of settlement in one rounding unit of a column's measure.
  int64_t steps(uint32_t column) const { return columns_[column].steps; }

 private:
  struct Column {
    uint32_t measure = 0;
    bool amount = false, ceiling = false;
    int64_t factor = 0;  // amount · factor counts 10^-digits yuan; 0: not whole, take the slow way
    int digits = 2;
    int64_t steps = 1;   // of settlement, in the measure's rounding unit
    char after = '\n';   // its cells
    std::string title;   // long: the cell that names the measure
    std::optional<Phrases> phrases;  // wide
  };
  struct Block;
  void append_amount(TextBuffer& out, const Column& column, int64_t amount) const;
  template <class Amount>
  void append_shares(TextBuffer& out, const Column& column, const Amount& amount_of) const;
  void append_amounts(TextBuffer& out, const Column& column, int64_t computed, int64_t granted) const;
  void append_keys(const batch::Chunk& chunk, const batch::Batch& batch, int row);
  /// Of one measure and row, with what stands behind them.
  void append_cells(TextBuffer& out, uint32_t column, const Decisions& d, int row, Marks* marks);
  uint64_t append_long(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks);
  uint64_t append_wide(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks);
  bool one_text(const batch::Batch& batch) const;
  char* put_keys(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, int row, size_t room);
  void begin_block(Block& block, const std::vector<Decisions>& decisions, int first, int count);
  uint64_t wanted_rows(const batch::Rows& rows, const std::vector<Decisions>& decisions, int first, int count) const;
  void append_row(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks, int row,
                  const huice_text* key, const Block& block);
  bool wanted(Status status) const { return options_.only.empty() || only_[static_cast<size_t>(status)]; }

  const Catalogue& catalogue_;
  const catalogue::Entity& entity_;
  std::vector<OutputColumn> outlines_;
  std::vector<Column> columns_;
  std::vector<std::string> keep_;
  OutputOptions options_;
  bool only_[status_count] = {};
  std::string status_[status_count];
  std::string keys_, cell_;           // scratch
};

}  // namespace huice::decisions
