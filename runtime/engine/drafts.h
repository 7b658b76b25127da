// Output that waits for settlement: the draft of each batch (decisions/row_writer.h), filled when all is settled.
#pragma once
#include <memory>
#include <vector>

#include "runtime/decisions/row_writer.h"
#include "runtime/settlement/book.h"
#include "runtime/spill/texts.h"

namespace huice::engine {

class Draft {
 public:
  Draft(spill::Room room, std::unique_ptr<decisions::RowWriter> rows) : chunks_(std::move(room)), rows_(std::move(rows)) {}
  /// In the order of the output.
  Outcome add(const decisions::RowWriter::Drafted& draft);
  /// Writes it all with what was granted, once. `book`: with a ledger.
  Outcome fill(const settlement::Settling& settling, const settlement::Book* book, int threads);

 private:
  class Filler;
  std::vector<size_t> tasks(const settlement::SerialParts& parts) const;

  spill::Texts chunks_;
  std::vector<uint64_t> serials_;  // one for one with the chunks
  std::unique_ptr<decisions::RowWriter> rows_;
};

}  // namespace huice::engine
