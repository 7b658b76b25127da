// The step of which every value of an expression is a whole multiple: aggregates sum up steps.
#pragma once
#include <functional>
#include <optional>

#include "compiler/rules/rules.h"

namespace huice::rules {

/// `step` says that of a field. 0: the value is always 0. Empty: a quotient, which no step divides.
std::optional<Rational> step_of(const Program& program, ExprId expr, const std::function<Rational(FieldIndex)>& step);

}  // namespace huice::rules
