// The table at the end of a run, and the same as JSON.
#pragma once
#include <string>

#include "runtime/catalogue.h"
#include "runtime/engine/report.h"

namespace huice::decisions {

/// Per measure the number of each status and the sums; per reject code its count and first line. `zh`: in Chinese.
std::string summary_text(const Catalogue& catalogue, const engine::Report& report, bool zh);
std::string summary_json(const Catalogue& catalogue, const engine::Report& report);
/// What --dry-run shows before the summary: how columns bind, the share missing and the range of each field.
std::string dry_run_text(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const engine::Report& report, bool zh);

}  // namespace huice::decisions
