// Finding programs on disk, and showing what the compiler has to say about them.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "compiler/program/kernels.h"
#include "compiler/program/program.h"

namespace huice::cli {

/// `check test fmt coverage` descend: every folder at or below `path` that holds `.policy` files directly, in byte order of their
/// paths; or `path` itself where it is a file.
Result<std::vector<std::string>> programs_below(const std::string& path);

/// Where results are kept between runs, unless the user says `--cache off`. Warns when the folder that is named cannot be used.
Cache cache_of(const Common& common);

/// Who decides: `engine` as on the command line.
program::KernelOptions kernel_options(const Common& common, const std::string& engine = "auto");

/// Prints the diagnostics to standard error; how many errors and warnings there were.
struct Tally {
  size_t errors = 0, warnings = 0;
};
Tally show(const Common& common, const program::Program& program);

/// Compiles one program and shows its diagnostics (warnings and notes only when there are errors, or `verbose`).
/// Null, with `exit` set, when it cannot be used.
std::unique_ptr<program::Program> compile_or_complain(const Common& common, const std::string& path, int& exit,
                                                      program::Scenarios scenarios = program::Scenarios::checked);

/// For the one program of a command: it stays until the process ends, which is sooner when nobody takes it apart before.
program::Program& stays(std::unique_ptr<program::Program> program);

/// Prints a failure to standard error; the exit status it asks for.
int complain(const Common& common, const Failure& failure);

}  // namespace huice::cli
