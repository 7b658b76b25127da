// Files that are no ledgers, damaged ones, newer ones; who may read; two processes.
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/ledger_fixture.h"

namespace huice::ledger {
namespace {

using LedgerFiles = LedgerTest;

std::string refusal(const std::string& path, Access access, int wait = 0) {
  const auto opened = Ledger::open(path, access, wait);
  return opened.ok() ? "" : opened.failure().message.en;
}

void write(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

int run_sql(const std::string& path, const char* sql) {
  sqlite3* handle = nullptr;
  sqlite3_open(path.c_str(), &handle);
  const int code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
  sqlite3_close(handle);
  return code;
}

TEST_F(LedgerFiles, OnlyTheOwnerReadsThem) {
  const mode_t before = umask(0);
  const auto ledger = open();
  ASSERT_TRUE(ledger->begin().ok());
  huice::ledger::Run run;
  run.id = "a";
  ASSERT_TRUE(ledger->add_run(run).ok());
  ASSERT_TRUE(ledger->commit().ok());
  umask(before);
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    struct stat status{};
    ASSERT_EQ(stat(file.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u) << file.path();
    ++files;
  }
  EXPECT_EQ(files, 3);  // the ledger, and what SQLite keeps beside it while it is open
}

TEST_F(LedgerFiles, OneFileOnceClosed) {
  ASSERT_TRUE(record(*open(), "a", {line("E1", "2024-01-01", 1)}).ok());
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder)) names.push_back(file.path().filename());
  EXPECT_EQ(names, Lines{"ledger.db"});
}

TEST_F(LedgerFiles, ACopyOfTheFileAloneIsComplete) {
  const auto ledger = open();
  ASSERT_TRUE(record(*ledger, "a", {line("E1", "2024-01-01", 1)}).ok());
  std::filesystem::copy_file(path(), path("after.db"));  // while the ledger is still open
  ASSERT_TRUE(ledger->begin().ok());
  huice::ledger::Run run;
  run.id = "b";
  ASSERT_TRUE(ledger->add_run(run).ok());
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(ledger->add(line("F" + std::to_string(i), "2024-01-01", 1)).ok());
  std::filesystem::copy_file(path(), path("during.db"));
  for (const char* name : {"after.db", "during.db"}) {
    const auto copy = Ledger::open(path(name), Access::read);
    ASSERT_TRUE(copy.ok()) << copy.failure().message.en;
    EXPECT_EQ(lines(**copy), Lines{"m E1 2024-01-01 1 @1"}) << name;
  }
}

TEST_F(LedgerFiles, WhatIsNotThere) {
  EXPECT_EQ(refusal(path(), Access::read), "there is no ledger " + path());
  EXPECT_FALSE(std::filesystem::exists(path()));
  EXPECT_EQ(refusal(folder + "/no/ledger.db", Access::write),
            "cannot use " + folder + "/no/ledger.db: No such file or directory");
  EXPECT_EQ(refusal(folder, Access::write), folder + " is not a file: a ledger is one");
  write(path(), "");
  EXPECT_EQ(refusal(path(), Access::read), path() + " is empty: no ledger yet");
  EXPECT_EQ(refusal(path(), Access::write), "");  // what a process killed at its first step leaves
}

TEST_F(LedgerFiles, NamesThatAnAddressWouldMisread) {
  for (const std::string name : {"a?mode=memory", "b%41.db", "c#d.db", "台账 一.db"}) {
    ASSERT_TRUE(Ledger::open(path(name), Access::write).ok()) << name;
    EXPECT_TRUE(std::filesystem::exists(path(name)));
    EXPECT_GT(std::filesystem::file_size(path(name)), 1000u) << name;
  }
  EXPECT_TRUE(Ledger::open("/" + path("e.db"), Access::write).ok());
}

TEST_F(LedgerFiles, ForeignFilesStayAsTheyAre) {
  const std::string text = "key,amount\nE1,100\n" + std::string(5000, 'x');
  write(path("data.csv"), text);
  EXPECT_EQ(refusal(path("data.csv"), Access::write), path("data.csv") + " is no ledger of Huice");
  EXPECT_EQ(read(path("data.csv")), text);
  ASSERT_EQ(run_sql(path("other.db"), "CREATE TABLE t(a)"), SQLITE_OK);
  const std::string before = read(path("other.db"));
  EXPECT_EQ(refusal(path("other.db"), Access::write), path("other.db") + " is a database, but no ledger of Huice");
  EXPECT_EQ(refusal(path("other.db"), Access::read), path("other.db") + " is a database, but no ledger of Huice");
  EXPECT_EQ(read(path("other.db")), before);
}

TEST_F(LedgerFiles, ANewerFormat) {
  open();
  ASSERT_EQ(run_sql(path(), "PRAGMA user_version = 99"), SQLITE_OK);
  for (const Access access : {Access::read, Access::write})
    EXPECT_EQ(refusal(path(), access),
              path() + " is a ledger of format 99; this program knows formats up to 1: use a newer Huice");
}

TEST_F(LedgerFiles, Damage) {
  std::vector<Entry> entries;
  for (int i = 1000; i < 3000; ++i) entries.push_back(line("E" + std::to_string(i), "2024-01-01", i));
  ASSERT_TRUE(record(*open(), "a", entries).ok());
  const std::string whole = read(path());
  ASSERT_GT(whole.size(), 100000u);
  write(path("short.db"), whole.substr(0, whole.size() / 2));
  EXPECT_EQ(refusal(path("short.db"), Access::read), path("short.db") + " is damaged: restore it from a copy");
  std::string holed = whole;
  for (size_t at = 60000; at < 90000; ++at) holed[at] = '\x55';
  write(path("holed.db"), holed);
  const auto ledger = Ledger::open(path("holed.db"), Access::read);
  ASSERT_TRUE(ledger.ok());
  const Outcome outcome = (*ledger)->each_line(0, [](const Entry&) -> Outcome { return Nothing{}; });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.failure().message.en, path("holed.db") + " is damaged: restore it from a copy");
  ASSERT_EQ(run_sql(path(), "DROP TABLE entries"), SQLITE_OK);
  EXPECT_EQ(open()->each_line(0, [](const Entry&) -> Outcome { return Nothing{}; }).failure().message.en,
            path() + " is damaged: restore it from a copy");
}

