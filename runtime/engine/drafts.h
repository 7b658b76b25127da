// Output that waits for settlement: what was written of each batch, with the places where grants stand.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "runtime/decisions/target.h"
#include "runtime/decisions/to_csv.h"
#include "runtime/settlement/book.h"
#include "runtime/spill/temp_file.h"

namespace huice::engine {

class Draft {
 public:
  static Result<std::unique_ptr<Draft>> create(const std::string& folder, decisions::CsvFormat format);
  Outcome add(std::string_view text, const std::vector<decisions::Hole>& holes);
  /// Writes it all with what was granted. `known`: with a ledger.
  Outcome fill(const settlement::Settling& settling, settlement::Reductions& reductions, settlement::KnownRows* known, decisions::Target& target);

 private:
  Draft(std::unique_ptr<spill::TempFile> file, decisions::CsvFormat format) : file_(std::move(file)), format_(std::move(format)) {}
  Outcome fill(std::string_view chunk, const settlement::Settling& settling, settlement::Reductions& reductions, settlement::KnownRows* known,
               std::string& out);

  std::unique_ptr<spill::TempFile> file_;
  decisions::CsvFormat format_;
  std::vector<uint32_t> chunks_;  // their sizes
  std::string scratch_;
};

}  // namespace huice::engine
