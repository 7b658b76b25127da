// What a program's limits, choices and pools must know of a payment made before: without it they would not count it.
#pragma once
#include "base/result.h"
#include "compiler/rules/rules.h"
#include "runtime/ledger/entry.h"

namespace huice::cli {

/// Puts names for labels in the entry's pool and category, and the category from its fields where it has none. What is wrong
/// with it; empty: nothing. `charged`: it says what the pool was charged.
Bilingual fit_settlement(const rules::Program& rules, rules::MeasureId measure, bool charged, ledger::Entry& entry);

/// The pool that it should have been charged to, though it names none; empty: none.
std::string forgotten_pool(const rules::Program& rules, rules::MeasureId measure, const ledger::Entry& entry);

}  // namespace huice::cli
