// Scenarios of targets: rows, one `given` each, and what all those before an `expect` come to.
#pragma once
#include <set>

#include "compiler/rules/checker.h"

namespace huice::rules {

/// Whether the scenario's name is a target's; else it is for a measure.
bool is_of_target(const Checker& checker, const syntax::Name& name);

void check_target_scenario(Checker& checker, const syntax::Item& item, const syntax::Scenario& written, bool rules_whole, std::set<TargetId>& tried);
/// Each row of the table is a data set of one row. Outputs: `status`, `because`.
void check_target_table(Checker& checker, const syntax::ScenarioTable& table, bool rules_whole, std::set<TargetId>& tried);

}  // namespace huice::rules
