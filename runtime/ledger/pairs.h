// Shares and fields as the JSON objects that the tables hold: `{"city":1200,"county":800}`, `{"uscc":"E1"}`.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ledger/entry.h"

namespace huice::ledger {

void append_json(std::string& out, const std::vector<Share>& shares);
void append_json(std::string& out, const std::vector<Field>& fields);
/// False where the text is no such object.
bool parse_json(std::string_view text, std::vector<Share>& shares);
bool parse_json(std::string_view text, std::vector<Field>& fields);

}  // namespace huice::ledger
