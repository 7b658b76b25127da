// Columns of an Arrow table → the batch. What stands in a cell means the same as in a file (docs/input.md, strict dialect):
// numbers count the header's unit, else the field's; null is missing, and so is an empty text.
#pragma once
#include <memory>

#include "runtime/arrow/table.h"
#include "runtime/batch/columns.h"

namespace huice::arrow {

/// Reads one bound column whose type is no misfit; rows are told by their place, whose line counts rows from 1 and which all
/// stand in one array. It has no cells given; `slot`: where `rows` has room for those that it makes of texts.
std::unique_ptr<batch::ColumnReader> make_column_reader(std::shared_ptr<const Table> table, const batch::Schema& schema, const batch::BoundColumn& bound,
                                                        size_t slot);

}  // namespace huice::arrow
