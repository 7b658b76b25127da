// Decisions → CSV lines, wide (a line a row) or long (a line a row and measure). The columns follow from the program and the
// options alone, never from data or language.
#pragma once
#include <string>
#include <vector>

#include "base/text_buffer.h"
#include "runtime/batch/batch.h"
#include "runtime/batch/from_csv.h"
#include "runtime/catalogue.h"
#include "runtime/decisions/decisions.h"
#include "runtime/decisions/options.h"
#include "runtime/ledger/entry.h"

namespace huice::decisions {

/// A place in the text where a claim's grant is to stand: the cells from its computed amount to its reasons.
struct Hole {
  uint64_t serial = 0;
  size_t at = 0;               // in the text, which is without those cells
  uint32_t column = 0;         // of CsvFormat
  uint32_t body = 0;
  int64_t amount = 0;          // in the measure's rounding unit
  bool capped = false;
  std::vector<int64_t> parts;  // Claimed::parts
};

class CsvFormat {
 public:
  /// `keep`: headers of the input columns that are copied through.
  CsvFormat(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, std::vector<std::string> keep, OutputOptions options);

  std::string header() const;
  /// Appends the lines of every row that is not bad and that `only` lets through; gives how many lines. `decisions[i]` belongs
  /// to the ith measure. Where claims wait for settlement `holes` says so: their grants are left out, else nothing is taken
  /// from them.
  uint64_t append(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch,
                  const std::vector<Decisions>& decisions, std::vector<Hole>* holes = nullptr);
  /// The cells of a hole for what was granted in the end.
  void append_grant(std::string& out, const Hole& hole, int64_t granted, std::string_view reductions) const;
  /// For what a ledger recorded of the same row.
  void append_recorded(std::string& out, const Hole& hole, const ledger::Entry& entry) const;
  /// Steps of settlement in one rounding unit of a column's measure.
  int64_t steps(uint32_t column) const { return columns_[column].steps; }

 private:
  /// Of so many conditions, or inputs, at most, every list of reasons is made beforehand.
  static constexpr size_t few = 6;
  struct Column {
    uint32_t measure = 0;
    std::vector<std::string> failed, missing;  // reasons by bits; empty: there are too many
    size_t most = 0;                           // bytes of a row's cells, without its shares
    bool amount = false, ceiling = false;
    int64_t factor = 0;  // amount · factor counts 10^-digits yuan; 0: not whole, take the slow way
    int digits = 2;
    int64_t steps = 1;   // of settlement, in the measure's rounding unit
  };
  static void prepare(Column& column, const catalogue::Measure& measure, const catalogue::Entity& entity);
  void append_amount(std::string& out, const Column& column, int64_t amount) const;
  template <class Amount>
  void append_shares(std::string& out, const Column& column, const Amount& amount_of) const;
  void append_amounts(std::string& out, const Column& column, int64_t computed, int64_t granted) const;
  void append_status(std::string& out, Status status) const;
  void append_keys(const batch::Chunk& chunk, const batch::Batch& batch, int row);
  uint64_t append_long(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, std::vector<Hole>* holes, size_t before);
  uint64_t append_wide(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions,
                       std::vector<Hole>* holes);
  void append_cells(const Column& column, uint32_t m, const Decisions& d, int row, std::vector<Hole>* holes, size_t before);
  char* put_keys(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, int row);
  char* put_amount(char* at, const Column& column, int64_t amount);
  char* put_reasons(char* at, const Column& column, const Decisions& d, int row);
  char* put_cells(TextBuffer& out, char* at, uint32_t m, const Decisions& d, int row, std::vector<Hole>* holes);
  bool wanted(Status status) const { return options_.only.empty() || only_[static_cast<size_t>(status)]; }

  const Catalogue& catalogue_;
  const catalogue::Entity& entity_;
  std::vector<Column> columns_;
  std::vector<std::string> keep_;
  OutputOptions options_;
  bool only_[status_count] = {};
  std::string status_[status_count];  // a comma behind each
  size_t row_most_ = 0;               // bytes of a wide row without its keys
  std::string keys_, cell_, text_;    // scratch
  std::vector<std::string_view> key_cells_;
};

}  // namespace huice::decisions
