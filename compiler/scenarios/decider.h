// Who decides the rows of scenarios: the reference, or machine code as in a run.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "compiler/program/kernels.h"
#include "compiler/reference/decide.h"

namespace huice::scenarios {

/// A decision as it stands in the output; amounts in the measure's rounding units.
struct Decided {
  Status status = Status::not_in_force;
  std::optional<int64_t> amount, ceiling;
  std::vector<std::string> reasons;
};

/// Machine code of a program's measures. External parameters are constants in it, so it is made anew where a scenario gives
/// other values.
class Machine {
 public:
  Machine(const program::Program& program, program::KernelOptions options) : program_(program), make_(program::kernels_of(program, std::move(options))) {}

  /// Decides one row. Empty where a value is finer than a column of data holds.
  Result<std::optional<Decided>> decide(rules::MeasureId measure, const reference::Row& row);

 private:
  /// What the parameters that the measure reads are just now.
  std::string parameters_of(rules::MeasureId measure) const;

  const program::Program& program_;
  program::MakeKernel make_;
  std::map<std::pair<uint32_t, std::string>, std::shared_ptr<const engine::Kernel>> kernels_;
};

}  // namespace huice::scenarios
