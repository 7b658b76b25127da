// A function made anew with what is now known: bounds of its columns narrow the intervals, decided checks fold away, and
// what no output needs is dropped.
#pragma once
#include "compiler/ir/ir.h"

namespace huice::ir {

/// `columns` replaces the function's own (same order, narrower or equal intervals).
Function simplify(const Function& function, std::vector<Column> columns);
inline Function simplify(const Function& function) { return simplify(function, function.columns); }

}  // namespace huice::ir
