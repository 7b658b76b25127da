// Arguments for which no row of a table holds.
#pragma once
#include "compiler/rules/table_cells.h"

namespace huice::rules {

/// One such value for each column, empty where any would do; nothing when every value has a row, or when there are too many
/// rows and columns to tell. `rows`: of each its cells, by column.
std::optional<std::vector<std::string>> find_gap(const Checker& checker, const std::vector<TableColumnType>& columns,
                                                 const std::vector<const std::vector<TableCell>*>& rows);

}  // namespace huice::rules
