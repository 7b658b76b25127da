// --parameters FILE and --set NAME=VALUE.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "compiler/program/program.h"
#include "runtime/engine/options.h"

namespace huice::cli {

struct Parameters {
  std::vector<engine::Options::Parameter> values;             // as given, for the manifest
  std::vector<std::pair<std::string, std::string>> recorded;  // options, for the manifest
};

/// Reads them and gives them to the program, whose sink says what does not fit.
Result<Parameters> supply_parameters(program::Program& program, const ParameterOptions& options);

}  // namespace huice::cli
