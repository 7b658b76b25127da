// Decisions → Arrow columns: of wide ones a struct for each measure, as the results of huice_decide have it; of long ones a row for each
// line. A draft holds cells instead of columns, since what settlement takes adds reasons.
#pragma once
#include <array>
#include <span>

#include "runtime/catalogue.h"
#include "runtime/decisions/cells.h"
#include "runtime/decisions/options.h"
#include "runtime/decisions/row_writer.h"
#include "runtime/decisions/to_arrow.h"

namespace huice::decisions {

class ArrowRows final : public RowWriter {
 public:
  /// `keys`: the entity's key fields, as its data have them. `kept`: how many columns are copied through. The target outlives the rows, which are handed to it.
  ArrowRows(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, std::vector<batch::Field> keys, size_t kept, const OutputOptions& options,
            ArrowTarget& target);

  std::unique_ptr<RowWriter> another() const override { return std::make_unique<ArrowRows>(catalogue_, entity_, measures_, keys_, kept_, options_, target_); }
  Outcome begin() override { return target_.begin(); }
  uint64_t add(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) override;
  uint64_t add_draft(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) override;
  Drafted draft() const override { return {draft_.view(), holes_.empty() ? 0 : holes_.front().serial}; }
  Outcome fill(std::string_view draft, const GrantOf& grant) override;
  size_t size() const override { return static_cast<size_t>(table_.length) * row_bytes_; }
  Outcome write() override;
  void clear() override;

 private:
  static constexpr size_t seen_most = 64;
  /// A measure, and the reasons that rows of this chunk have had.
  struct Measure {
    const catalogue::Measure* words;
    arrow::Scaled scaled;
    int64_t steps;  // of settlement in a rounding unit
    bool few;       // conditions and inputs: rows with the same bits have the same reasons
    struct Seen {
      uint64_t bits = UINT64_MAX;
      uint32_t chunk = 0, reasons = 0;
    };
    std::array<Seen, seen_most> seen = {};
  };
  /// Where a claim's cells are, of those that wait.
  struct Waits {
    uint64_t serial;
    uint32_t cells, line, measure, body;
    int64_t amount;
    bool capped;
    size_t first_part, parts;  // of parts_
  };

  void choose_rows(const batch::Rows& rows, const std::vector<Decisions>& decided);
  void append_keys(const batch::Chunk& chunk, const batch::Batch& batch, arrow::Items& to) const;
  void take_all(const std::vector<Decisions>& decided, bool holes);
  void take(uint32_t cells, uint32_t measure, const Decisions& decided, std::span<const int> rows, bool holes);
  void take_reasons(uint32_t* reasons, Measure& measure, const Decisions& decided, std::span<const int> rows);
  uint32_t reasons_of(Measure& measure, const Decisions& decided, int row);
  void settle(const Hole& hole, uint32_t line, Cells& cells, const Grant& grant);
  void build();
  void build_long(const Cells& cells, size_t child);

  const Catalogue& catalogue_;
  uint32_t entity_;
  std::vector<uint32_t> measures_;
  std::vector<batch::Field> keys_;
  size_t kept_;
  const OutputOptions& options_;
  ArrowTarget& target_;
  const catalogue::Entity& words_;
  std::vector<Measure> of_;      // one for one with the measures
  size_t row_bytes_;             // about
  bool only_[status_count] = {};

  arrow::Items table_;
  std::vector<int> rows_;        // of the chunk: those that are written; of long ones a row for each line
  std::vector<Cells> cells_;     // of wide ones for each measure
  ReasonLists reasons_;
  uint32_t chunk_ = 0;
  std::string text_;             // scratch
  TextBuffer draft_;
  arrow::Items draft_keys_;
  std::vector<Waits> holes_;
  std::vector<int64_t> parts_;
};

}  // namespace huice::decisions
