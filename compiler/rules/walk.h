// Walking typed rules: the direct parts of an expression, and what it reaches through lets.
#pragma once
#include <functional>
#include <set>
#include <vector>

#include "compiler/rules/rules.h"

namespace huice::rules {

/// The direct parts, in order of evaluation. Values of lets and parameters are not parts.
std::vector<ExprId> parts_of(const Expr& expr);

/// Calls `visit` for every expression below and including `root`, following lets; each expression and each let once.
void visit_reachable(const Program& program, ExprId root, const std::function<void(const Expr&)>& visit);

/// Several roots as one walk.
void visit_reachable(const Program& program, const std::vector<ExprId>& roots,
                     const std::function<void(const Expr&)>& visit);

/// The conditions (with their `unless`), the amount and its bounds; of all versions.
std::vector<ExprId> roots_of(const Measure& measure);

}  // namespace huice::rules
