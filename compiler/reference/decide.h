// The reference evaluator: decides one row straight from the typed rules, with exact rationals, written to be obviously
// right. It is the oracle for machine code, the fallback where code cannot be compiled, and what `explain` traces.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/rules/rules.h"
#include "runtime/batch/schema.h"
#include "runtime/catalogue.h"
#include "runtime/engine/kernel.h"

namespace huice::reference {

/// A known value: number (base units), boolean, text, date, datetime, period, choice code, set.
using Value = std::variant<Rational, bool, std::string, Date, DateTime, Period, uint16_t, MemberSet>;

/// One applicant: the entity's fields in order, empty where missing.
struct Row {
  std::vector<std::optional<Value>> fields;
  std::optional<Date> as_of;
};

/// The decision for one applicant and one measure; bit positions as in huice::catalogue::Measure.
struct Decision {
  Status status = Status::not_in_force;
  int64_t amount = 0;               // in rounding units, when eligible
  std::optional<int64_t> ceiling;   // in rounding units, when referred
  uint16_t error = 0;
  bool capped = false;
  std::vector<bool> failed;         // by condition
  std::vector<bool> missing;        // by input
  friend bool operator==(const Decision&, const Decision&) = default;
};

/// What happened on the way to a decision, for `explain`; see trace.h.
struct Trace;

Decision decide(const rules::Program& program, rules::MeasureId measure, const catalogue::Measure& words, const Row& row,
                Trace* trace = nullptr);

/// Of a body without versions.
Decision decide(const rules::Program& program, const rules::Measure& body, const catalogue::Measure& words, const Row& row);

/// The same behind the engine's door; `schema` gives the layouts of the batch's columns.
std::unique_ptr<engine::Kernel> make_kernel(const rules::Program& program, const rules::Measure& body, const batch::Schema& schema);
std::unique_ptr<engine::Kernel> make_kernel(const rules::Program& program, rules::MeasureId measure, const catalogue::Measure& words,
                                            const batch::Schema& schema);

/// Of an aggregate's members; the kernel keeps `rows`.
std::unique_ptr<engine::Kernel> make_member_kernel(const rules::Program& program, const rules::Measure& rows, const batch::Schema& schema);

}  // namespace huice::reference
