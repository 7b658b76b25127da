// Output that waits for settlement: the draft of each batch (decisions/holes.h), filled when all is settled.
#pragma once
#include <string>
#include <vector>

#include "runtime/decisions/target.h"
#include "runtime/decisions/to_csv.h"
#include "runtime/settlement/book.h"
#include "runtime/spill/texts.h"

namespace huice::engine {

class Draft {
 public:
  Draft(spill::Room room, decisions::CsvFormat format) : chunks_(std::move(room)), format_(std::move(format)) {}
  /// In the order of the output. `serial`: of its first hole; 0: there is none.
  Outcome add(std::string_view draft, uint64_t serial);
  /// Writes it all with what was granted, once. `book`: with a ledger.
  Outcome fill(const settlement::Settling& settling, const settlement::Book* book, decisions::Target& target, int threads);

 private:
  class Filler;
  std::vector<size_t> tasks(const settlement::SerialParts& parts) const;

  spill::Texts chunks_;
  std::vector<uint64_t> serials_;  // one for one with the chunks
  decisions::CsvFormat format_;
};

}  // namespace huice::engine
