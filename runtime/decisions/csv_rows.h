// Decisions → CSV lines, as rows of the output.
#pragma once
#include "runtime/decisions/row_writer.h"
#include "runtime/decisions/target.h"
#include "runtime/decisions/to_csv.h"

namespace huice::decisions {

class CsvRows final : public RowWriter {
 public:
  /// The target outlives the rows, which are handed to it.
  CsvRows(CsvFormat format, Target& target) : format_(std::move(format)), target_(target) {}

  std::unique_ptr<RowWriter> another() const override { return std::make_unique<CsvRows>(format_, target_); }
  Outcome begin() override { return target_.write(format_.header()); }
  uint64_t add(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) override {
    return format_.append(text_, chunk, batch, decided);
  }
  uint64_t add_draft(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) override;
  Drafted draft() const override { return {draft_.view(), marks_.first()}; }
  Outcome fill(std::string_view draft, const GrantOf& grant) override;
  size_t size() const override { return text_.size(); }
  Outcome write() override;
  void clear() override { text_.clear(); }

 private:
  CsvFormat format_;
  Target& target_;
  TextBuffer text_, draft_;
  Marks marks_;  // of the draft
};

}  // namespace huice::decisions
