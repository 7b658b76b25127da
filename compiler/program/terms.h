// What settlement is told of a program: made from the rules for the catalogue. Amounts and shares that are the same for all
// rows become numbers; for the others a kernel is made, from a body like that of an aggregate's members.
#pragma once
#include <vector>

#include "compiler/rules/rules.h"
#include "runtime/catalogue.h"

namespace huice::program {

/// Needs the names of `catalogue`'s measures; sets what they say of settlement.
settlement::Terms make_terms(const rules::Program& rules, Catalogue& catalogue);

/// The bodies behind Terms::kernels, one for one: each pays its number in rounding units.
std::vector<rules::Measure> settlement_numbers(const rules::Program& rules);

}  // namespace huice::program
