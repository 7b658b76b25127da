#include "cli/ledger_cells.h"

#include <algorithm>

#include "base/decimal.h"

namespace huice::cli {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char byte : text) {
    if (byte == ';' || byte == '=' || byte == '\\') out += '\\';
    out += byte;
  }
}

template <class Pair, class Value>
std::string joined(const std::vector<Pair>& pairs, Value value) {
  std::string cell;
  for (const Pair& pair : pairs) {
    if (!cell.empty()) cell += ';';
    append_escaped(cell, pair.name);
    cell += '=';
    append_escaped(cell, value(pair));
  }
  return cell;
}

bool repeats(const std::vector<ledger::Field>& pairs) {
  for (size_t i = 0; i < pairs.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (pairs[i].name == pairs[j].name) return true;
  return false;
}

/// `1200.50` in fen: exactly two fraction digits, as we write them.
std::optional<int64_t> parse_yuan(std::string_view text) {
  if (text.size() < 4 || text[text.size() - 3] != '.') return std::nullopt;
  const std::string digits = std::string(text.substr(0, text.size() - 3)) + std::string(text.substr(text.size() - 2));
  const auto fen = parse_integer(digits);
  if (!fen || *fen > INT64_MAX || *fen < INT64_MIN) return std::nullopt;
  return static_cast<int64_t>(*fen);
}

}  // namespace

std::string yuan(__int128 fen) { return to_decimal(fen, 2); }

std::string cell_of(const std::vector<ledger::Share>& shares) {
  return joined(shares, [](const ledger::Share& share) { return yuan(share.amount); });
}

std::string cell_of(const std::vector<ledger::Field>& fields) {
  return joined(fields, [](const ledger::Field& field) { return field.cell; });
}

std::optional<std::vector<ledger::Field>> parse_fields(std::string_view cell) {
  std::vector<ledger::Field> fields;
  if (cell.empty()) return fields;
  std::string* part = &fields.emplace_back().name;
  for (size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '\\') {
      if (++i == cell.size()) return std::nullopt;
      *part += cell[i];
    } else if (cell[i] == '=') {
      if (part != &fields.back().name) return std::nullopt;
      part = &fields.back().cell;
    } else if (cell[i] == ';') {
      if (part == &fields.back().name) return std::nullopt;
      part = &fields.emplace_back().name;
    } else {
      *part += cell[i];
    }
  }
  if (part == &fields.back().name || repeats(fields)) return std::nullopt;
  return fields;
}

std::optional<std::vector<ledger::Share>> parse_shares(std::string_view cell) {
  const auto fields = parse_fields(cell);
  if (!fields) return std::nullopt;
  std::vector<ledger::Share> shares;
  for (const ledger::Field& field : *fields) {
    const auto amount = parse_yuan(field.cell);
    if (!amount) return std::nullopt;
    shares.push_back({field.name, *amount});
  }
  return shares;
}

}  // namespace huice::cli
