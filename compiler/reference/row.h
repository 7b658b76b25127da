// One row of a batch, taken out of its columns.
#pragma once
#include "compiler/reference/decide.h"
#include "runtime/batch/batch.h"

namespace huice::reference {

/// Row `row` of `batch`, in base units by the layouts of the batch's own schema.
Row row_of(const batch::Batch& batch, int row, std::optional<Date> as_of);

}  // namespace huice::reference
