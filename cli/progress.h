// The progress line on a terminal: rows, MB/s, time left.
#pragma once
#include "cli/commands.h"
#include "runtime/engine/options.h"

namespace huice::cli {

/// Empty where standard error is no terminal, or the user wants none.
engine::OnProgress progress_line(const Common& common, const RunOptions& options);
/// Wipes the line, if one was drawn.
void end_progress();

}  // namespace huice::cli
