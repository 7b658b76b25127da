// Which rows an aggregate is over.
#pragma once
#include "compiler/rules/checker.h"

namespace huice::rules {

/// Sets the members and their reference to the rows of `scope`; in a target, its rows and buckets. `written` says which are
/// meant, where it stands in the text. False after a report.
bool find_members(Checker& checker, const Scope& scope, const syntax::Aggregate* written, Aggregate& made, Span span);

}  // namespace huice::rules
