// Columns of a table that are no fields: whole numbers, and bytes.
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "runtime/arrow/table.h"

namespace huice::arrow {

/// Every item of an int64 column, in order. Fails where there is no such column, or where it has nulls.
Result<std::vector<int64_t>> whole_numbers(const Table& table, std::string_view column);
/// Likewise of a column of binary.
Outcome each_bytes(const Table& table, std::string_view column, const std::function<Outcome(uint64_t row, std::string_view bytes)>& visit);

}  // namespace huice::arrow
