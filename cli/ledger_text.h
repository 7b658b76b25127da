// What a ledger holds, as tables for people, CSV and JSON.
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "runtime/ledger/entry.h"

namespace huice::cli {

std::string runs_text(const std::vector<ledger::Run>& runs, Language language);
std::string runs_csv(const std::vector<ledger::Run>& runs);
std::string runs_json(const std::vector<ledger::Run>& runs);

using RunsByNumber = std::map<uint64_t, ledger::Run>;
/// The entries of one line, in the order of their runs.
using History = std::vector<ledger::Entry>;

std::string history_text(const History& history, const RunsByNumber& runs, Language language);
nlohmann::ordered_json history_json(const History& history, const RunsByNumber& runs);
/// `run,kind,recorded_at,measure,…`: what `import` reads back.
std::string entries_header();
void append_entry(std::string& out, const ledger::Entry& entry, const RunsByNumber& runs);

}  // namespace huice::cli
