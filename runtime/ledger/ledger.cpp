#include "runtime/ledger/ledger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "base/date.h"
#include "runtime/ledger/pairs.h"
#include "runtime/ledger/schema.h"
#include "runtime/ledger/state.h"

namespace huice::ledger {
namespace {

Failure cannot(const std::string& path, int error) {
  const std::string why = std::strerror(error);
  return {Exit::environment, {"cannot use " + path + ": " + why, "无法使用 " + path + "：" + why}};
}

/// An empty file that only its owner may read. The files that SQLite puts beside it take its mode.
Outcome create(const std::string& path) {
  const int file = open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {
    if (errno == EEXIST) return Nothing{};
    return cannot(path, errno);
  }
  close(file);
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return cannot(folder, errno);
  fsync(descriptor);  // the new name outlives a loss of power
  close(descriptor);
  return Nothing{};
}

std::string now() {
  const std::time_t time = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[24];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;  // closing a database takes back what is not committed

const std::string& Ledger::path() const { return state_->database->path(); }

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path, Access access, int wait) {
  const bool write = access == Access::write;
  struct stat status{};
  if (stat(path.c_str(), &status) != 0) {
    if (errno != ENOENT) return cannot(path, errno);
    if (!write) return Failure{Exit::environment, {"there is no ledger " + path, "没有台账 " + path}};
    if (Outcome outcome = create(path); !outcome) return outcome.failure();
  } else if (!S_ISREG(status.st_mode)) {
    return Failure{Exit::environment, {path + " is not a file: a ledger is one", path + " 不是文件，不能作为台账"}};
  }
  auto database = Database::open(path, write, wait);
  if (!database) return database.failure();
  if (Outcome outcome = (*database)->run("PRAGMA cache_size = -65536"); !outcome) return outcome.failure();
  if (Outcome outcome = bring_up_to_date(**database, write); !outcome) return outcome.failure();
  auto state = std::make_unique<State>();
  state->database = std::move(*database);
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

Outcome Ledger::begin() { return state_->database->run("BEGIN IMMEDIATE"); }

Result<uint64_t> Ledger::add_run(const Run& run) {
  Database& database = *state_->database;
  assert(database.in_transaction() && state_->adding.number == 0 && !run.id.empty());
  const auto same = find_run(run.id);
  if (!same) return same.failure();
  if (*same)
    return Failure{Exit::usage,
                   {"there is a run " + run.id + " in " + path() + " already", path() + " 中已有运行 " + run.id}};
  const auto last = database.number("SELECT coalesce(max(number), 0) FROM runs");
  if (!last) return last.failure();
  state_->adding = run;
  state_->adding.number = static_cast<uint64_t>(*last) + 1;
  state_->adding.entries = 0;
  state_->adding.paid = 0;
  if (run.recorded_at.empty()) state_->adding.recorded_at = now();
  for (auto [statement, sql] :
       {std::pair{&state_->last,
                  "SELECT run, granted FROM entries WHERE measure = ? AND key = ? AND date = ? ORDER BY run DESC LIMIT 1"},
        std::pair{&state_->insert, "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"}}) {
    auto prepared = database.prepare(sql);
    if (!prepared) return prepared.failure();
    statement->emplace(std::move(*prepared));
  }
  return state_->adding.number;
}

Outcome Ledger::add(const Entry& entry) { return state_->add(entry, state_->adding.number); }

Outcome Ledger::State::add(const Entry& entry, uint64_t decision) {
  assert(adding.number != 0 && !entry.measure.empty() && !entry.key.empty());
  key = key_text(entry.key);
  date = to_string(Date{entry.date});
  last->bind(0, entry.measure);
  last->bind(1, key);
  last->bind(2, date);
  const auto found = database->next(*last);
  if (!found) return found.failure();
  const bool twice = *found && static_cast<uint64_t>(last->integer(0)) == adding.number;
  const int64_t before = *found ? last->integer(1) : 0;
  last->reset();
  if (twice) {
    return Failure{Exit::environment,
                   {"two rows of this run are one line of the ledger: measure " + entry.measure + ", one key, " + date,
                    "本次运行有两行属于台账的同一笔：措施 " + entry.measure + "，主键相同，日期 " + date}};
  }
  if (entry.granted < 0 || entry.paid != entry.granted - before) {
    return Failure{
        Exit::internal,
        {"a payment for measure " + entry.measure + " is not what the line was granted less what it was granted before",
         "措施 " + entry.measure + " 的一笔支付不等于本次核给减去此前核给"}};
  }
  if (__builtin_add_overflow(adding.paid, entry.paid, &adding.paid)) {
    return Failure{Exit::environment,
                   {"what this run pays passes 92233720368547758.07 yuan: split it",
                    "本次运行支付合计超过 92233720368547758.07 元：请拆分"}};
  }
  ++adding.entries;
  shares.clear();
  append_json(shares, entry.shares);
  fields.clear();
  append_json(fields, entry.fields);
  insert->bind(0, entry.measure);
  insert->bind(1, key);
  insert->bind(2, date);
  insert->bind(3, static_cast<int64_t>(adding.number));
  if (decision == 0) {
    insert->bind_null(4);
  } else {
    insert->bind(4, static_cast<int64_t>(decision));
  }
  insert->bind(5, entry.version);
  insert->bind(6, entry.computed);
  insert->bind(7, entry.granted);
  insert->bind(8, entry.paid);
  insert->bind(9, entry.inputs);
  insert->bind(10, entry.reasons);
  insert->bind(11, entry.pool);
  insert->bind(12, entry.charged);
  insert->bind(13, entry.category);
  insert->bind(14, shares);
  insert->bind(15, fields);
  return database->run(*insert);
}

Outcome Ledger::commit() {
  Database& database = *state_->database;
  assert(database.in_transaction());
  if (Run& run = state_->adding; run.number != 0) {
    auto insert =
        database.prepare("INSERT INTO runs VALUES (?, ?, ?, (SELECT number FROM runs WHERE id = ?), ?, ?, ?, ?, ?, ?)");
    if (!insert) return insert.failure();
    insert->bind(0, static_cast<int64_t>(run.number));
    insert->bind(1, run.id);
    insert->bind(2, name(run.kind));
    insert->bind(3, run.reverses);
    insert->bind(4, run.program);
    insert->bind(5, run.compiler);
    insert->bind(6, run.as_of);
    insert->bind(7, run.recorded_at);
    insert->bind(8, static_cast<int64_t>(run.entries));
    insert->bind(9, run.paid);
    if (Outcome outcome = database.run(*insert); !outcome) return outcome;
    auto input = database.prepare("INSERT INTO inputs VALUES (?, ?, ?, ?)");
    if (!input) return input.failure();
    for (size_t i = 0; i < run.inputs.size(); ++i) {
      input->bind(0, static_cast<int64_t>(run.number));
      input->bind(1, static_cast<int64_t>(i + 1));
      input->bind(2, run.inputs[i].path);
      input->bind(3, run.inputs[i].digest);
      if (Outcome outcome = database.run(*input); !outcome) return outcome;
    }
  }
  if (Outcome outcome = database.run("COMMIT"); !outcome) return outcome;
  state_->adding = {};
  database.checkpoint();
  return Nothing{};
}

}  // namespace huice::ledger
