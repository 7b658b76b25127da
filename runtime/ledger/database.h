// SQLite as the ledger uses it: one file, statements that are prepared once, failures in people's words.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace huice::ledger {

/// Values are bound and columns read from 0, in order. Texts that are bound must live until `step` or `run` returns; texts
/// that are read, until the next `step`.
class Statement {
 public:
  Statement() = default;
  void bind(int parameter, int64_t value);
  void bind(int parameter, std::string_view value);
  void bind_null(int parameter);
  /// SQLite's result code: a row, done, or what failed.
  int step();
  void reset();

  bool is_null(int column) const;
  int64_t integer(int column) const;
  std::string_view text(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  /// The file exists. `wait`: seconds that a call waits for another process.
  static Result<std::unique_ptr<Database>> open(const std::string& path, bool write, int wait);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& path() const { return path_; }
  /// Statements without values or rows.
  Outcome run(const char* sql);
  /// For what SQLite refuses at once while another process is at it, and which may be done twice.
  Outcome run_patiently(const char* sql);
  Result<Statement> prepare(const char* sql);
  /// Whether there is one more row.
  Result<bool> next(Statement& statement);
  /// To its end, then ready for other values.
  Outcome run(Statement& statement);
  /// The first column of the first row.
  Result<int64_t> number(const char* sql);
  bool in_transaction() const;
  /// Takes what is committed over into the file itself, as far as no reader is in the way.
  void checkpoint();

  Failure failure(int code) const;
  Failure damaged() const;

 private:
  /// What tells that a file was written to.
  struct Stamp {
    int64_t size = 0, seconds = 0, nanoseconds = 0;
    bool log = false;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  Database(std::string path, int wait) : path_(std::move(path)), wait_(wait) {}
  Stamp stamp() const;

  std::string path_;
  int wait_;
  std::optional<Stamp> still_;  // read as a file that does not change: what it was when it was opened
  sqlite3* handle_ = nullptr;
};

}  // namespace huice::ledger
