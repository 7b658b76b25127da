// Cells of scenario tables.
#pragma once
#include "compiler/rules/scenario_build.h"

namespace huice::rules {

/// The row's value in this column: a field, an external parameter, or the date of assessment.
bool set_input(Checker& checker, ScenarioBuild& build, ScenarioStep& step, const syntax::Name& column, syntax::ExprId cell);
/// A status or reasons: `size`, `{size, age}`, or quoted where they hold signs: `"division_by_zero@pay"`. At least one.
std::optional<std::vector<syntax::Name>> names_in(Checker& checker, syntax::ExprId cell);
bool is_as_of(const syntax::Name& column);

}  // namespace huice::rules
