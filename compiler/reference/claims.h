// From a row to its claim on a measure: what settlement is given.
#pragma once
#include "compiler/reference/decide.h"
#include "runtime/settlement/claims.h"

namespace huice::reference {

/// The bodies behind Terms::kernels (program/terms.h), one for one.
using Numbers = std::vector<rules::Measure>;

/// Nothing where the row is not eligible, gets nothing, or nothing settles the measure.
std::optional<settlement::Claim> claim_of(const rules::Program& program, const Catalogue& catalogue, const Numbers& numbers, rules::MeasureId measure,
                                          const Row& row, uint64_t position);

}  // namespace huice::reference
