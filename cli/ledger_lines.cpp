#include "cli/ledger_lines.h"

#include <cstdlib>

#include "runtime/spill/bytes.h"

namespace huice::cli {
namespace {

constexpr size_t memory = size_t{128} << 20;  // as much again while sorting

std::string folder() {
  const char* chosen = std::getenv("TMPDIR");
  return chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
}

void put_text(std::string& out, std::string_view text) {
  spill::put(out, static_cast<uint32_t>(text.size()));
  out += text;
}

std::string_view take_text(std::string_view& from) {
  const auto size = spill::take<uint32_t>(from);
  const std::string_view text = from.substr(0, size);
  from.remove_prefix(size);
  return text;
}

/// Up to a NUL, which no cell holds.
std::string_view take_word(std::string_view& from) {
  const std::string_view word = from.substr(0, from.find('\0'));
  from.remove_prefix(word.size() + 1);
  return word;
}

uint64_t take_ordered(std::string_view& from) {
  const uint64_t number = spill::ordered(from.substr(0, 8));
  from.remove_prefix(8);
  return number;
}

/// First the line, so that records of one stand together, in a ledger's order; then the place of the row.
void put_row(std::string& out, const PaymentRow& row) {
  const ledger::Entry& entry = row.entry;
  out.append(entry.measure).append(1, '\0').append(ledger::key_text(entry.key)).append(1, '\0');
  spill::put_ordered(out, static_cast<uint64_t>(int64_t{entry.date} + (int64_t{1} << 32)));
  spill::put_ordered(out, row.file);
  spill::put_ordered(out, row.line);
  for (const int64_t number : {entry.paid, entry.charged, entry.computed}) spill::put(out, number);
  spill::put(out, entry.decision);
  for (const std::string* text : {&entry.version, &entry.inputs, &entry.reasons, &entry.pool, &entry.category})
    put_text(out, *text);
  spill::put(out, static_cast<uint32_t>(entry.shares.size()));
  for (const ledger::Share& share : entry.shares) {
    put_text(out, share.name);
    spill::put(out, share.amount);
  }
  spill::put(out, static_cast<uint32_t>(entry.fields.size()));
  for (const ledger::Field& field : entry.fields) {
    put_text(out, field.name);
    put_text(out, field.cell);
  }
}

void take_row(std::string_view from, PaymentRow& row) {
  ledger::Entry& entry = row.entry;
  entry.measure = take_word(from);
  ledger::parse_key(take_word(from), entry.key);
  entry.date = static_cast<int32_t>(static_cast<int64_t>(take_ordered(from)) - (int64_t{1} << 32));
  row.file = static_cast<uint32_t>(take_ordered(from));
  row.line = take_ordered(from);
  for (int64_t* number : {&entry.paid, &entry.charged, &entry.computed}) *number = spill::take<int64_t>(from);
  entry.decision = spill::take<uint64_t>(from);
  for (std::string* text : {&entry.version, &entry.inputs, &entry.reasons, &entry.pool, &entry.category})
    *text = take_text(from);
  entry.shares.resize(spill::take<uint32_t>(from));
  for (ledger::Share& share : entry.shares) {
    share.name = take_text(from);
    share.amount = spill::take<int64_t>(from);
  }
  entry.fields.resize(spill::take<uint32_t>(from));
  for (ledger::Field& field : entry.fields) {
    field.name = take_text(from);
    field.cell = take_text(from);
  }
}

bool same_line(const PaymentRow& a, const PaymentRow& b) {
  return a.entry.measure == b.entry.measure && a.entry.key == b.entry.key && a.entry.date == b.entry.date;
}

void join(PaymentLine& line, const PaymentRow& row, bool replaces) {
  ledger::Entry &into = line.entry, from = row.entry;
  line.beyond |= __builtin_add_overflow(into.paid, from.paid, &from.paid);
  if (!replaces) {
    line.beyond |= __builtin_add_overflow(into.charged, from.charged, &from.charged);
    line.beyond |= __builtin_add_overflow(into.computed, from.computed, &from.computed);
    line.disagree |= into.version != from.version || into.pool != from.pool || into.category != from.category;
  }
  into = std::move(from);
}

}  // namespace

PaymentLines::PaymentLines() : sorter_(folder(), memory) {}

Outcome PaymentLines::add(const PaymentRow& row) {
  record_.clear();
  put_row(record_, row);
  return sorter_.add(record_);
}

Outcome PaymentLines::finish() {
  auto sorted = sorter_.finish();
  if (!sorted) return sorted.failure();
  sorted_ = std::move(*sorted);
  return Nothing{};
}

Outcome PaymentLines::each(bool replaces, const Visit& visit) const {
  if (sorted_.records() == 0) return Nothing{};
  spill::Merge merge = sorted_.read(memory);
  PaymentLine line;
  PaymentRow row;
  for (bool first = true;; first = false) {
    const auto more = merge.next();
    if (!more) return more.failure();
    if (!*more) return visit(line);
    take_row(merge.record(), row);
    if (!first && same_line(line, row)) {
      join(line, row, replaces);
      continue;
    }
    if (!first) {
      if (Outcome outcome = visit(line); !outcome) return outcome;
    }
    line = PaymentLine{row};
  }
}

}  // namespace huice::cli
