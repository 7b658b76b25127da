// Which expressions stand for themselves, and which are names that stand for a value.
#pragma once
#include "compiler/rules/rules.h"

namespace huice::explanation {

/// Numbers, texts, dates, … written out in the rule.
bool is_literal(const rules::Expr& expr);
/// A name: field, let or parameter; also a field read through the default that its declaration gives.
bool is_name(const rules::Program& program, const rules::Expr& expr);

}  // namespace huice::explanation
