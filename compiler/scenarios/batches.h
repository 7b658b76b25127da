// Scenarios' rows as the engine's batches.
#pragma once
#include "base/rational.h"
#include "compiler/program/program.h"
#include "compiler/reference/decide.h"
#include "runtime/batch/batch.h"

namespace huice::scenarios {

/// One per entity: the program's own, but with steps fine enough for every number that a scenario gives (25平方米 for a
/// field in 亩).
std::vector<batch::Schema> schemas_of(const program::Program& program);

Rational step_of(const batch::Layout& layout);
/// As a reader does where a column has more steps than the field: counts `step` from now on, which divides the field's.
void refine(batch::Field& field, const Rational& step);

/// At most HUICE_BATCH_ROWS rows, with what lists say about their texts. `schema` must outlive the batch.
batch::Batch batch_of(const Catalogue& catalogue, uint32_t entity, const batch::Schema& schema, const reference::Row* rows, size_t count);

}  // namespace huice::scenarios