TEST_F(LedgerFiles, CellsThatNoLedgerWrites) {
  const std::string values = "1,1,'',1,1,1,'','','',0,'','{}','{}')";
  for (const char* cell : {"'m','\"a','2024-01-01',", "'m','a','2024-1-1',"}) {
    std::filesystem::remove(path());
    open();
    ASSERT_EQ(run_sql(path(), ("INSERT INTO entries VALUES (" + std::string(cell) + values).c_str()), SQLITE_OK);
    const Outcome outcome = open()->each_entry({}, [](const Entry&) -> Outcome { return Nothing{}; });
    ASSERT_FALSE(outcome.ok()) << cell;
  }
}

TEST_F(LedgerFiles, OnlyAddedTo) {
  ASSERT_TRUE(record(*open(), "a", {line("E1", "2024-01-01", 1)}).ok());
  for (const char* sql : {"DELETE FROM entries", "UPDATE entries SET granted = 2", "DELETE FROM runs",
                          "UPDATE runs SET id = 'b'", "INSERT INTO inputs VALUES (1, 1, 'a', 'b'); DELETE FROM inputs"})
    EXPECT_EQ(run_sql(path(), sql), SQLITE_CONSTRAINT) << sql;
}

TEST_F(LedgerFiles, ASecondWriterWaitsThenFails) {
  const auto first = open();
  const auto second = open(Access::write, 1);
  ASSERT_TRUE(first->begin().ok());
  const Outcome outcome = second->begin();
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.failure().exit, Exit::environment);
  EXPECT_EQ(outcome.failure().message.en,
            "another run is writing to " + path() + " (waited 1 s); try again when it has finished");
  ASSERT_TRUE(first->commit().ok());
  EXPECT_TRUE(second->begin().ok());
}

TEST_F(LedgerFiles, ReadersSeeWhatIsCommitted) {
  const auto writer = open();
  ASSERT_TRUE(record(*writer, "a", {line("E1", "2024-01-01", 1)}).ok());
  ASSERT_TRUE(writer->begin().ok());
  huice::ledger::Run run;
  run.id = "b";
  ASSERT_TRUE(writer->add_run(run).ok());
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(writer->add(line("F" + std::to_string(i), "2024-01-01", 1)).ok());
  const auto reader = open(Access::read, 0);
  ASSERT_TRUE(reader);
  EXPECT_EQ(lines(*reader).size(), 1u);
  const Outcome outcome =
      reader->each_line(0, [&](const Entry&) -> Outcome { return writer->commit(); });  // a reader in its midst
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(lines(*reader).size(), 1001u);
  EXPECT_FALSE(reader->begin().ok() && reader->add_run(run).ok() && reader->commit().ok());
}

