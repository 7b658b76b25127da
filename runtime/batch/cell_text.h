// Batch cells → text, the same whatever the spelling in the file: dates as 2024-03-05, choices by code, numbers as plain
// decimals in the field's own unit.
#pragma once
#include <string>

#include "runtime/batch/batch.h"

namespace huice::batch {

/// Appends nothing for a missing cell.
void append_cell(std::string& out, const Batch& batch, uint32_t field, int row);
/// A number of `field`'s layout.
void append_number(std::string& out, const Field& field, __int128 n);

}  // namespace huice::batch
