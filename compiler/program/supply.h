// Values from outside the program: those of external parameters, and what-ifs.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "compiler/program/program.h"

namespace huice::program {

/// One value as people write it: `2000元`, `15%`, `7.0770元/美元`, `2024-12-31`, `6个月`.
struct SuppliedValue {
  std::string parameter;     // name or label
  std::optional<Date> from;  // empty: holds always
  std::string text;
  std::string place;         // where it was read, for messages: `parameters.csv:3`
};

/// Lines `name,from,value` under such a heading (参数,自,取值); `from` may be empty or left out.
Result<std::vector<SuppliedValue>> read_parameters(const std::string& path, const std::string& bytes);

/// Gives external parameters their values; with `any`, replaces those of every parameter (--set).
Outcome supply(Program& program, const std::vector<SuppliedValue>& values, bool any);

/// Fails (exit 2) with the names of all external parameters that these measures read and that have no value.
Outcome check_supplied(const Program& program, const std::vector<uint32_t>& measures);
Outcome check_targets_supplied(const Program& program, const std::vector<uint32_t>& targets);

}  // namespace huice::program
