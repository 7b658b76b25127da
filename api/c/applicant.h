// One applicant of one entity, on measures that need nothing from other rows: a batch of one row.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/c/compiled.h"
#include "api/c/errors.h"
#include "runtime/batch/columns.h"
#include "runtime/batch/numbers.h"
#include "runtime/decisions/decisions.h"

namespace huice::c {

/// Whether the measure needs rows of its own entity only, each by itself.
bool stands_alone(const Catalogue& catalogue, uint32_t measure);

class Applicant {
 public:
  /// `measures` stand alone and are of the entity. `compiled` outlives the applicant.
  Applicant(const Compiled& compiled, uint32_t entity, std::vector<uint32_t> measures);

  const Compiled& compiled() const { return compiled_; }
  void set_as_of(std::optional<Date> day) { batch_.set_as_of(day ? day->days : HUICE_NO_DATE); }
  uint32_t entity() const { return entity_; }
  const std::vector<uint32_t>& measures() const { return measures_; }
  const std::vector<batch::Field>& fields() const { return schema_.fields; }
  /// By name or label; stops, naming the closest.
  uint32_t field(std::string_view name) const;

  void clear();
  /// What is wrong with the cell, if it cannot be read: the field is missing then. Empty: missing.
  std::optional<batch::Fault> set_text(uint32_t field, std::string_view text);
  /// Stops where the field takes no numbers.
  std::optional<batch::Fault> set_number(uint32_t field, int64_t value, int32_t scale);
  /// Why it cannot be decided, if so: a required field is missing. A key may be missing: nobody asks for it.
  std::optional<batch::Fault> decide();
  const decisions::Decisions& decided(size_t measure) const { return decided_[measure]; }
  const batch::Batch& batch() const { return batch_; }
  const std::string& reasons(size_t measure);

 private:
  void missing(uint32_t field);

  const Compiled& compiled_;
  uint32_t entity_;
  std::vector<uint32_t> measures_;
  const batch::Schema& schema_;
  batch::Batch batch_;
  batch::Rows rows_;
  std::vector<std::unique_ptr<batch::ColumnReader>> readers_;           // by field; null: not in the data
  std::vector<std::optional<batch::NumberFormat>> formats_;             // by field, of numbers
  std::vector<std::string> texts_;                                      // by field: what its cell points to
  std::vector<std::shared_ptr<const engine::Kernel>> kernels_;          // by measure
  std::vector<decisions::Decisions> decided_;
  plan::Scan lists_;
  std::string reasons_;
};

/// Applicants that nobody uses just now, by entity: on all its measures that stand alone.
class ApplicantPool {
 public:
  std::unique_ptr<Applicant> take(uint32_t entity);
  void give_back(std::unique_ptr<Applicant> applicant);

 private:
  std::mutex mutex_;
  std::map<uint32_t, std::vector<std::unique_ptr<Applicant>>> idle_;
};

/// A fault in the words of its message.
Stop stop(const batch::Fault& fault, const batch::Field& field);

}  // namespace huice::c
