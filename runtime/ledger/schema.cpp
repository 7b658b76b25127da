#include "runtime/ledger/schema.h"

#include "runtime/ledger/ledger.h"

namespace huice::ledger {
namespace {

constexpr int64_t application_id = 0x48756963;  // `Huic`, which `file` and sqlite3 show

// Entries of a line lie together, the last one first: what stands for every line is one walk through the table.
constexpr const char* first_format = R"(
CREATE TABLE runs (
  number      INTEGER PRIMARY KEY,
  id          TEXT    NOT NULL UNIQUE,
  kind        TEXT    NOT NULL CHECK (kind IN ('run', 'opening', 'reversal')),
  reverses    INTEGER UNIQUE REFERENCES runs(number) CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
  program     TEXT    NOT NULL,
  compiler    TEXT    NOT NULL,
  as_of       TEXT    NOT NULL,
  recorded_at TEXT    NOT NULL,
  entries     INTEGER NOT NULL,
  paid        INTEGER NOT NULL
) STRICT;

CREATE TABLE inputs (
  run      INTEGER NOT NULL REFERENCES runs(number),
  position INTEGER NOT NULL,
  path     TEXT    NOT NULL,
  digest   TEXT    NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
  measure  TEXT    NOT NULL,
  key      TEXT    NOT NULL,
  date     TEXT    NOT NULL,
  run      INTEGER NOT NULL REFERENCES runs(number),
  decision INTEGER REFERENCES runs(number),
  version  TEXT    NOT NULL,
  computed INTEGER NOT NULL,
  granted  INTEGER NOT NULL,
  paid     INTEGER NOT NULL,
  inputs   TEXT    NOT NULL,
  reasons  TEXT    NOT NULL,
  pool     TEXT    NOT NULL,
  charged  INTEGER NOT NULL,
  category TEXT    NOT NULL,
  shares   TEXT    NOT NULL,
  fields   TEXT    NOT NULL,
  PRIMARY KEY (measure, key, date, run DESC)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER runs_stay BEFORE UPDATE ON runs
BEGIN SELECT raise(ABORT, 'a ledger is only added to: reverse the run'); END;
CREATE TRIGGER runs_remain BEFORE DELETE ON runs
BEGIN SELECT raise(ABORT, 'a ledger is only added to: reverse the run'); END;
CREATE TRIGGER inputs_stay BEFORE UPDATE ON inputs
BEGIN SELECT raise(ABORT, 'a ledger is only added to: reverse the run'); END;
CREATE TRIGGER inputs_remain BEFORE DELETE ON inputs
BEGIN SELECT raise(ABORT, 'a ledger is only added to: reverse the run'); END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
BEGIN SELECT raise(ABORT, 'a ledger is only added to: reverse the run'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries
BEGIN SELECT raise(ABORT, 'a ledger is only added to: reverse the run'); END;

CREATE VIEW payments AS
  SELECT r.id AS run, r.kind AS kind, r.recorded_at AS recorded_at,
         e.measure AS measure, e.version AS version, e.key AS key, e.date AS date,
         printf('%s%d.%02d', iif(e.paid < 0, '-', ''), abs(e.paid) / 100, abs(e.paid) % 100) AS paid,
         printf('%d.%02d', e.granted / 100, e.granted % 100) AS granted,
         printf('%d.%02d', e.computed / 100, e.computed % 100) AS computed,
         e.reasons AS reasons, e.pool AS pool, e.category AS category,
         printf('%d.%02d', e.charged / 100, e.charged % 100) AS charged
  FROM entries e JOIN runs r ON r.number = e.run
  ORDER BY e.run, e.measure, e.key, e.date;

CREATE VIEW standing AS
  SELECT e.*
  FROM entries e
  WHERE e.decision IS NOT NULL
    AND e.run = (SELECT max(l.run) FROM entries l WHERE l.measure = e.measure AND l.key = e.key AND l.date = e.date);

CREATE VIEW standing_shares AS
  SELECT s.measure AS measure, s.key AS key, s.date AS date, j.key AS share,
         printf('%d.%02d', j.value / 100, j.value % 100) AS amount
  FROM standing s, json_each(s.shares) j;

CREATE VIEW pools AS
  SELECT pool, category, printf('%d.%02d', sum(charged) / 100, sum(charged) % 100) AS charged, count(*) AS lines
  FROM standing WHERE pool <> '' GROUP BY pool, category;
)";

/// Step n makes format n + 1 of format n; format 0 is an empty file.
constexpr const char* steps[] = {first_format};
static_assert(std::size(steps) == format);

Result<int64_t> format_of(Database& database) {
  const auto id = database.number("PRAGMA application_id");
  if (!id) return id.failure();
  const auto version = database.number("PRAGMA user_version");
  if (!version) return version.failure();
  const std::string& path = database.path();
  if (*id == application_id && *version > 0) {
    if (*version <= format) return *version;
    const std::string theirs = std::to_string(*version), ours = std::to_string(format);
    return Failure{
        Exit::environment,
        {path + " is a ledger of format " + theirs + "; this program knows formats up to " + ours + ": use a newer Huice",
         path + " 是格式 " + theirs + " 的台账，本程序只识别到格式 " + ours + "：请使用更新版本的惠策"}};
  }
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.failure();
  if (*id == 0 && *version == 0 && *tables == 0) return int64_t{0};
  return Failure{Exit::environment, {path + " is a database, but no ledger of Huice", path + " 是数据库，但不是惠策台账"}};
}

}  // namespace

Outcome bring_up_to_date(Database& database, bool write) {
  if (Outcome outcome = database.run("BEGIN"); !outcome) return outcome;  // several readings of one moment
  auto present = format_of(database);
  if (Outcome outcome = database.run("COMMIT"); !outcome) return outcome;
  if (!present) return present.failure();
  if (write) {  // docs/decisions/ledger.md says why
    const char* modes =
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = EXTRA";
    if (Outcome outcome = database.run_patiently(modes); !outcome) return outcome;
  }
  if (*present == format) return Nothing{};
  if (!write) {
    const std::string& path = database.path();
    if (*present == 0) return Failure{Exit::environment, {path + " is empty: no ledger yet", path + " 为空，还不是台账"}};
    return Failure{Exit::environment,
                   {path + " has an older format; the next run that records in it brings it up to date",
                    path + " 的格式较旧；下一次记账的运行会将其更新"}};
  }
  if (Outcome outcome = database.run_patiently("BEGIN IMMEDIATE"); !outcome) return outcome;
  present = format_of(database);  // another process may have been quicker
  if (!present) return present.failure();
  for (int64_t step = *present; step < format; ++step) {
    if (Outcome outcome = database.run(steps[step]); !outcome) return outcome;
  }
  const std::string marks =
      "PRAGMA application_id = " + std::to_string(application_id) + "; PRAGMA user_version = " + std::to_string(format);
  if (Outcome outcome = database.run(marks.c_str()); !outcome) return outcome;
  if (Outcome outcome = database.run("COMMIT"); !outcome) return outcome;
  database.checkpoint();
  return Nothing{};
}

}  // namespace huice::ledger
