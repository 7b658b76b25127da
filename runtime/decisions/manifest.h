// What a run read, did and wrote, as JSON beside its output: marks completion, and lets `explain --run` find everything again.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "runtime/catalogue.h"
#include "runtime/engine/options.h"
#include "runtime/engine/report.h"

namespace huice::decisions {

inline constexpr int manifest_format = 1;

std::string manifest_json(const Catalogue& catalogue, const engine::Options& options, const engine::Report& report);

/// What `explain --run` needs of a manifest.
struct Manifest {
  struct Input {
    std::string entity, path, digest;
  };
  std::string compiler_version, program_path, program_digest;
  std::string as_of;  // empty: none
  std::string ledger, run_id;  // empty: none
  std::vector<Input> inputs;
  std::optional<Input> decisions;  // --decisions
  std::vector<std::pair<std::string, std::string>> options;  // as the user gave them
};
/// Reads a manifest and refuses formats it does not know.
Result<Manifest> read_manifest(const std::string& path);
/// Whether the inputs still are what the manifest says; else which one is not.
Outcome check_inputs(const Manifest& manifest);

}  // namespace huice::decisions
