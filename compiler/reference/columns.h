// Cells of a batch as exact values.
#pragma once
#include <optional>

#include "compiler/reference/decide.h"
#include "compiler/reference/evaluated.h"
#include "runtime/batch/batch.h"
#include "runtime/batch/schema.h"
#include "runtime/kernel_abi.h"

namespace huice::reference {

/// One cell; empty where missing. A number is put into `number`, which the view then points to; text stays in the batch.
std::optional<View> cell(const batch::Field& field, const huice_column& column, int row, Rational& number);

/// Whether the column's layout holds the value: a number counts whole steps.
bool fits(const batch::Field& field, const Value& value);
/// Writes a cell; its number fits the layout.
void put(batch::Batch& batch, uint32_t field, int row, const Value& value);

/// One row of a batch with values of its own; `schema` gives the layouts of the batch's columns.
Row row_of(const batch::Schema& schema, const huice_batch& batch, int row);

}  // namespace huice::reference
