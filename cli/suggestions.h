// --dry-run: which options would read more of the data, found by trying them.
#pragma once
#include <functional>
#include <string>

#include "cli/data.h"
#include "runtime/engine/report.h"

namespace huice::cli {

/// A dry run with some options.
using TryRun = std::function<Result<engine::Report>(const engine::Options&)>;

/// One line for each option; empty: none helps. `first`: what came of `options`. Standard input is not read twice.
std::string suggestions(const Common& common, const plan::Plan& plan, engine::Options options, const Result<engine::Report>& first, const TryRun& try_run);

}  // namespace huice::cli
