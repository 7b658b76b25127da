#include "base/date.h"
#include "runtime/ledger/pairs.h"
#include "runtime/ledger/state.h"

namespace huice::ledger {
namespace {

constexpr const char* select_runs =
    "SELECT number, id, kind, (SELECT o.id FROM runs o WHERE o.number = r.reverses), program, compiler, as_of, recorded_at, "
    "entries, paid,"
    " (SELECT o.id FROM runs o WHERE o.reverses = r.number) FROM runs r";

Result<Run> read_run(Database& database, const Statement& row) {
  Run run;
  run.number = static_cast<uint64_t>(row.integer(0));
  run.id = row.text(1);
  const std::string_view kind = row.text(2);
  run.kind = kind == "opening" ? RunKind::opening : kind == "reversal" ? RunKind::reversal : RunKind::run;
  run.reverses = row.text(3);
  run.program = row.text(4);
  run.compiler = row.text(5);
  run.as_of = row.text(6);
  run.recorded_at = row.text(7);
  run.entries = static_cast<uint64_t>(row.integer(8));
  run.paid = row.integer(9);
  run.reversed_by = row.text(10);
  auto inputs = database.prepare("SELECT path, digest FROM inputs WHERE run = ? ORDER BY position");
  if (!inputs) return inputs.failure();
  inputs->bind(0, row.integer(0));
  for (;;) {
    const auto more = database.next(*inputs);
    if (!more) return more.failure();
    if (!*more) return run;
    run.inputs.push_back({std::string(inputs->text(0)), std::string(inputs->text(1))});
  }
}

int64_t bound(uint64_t before, uint64_t adding) {
  if (before != 0) return static_cast<int64_t>(before);
  return adding != 0 ? static_cast<int64_t>(adding) : INT64_MAX;
}

}  // namespace

bool read_entry(const Statement& row, Entry& entry) {
  entry.measure = row.text(0);
  if (!parse_key(row.text(1), entry.key)) return false;
  const auto date = parse_iso_date(row.text(2));
  if (!date) return false;
  entry.date = date->days;
  entry.run = static_cast<uint64_t>(row.integer(3));
  entry.decision = static_cast<uint64_t>(row.integer(4));
  entry.version = row.text(5);
  entry.computed = row.integer(6);
  entry.granted = row.integer(7);
  entry.paid = row.integer(8);
  entry.inputs = row.text(9);
  entry.reasons = row.text(10);
  entry.pool = row.text(11);
  entry.charged = row.integer(12);
  entry.category = row.text(13);
  return parse_json(row.text(14), entry.shares) && parse_json(row.text(15), entry.fields);
}

Result<std::optional<Run>> Ledger::find_run(std::string_view id) const {
  Database& database = *state_->database;
  auto statement = database.prepare((std::string(select_runs) + " WHERE id = ?").c_str());
  if (!statement) return statement.failure();
  statement->bind(0, id);
  const auto found = database.next(*statement);
  if (!found) return found.failure();
  if (!*found) return std::optional<Run>{};
  auto run = read_run(database, *statement);
  if (!run) return run.failure();
  return std::optional<Run>(std::move(*run));
}

Result<std::vector<Run>> Ledger::runs() const {
  Database& database = *state_->database;
  auto statement = database.prepare((std::string(select_runs) + " ORDER BY number").c_str());
  if (!statement) return statement.failure();
  std::vector<Run> all;
  for (;;) {
    const auto more = database.next(*statement);
    if (!more) return more.failure();
    if (!*more) return all;
    auto run = read_run(database, *statement);
    if (!run) return run.failure();
    all.push_back(std::move(*run));
  }
}

Outcome Ledger::each_line(uint64_t before, const Visit& visit) const {
  Database& database = *state_->database;
  // the primary key: entries of a line lie together, the last one first
  auto statement = database.prepare(
      (std::string("SELECT ") + entry_columns + " FROM entries WHERE run < ? ORDER BY measure, key, date, run DESC")
          .c_str());
  if (!statement) return statement.failure();
  statement->bind(0, bound(before, state_->adding.number));
  Entry entry;
  std::string measure, key, date;  // of the line seen last
  for (;;) {
    const auto more = database.next(*statement);
    if (!more) return more.failure();
    if (!*more) return Nothing{};
    if (statement->text(1) == key && statement->text(2) == date && statement->text(0) == measure) continue;
    measure = statement->text(0);
    key = statement->text(1);
    date = statement->text(2);
    if (statement->is_null(4)) continue;
    if (!read_entry(*statement, entry)) return database.damaged();
    if (Outcome outcome = visit(entry); !outcome) return outcome;
  }
}

Result<std::optional<Entry>> Ledger::find_line(std::string_view measure, const std::vector<std::string>& key, int32_t date,
                                               uint64_t before) const {
  Database& database = *state_->database;
  if (!state_->line) {
    auto prepared =
        database.prepare((std::string("SELECT ") + entry_columns +
                          " FROM entries WHERE measure = ? AND key = ? AND date = ? AND run < ? ORDER BY run DESC LIMIT 1")
                             .c_str());
    if (!prepared) return prepared.failure();
    state_->line.emplace(std::move(*prepared));
  }
  Statement& statement = *state_->line;
  const std::string text = key_text(key), day = to_string(Date{date});
  statement.bind(0, measure);
  statement.bind(1, text);
  statement.bind(2, day);
  statement.bind(3, bound(before, state_->adding.number));
  const auto found = database.next(statement);
  if (!found) return found.failure();
  std::optional<Entry> line;
  const bool readable = !*found || statement.is_null(4) || read_entry(statement, line.emplace());
  statement.reset();
  if (!readable) return database.damaged();
  return line;
}

Outcome Ledger::each_entry(const Filter& filter, const Visit& visit) const {
  Database& database = *state_->database;
  std::string sql = std::string("SELECT ") + entry_columns + " FROM entries WHERE run < ?1 AND (?2 = 0 OR run = ?2)";
  // every measure in turn: the table has no index of keys alone
  if (filter.key) {
    sql = std::string(
              "WITH RECURSIVE m(name) AS (SELECT min(measure) FROM entries UNION ALL SELECT (SELECT min(measure) FROM "
              "entries WHERE "
              "measure > name) FROM m WHERE name IS NOT NULL) SELECT ") +
          entry_columns +
          " FROM m CROSS JOIN entries WHERE measure = name AND key = ?3 AND run < ?1 AND (?2 = 0 OR run = ?2)";
  }
  sql += " ORDER BY measure, key, date, run";
  auto statement = database.prepare(sql.c_str());
  if (!statement) return statement.failure();
  statement->bind(0, bound(0, state_->adding.number));
  statement->bind(1, static_cast<int64_t>(filter.run));
  std::string key;
  if (filter.key) statement->bind(2, key = key_text(*filter.key));
  Entry entry;
  for (;;) {
    const auto more = database.next(*statement);
    if (!more) return more.failure();
    if (!*more) return Nothing{};
    if (!read_entry(*statement, entry)) return database.damaged();
    if (Outcome outcome = visit(entry); !outcome) return outcome;
  }
}

}  // namespace huice::ledger
