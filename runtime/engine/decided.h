// Decided values from a file (`--decisions`), put into the batches that lack them. A line that cannot be understood, that
// contradicts another or the data, or that no applicant takes is a failure that names it: nothing is lost.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/batch/from_csv.h"
#include "runtime/catalogue.h"
#include "runtime/engine/options.h"

namespace huice::engine {

class DecidedValues {
 public:
  /// Reads the whole file. `schema` is the bound one of the applicants' reader, and outlives this.
  static Result<std::unique_ptr<DecidedValues>> read(const Catalogue& catalogue, uint32_t entity, const batch::Schema& schema, const Options& options);

  /// The columns that a batch needs, beside those of the data.
  std::vector<bool> bound(std::vector<bool> bound) const;
  /// Puts the values into the rows of their keys.
  Outcome apply(batch::Batch& batch, const batch::Rows& rows);
  /// Once all rows were seen: whether every line found its applicant.
  Outcome finish() const;

  /// Who decided what of one applicant.
  struct Note {
    std::string field, decided_by, document;
  };
  std::vector<Note> notes(const batch::Batch& batch, int row) const;
  const batch::FileReport& file() const { return file_; }

 private:
  struct Line {
    uint32_t field = 0;
    uint64_t number = 0;          // in the file
    std::string measure, text;    // the value as written; empty: not decided yet
    std::string decided_by, document;
    bool used = false;
  };
  DecidedValues(const catalogue::Entity& entity, const batch::Schema& schema) : entity_(entity), schema_(schema) {}
  std::string key_of(const batch::Batch& batch, const std::vector<uint32_t>& fields, int row) const;
  Outcome add(const std::string& key, Line line);
  Outcome put(batch::Batch& batch, int row, const Line& line, const std::string& key) const;
  Failure at(uint64_t line, const std::string& en, const std::string& zh) const;

  const catalogue::Entity& entity_;
  const batch::Schema& schema_;
  batch::FileReport file_;
  std::vector<bool> fields_;  // that the file decides
  std::map<std::string, std::vector<Line>> lines_;  // by key
};

}  // namespace huice::engine
