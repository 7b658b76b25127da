// Cells in which `huice ledger` writes and reads what a ledger holds.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ledger/entry.h"

namespace huice::cli {

/// 120050 fen: `1200.50`.
std::string yuan(__int128 fen);
/// `city=12.00;county=8.00`; in names and values `\` stands before `;`, `=` and `\`.
std::string cell_of(const std::vector<ledger::Share>& shares);
/// `uscc=E1;class=air`.
std::string cell_of(const std::vector<ledger::Field>& fields);
/// Empty where the cell is none of these.
std::optional<std::vector<ledger::Share>> parse_shares(std::string_view cell);
std::optional<std::vector<ledger::Field>> parse_fields(std::string_view cell);

}  // namespace huice::cli