/// What `act` returns in a process that may read the ledger but not write it.
template <class Act>
int as_reader(const std::string& folder, const std::string& path, Act act) {
  chmod(folder.c_str(), 0777);
  chmod(path.c_str(), 0444);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(99);
    _exit(act());
  }
  int status = 0;
  waitpid(child, &status, 0);
  chmod(path.c_str(), 0600);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(LedgerFiles, WhoMayOnlyReadLeavesNothing) {
  ASSERT_TRUE(record(*open(), "a", {line("E1", "2024-01-01", 1)}).ok());
  EXPECT_EQ(as_reader(folder, path(), [&] { return lines(*open(Access::read)) == Lines{"m E1 2024-01-01 1 @1"} ? 0 : 1; }),
            0);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
  EXPECT_EQ(as_reader(folder, path(),
                      [&] { return refusal(path(), Access::write) == "no permission to write to " + path() ? 0 : 1; }),
            0);
}

TEST_F(LedgerFiles, WhoMayOnlyReadIsToldOfWriting) {
  if (geteuid() != 0) GTEST_SKIP() << "needs two users";
  ASSERT_TRUE(record(*open(), "a", {line("E1", "2024-01-01", 1)}).ok());
  int reading[2], written[2];
  ASSERT_EQ(pipe(reading) + pipe(written), 0);
  const pid_t writer = fork();
  if (writer == 0) {
    char byte = 0;
    const bool good = ::read(reading[0], &byte, 1) == 1 && record(*open(), "b", {line("E2", "2024-01-01", 1)}).ok();
    _exit(::write(written[1], "w", 1) == 1 && good ? 0 : 1);
  }
  const int answer = as_reader(folder, path(), [&] {
    const auto ledger = open(Access::read);
    const Outcome outcome = ledger->each_entry({}, [&](const Entry&) -> Outcome {
      char byte = 0;
      if (::write(reading[1], "r", 1) != 1 || ::read(written[0], &byte, 1) != 1) _exit(98);
      return Nothing{};
    });
    return !outcome.ok() && outcome.failure().message.en == path() + " was written to while it was read; try again" ? 0 : 1;
  });
  int status = 0;
  waitpid(writer, &status, 0);
  EXPECT_EQ(answer, 0);
  for (const int end : {reading[0], reading[1], written[0], written[1]}) close(end);
  EXPECT_EQ(status, 0);
}

/// Several processes open one path that does not exist yet, and each records a run.
TEST_F(LedgerFiles, ProcessesMakeOneLedger) {
  constexpr int processes = 6;
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      const auto ledger = Ledger::open(path(), Access::write, 30);
      const bool done =
          ledger.ok() && record(**ledger, "run" + std::to_string(i), {line("E" + std::to_string(i), "2024-01-01", i)}).ok();
      if (!ledger.ok()) fputs((ledger.failure().message.en + "\n").c_str(), stderr);
      _exit(done ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(lines(*open(Access::read)).size(), static_cast<size_t>(processes));
}

TEST_F(LedgerFiles, AKilledRunLeavesNothing) {
  ASSERT_TRUE(record(*open(), "a", {line("E1", "2024-01-01", 1)}).ok());
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto ledger = Ledger::open(path(), Access::write);
    huice::ledger::Run run;
    run.id = "b";
    bool good = ledger.ok() && (*ledger)->begin().ok() && (*ledger)->add_run(run).ok();
    for (int i = 0; good && i < 20000; ++i) {  // more than fits into the file's header pages
      Entry entry = line("F" + std::to_string(i), "2024-01-01", 1);
      entry.reasons = std::string(8000, 'r');
      good = (*ledger)->add(entry).ok();
    }
    (void)!::write(ready[1], good ? "y" : "n", 1);
    pause();
    _exit(0);
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  close(ready[0]);
  close(ready[1]);
  EXPECT_EQ(lines(*open(Access::read)), Lines{"m E1 2024-01-01 1 @1"});
  ASSERT_TRUE(record(*open(), "b", {line("E2", "2024-01-01", 2)}).ok());
  EXPECT_EQ(lines(*open(Access::read)).size(), 2u);
}

}  // namespace
}  // namespace huice::ledger
