// The step of which every value of an expression is a whole multiple: aggregates sum up steps.
#pragma once
#include <functional>
#include <optional>

#include "compiler/rules/rules.h"

namespace huice::rules {

/// `step` says that of a field. 0: the value is always 0. Empty: a quotient, which no step divides.
std::optional<Rational> step_of(const Program& program, ExprId expr, const std::function<Rational(FieldIndex)>& step);

/// The step of what one member gives to the aggregate. Empty: it gives no number, or always 0.
std::optional<Rational> step_of_members(const Program& program, const Aggregate& aggregate);

/// The greatest unit of which both are multiples.
Rational shared_unit(const Rational& a, const Rational& b);

/// Whether one member's value, in units, leaves room for all the others: their sum fits 128 bits.
bool leaves_room(const Expr& amount, const Rational& unit);
/// No row has more members.
extern const Rational most_members;

}  // namespace huice::rules
