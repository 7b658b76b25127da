// Output that waits for settlement: what was written of each batch, with the places where grants stand.
#pragma once
#include <string>
#include <vector>

#include "runtime/decisions/target.h"
#include "runtime/engine/holes.h"
#include "runtime/settlement/book.h"
#include "runtime/spill/texts.h"

namespace huice::engine {

class Draft {
 public:
  Draft(spill::Room room, decisions::CsvFormat format) : chunks_(std::move(room)), format_(std::move(format)) {}
  /// In the order of the output.
  Outcome add(std::string_view text, const std::vector<decisions::Hole>& holes);
  /// Writes it all with what was granted, once. `book`: with a ledger.
  Outcome fill(const settlement::Settling& settling, const settlement::Book* book, decisions::Target& target, int threads);

 private:
  struct Chunk {
    size_t text = 0;            // so much is text, its holes stand behind
    uint64_t serial = 0;        // of the first hole; 0: none
  };
  class Filler;
  std::vector<size_t> tasks(const settlement::SerialParts& parts) const;

  spill::Texts chunks_;
  std::vector<Chunk> about_;    // one for one with the chunks
  decisions::CsvFormat format_;
  HoleWriter holes_;            // scratch
};

}  // namespace huice::engine
