// What a target's `reach` compares.
#pragma once
#include <optional>

#include "compiler/rules/checker.h"

namespace huice::rules {

struct CheckedGoal {
  ExprId test;
  std::optional<Goal> goal;  // empty: a yes or no
  bool relative = false;
};
/// `scope`: of the group's row. `deadline`: of milestones.
std::optional<CheckedGoal> check_goal(Checker& checker, const Scope& scope, const syntax::Reach& written, std::optional<Date> deadline);

// aggregates.cpp: over the rows of the target that `scope` is of, of an expression about a row that is typed already.
Maybe aggregate_over_rows(Checker& checker, const Scope& scope, AggregateKind kind, ExprId value, Span span);

}  // namespace huice::rules
