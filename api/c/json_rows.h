// Applicants as JSON: objects whose members are fields, and what cells of a file their values are.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "api/c/compiled.h"
#include "runtime/arrow/table.h"

namespace huice::c {

using Json = nlohmann::ordered_json;

/// Stops where the text is no JSON object, or a member stands twice.
Json parse_object(std::string_view text, const char* what);
/// The cell that a value is; empty: missing. Numbers with fractions must be strings, for a binary fraction is not exact.
std::string cell_of(const Json& value, const std::string& member);
/// The field of that name or label; stops, naming the closest.
uint32_t field_called(const batch::Schema& schema, std::string_view name);
/// Rows as a table of texts: a column for every field that stands in data.
std::shared_ptr<const arrow::Table> table_of(const batch::Schema& schema, const std::vector<const Json*>& rows);

}  // namespace huice::c
