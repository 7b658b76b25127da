// From the words of --data, --measures, --as-of … to what the engine takes; shared by run and explain.
#pragma once
#include <vector>

#include "cli/commands.h"
#include "compiler/program/program.h"
#include "runtime/engine/options.h"
#include "runtime/plan.h"

namespace huice::cli {

struct Prepared {
  plan::Plan plan;
  engine::Options options;
};

/// Usage faults (an unknown entity, a malformed limit) are Failures with exit 2.
/// Parameters are given to the program first.
Result<Prepared> prepare(const Common& common, program::Program& program, const RunOptions& options);

/// What --encoding, --dialect and --serial-dates say.
batch::InputOptions input_options(const std::string& encoding, const std::string& dialect, const std::string& serial_dates = "");

/// Says which encodings were guessed, to standard error.
void show_encodings(const Common& common, const std::vector<batch::FileReport>& files);

struct PreparedTargets : Prepared {
  std::vector<uint32_t> targets;  // those that have data
};
/// `names`: empty for all.
Result<PreparedTargets> prepare_targets(const Common& common, program::Program& program, const RunOptions& options, const std::vector<std::string>& names);

}  // namespace huice::cli
