// Constant expressions: their value, exactly.
#pragma once
#include <optional>
#include <utility>
#include <variant>

#include "compiler/rules/rules.h"

namespace huice::rules {

using Constant = std::variant<Rational, bool, std::string, Date, DateTime, Period, uint16_t, MemberSet>;

/// The value of an expression of literals; empty when it reads a name, or its value does not exist (1/0).
std::optional<Constant> fold(const Program& program, ExprId expr);

/// The node of a constant: Number, Boolean, …
decltype(Expr::node) literal(const Constant& value);

/// Whether the condition can be true for some input, and whether it can be false, judged by ranges. "Can" may be said too
/// often, "cannot" never wrongly.
bool can_be_true(const Program& program, ExprId condition);
/// Two parts of `a and b and …` that exclude each other, where that is why it is never true.
std::optional<std::pair<ExprId, ExprId>> excluding_parts(const Program& program, ExprId condition);
bool can_be_true_together(const Program& program, ExprId one, ExprId other);
bool can_be_false(const Program& program, ExprId condition);

}  // namespace huice::rules
