// Expressions that read nothing: the values that scenarios give and expect.
#pragma once
#include <optional>

#include "compiler/reference/decide.h"

namespace huice::reference {

/// The value of an expression without fields, lets or parameters; nothing when it reads some or is in error.
std::optional<Value> constant(const rules::Program& program, rules::ExprId expr);

}  // namespace huice::reference
