// What decides the rows of scenarios: the reference, or machine code as `huice run` and `huice assess` have it.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/program/program.h"
#include "compiler/reference/claims.h"

namespace huice::scenarios {

/// External parameters have the values that they have while it is asked.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual reference::Decision decide(rules::MeasureId measure, const reference::Row& row) = 0;
  /// The row's claim on a measure, from its decision.
  virtual std::optional<settlement::Claim> claim(const Catalogue& catalogue, const reference::Numbers& numbers, rules::MeasureId measure,
                                                 const reference::Row& row, uint64_t position) = 0;
  /// Sets the owner's columns of the aggregate. The members' rows are whole.
  virtual void fill(rules::AggregateId aggregate, const std::vector<reference::Row>& members, reference::Row& owner) = 0;
  /// Sets the columns of a group of a target's reach, from all rows.
  virtual void fill(rules::TargetId target, size_t reach, const std::vector<reference::Row>& rows, const GroupName& name, reference::Row& group) = 0;
  /// The first that could not be decided; then what was given back means nothing.
  virtual const std::optional<Failure>& failure() const = 0;
};

/// `program` must outlive them.
std::unique_ptr<Engine> reference_engine(const program::Program& program);
/// Each measure and aggregate is compiled once for all scenarios that give the same values to the external parameters it
/// reads. Never falls back on the reference: that would try nothing. `cache`: folder of compiled objects.
std::unique_ptr<Engine> machine_engine(const program::Program& program, std::optional<std::string> cache);

}  // namespace huice::scenarios
