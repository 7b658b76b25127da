#include "runtime/ledger/database.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace huice::ledger {
namespace {

Failure environment(std::string en, std::string zh) { return {Exit::environment, {std::move(en), std::move(zh)}}; }

/// Whoever may not write cannot keep beside a ledger, or remove there, the files by which SQLite tells readers from writers:
/// then it is read as a file that does not change, and whether it did is looked at afterwards.
bool reads_still(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  return access(path.c_str(), W_OK) != 0 || access(folder.c_str(), W_OK) != 0;
}

std::string log_of(const std::string& path) { return path + "-wal"; }

std::string address(const std::string& path, bool still) {
  std::string text = "file:";
  static constexpr char hex[] = "0123456789ABCDEF";
  const size_t begin = path.rfind("//", 0) == 0 ? path.find_first_not_of('/') - 1 : 0;  // `//` would begin a host
  for (const char byte : path.substr(begin)) {
    const auto code = static_cast<unsigned char>(byte);
    if (byte == '%' || byte == '?' || byte == '#') {
      text += {'%', hex[code >> 4], hex[code & 15]};
    } else {
      text += byte;
    }
  }
  return still ? text + "?immutable=1" : text;
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Statement::bind(int parameter, int64_t value) { sqlite3_bind_int64(statement_.get(), parameter + 1, value); }
void Statement::bind(int parameter, std::string_view value) {
  const char* bytes = value.data() == nullptr ? "" : value.data();
  sqlite3_bind_text64(statement_.get(), parameter + 1, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void Statement::bind_null(int parameter) { sqlite3_bind_null(statement_.get(), parameter + 1); }
int Statement::step() { return sqlite3_step(statement_.get()); }
void Statement::reset() { sqlite3_reset(statement_.get()); }
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return bytes == nullptr ? std::string_view{}
                          : std::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, bool write, int wait) {
  std::unique_ptr<Database> database(new Database(path, wait));
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
  const bool still = !write && access(log_of(path).c_str(), F_OK) != 0 && reads_still(path);
  if (still) database->still_ = database->stamp();
  const int code = sqlite3_open_v2(address(path, still).c_str(), &database->handle_, flags, nullptr);
  if (code != SQLITE_OK) return database->failure(code);
  if (write && sqlite3_db_readonly(database->handle_, "main") == 1)
    return environment("no permission to write to " + path, "没有写入 " + path + " 的权限");
  sqlite3_busy_timeout(database->handle_, wait * 1000);
  sqlite3_db_config(database->handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (!write) {
    if (Outcome outcome = database->run("PRAGMA query_only = ON"); !outcome) return outcome.failure();
  }
  return database;
}

Database::~Database() { sqlite3_close_v2(handle_); }

Database::Stamp Database::stamp() const {
  struct stat status{};
  if (stat(path_.c_str(), &status) != 0) return {};
  return {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec, access(log_of(path_).c_str(), F_OK) == 0};
}

Outcome Database::run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return Nothing{};
}

Outcome Database::run_patiently(const char* sql) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(wait_);
  for (;;) {
    const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return Nothing{};
    if ((code & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() >= end) return failure(code);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

Result<Statement> Database::prepare(const char* sql) {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  Statement statement;
  statement.statement_.reset(raw);
  if (code == SQLITE_ERROR) return damaged();  // the tables are not those of a ledger
  if (code != SQLITE_OK) return failure(code);
  return statement;
}

Result<bool> Database::next(Statement& statement) {
  const int code = statement.step();
  if (code == SQLITE_ROW) return true;
  if (still_ && stamp() != *still_)
    return environment(path_ + " was written to while it was read; try again",
                       "读取 " + path_ + " 时有运行正在写入；请重试");
  if (code == SQLITE_DONE) return false;
  return failure(code);
}

Outcome Database::run(Statement& statement) {
  Result<bool> more = next(statement);
  while (more && *more) more = next(statement);
  statement.reset();
  if (!more) return more.failure();
  return Nothing{};
}

Result<int64_t> Database::number(const char* sql) {
  auto statement = prepare(sql);
  if (!statement) return statement.failure();
  const auto row = next(*statement);
  if (!row) return row.failure();
  if (!*row) return damaged();
  return statement->integer(0);
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::checkpoint() { sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr); }

Failure Database::damaged() const {
  return environment(path_ + " is damaged: restore it from a copy", path_ + " 已损坏：请从备份恢复");
}

Failure Database::failure(int code) const {
  const std::string seconds = std::to_string(wait_);
  const int error = handle_ == nullptr ? 0 : sqlite3_system_errno(handle_);
  // Only writing pages gives SQLITE_FULL; the files beside the ledger fail with SQLITE_IOERR.
  const bool full = (code & 0xff) == SQLITE_IOERR && (error == ENOSPC || error == EDQUOT);
  switch (full ? SQLITE_FULL : code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return environment(
          "another run is writing to " + path_ + " (waited " + seconds + " s); try again when it has finished",
          "另一次运行正在写入 " + path_ + "（已等待 " + seconds + " 秒）；请待其结束后重试");
    case SQLITE_NOTADB:
      return environment(path_ + " is no ledger of Huice", path_ + " 不是惠策台账");
    case SQLITE_CORRUPT:
      return damaged();
    case SQLITE_FULL:
      return environment("no space left for " + path_ + "; nothing was recorded",
                         "没有空间写入 " + path_ + "；未作任何记录");
    case SQLITE_NOMEM:
      return environment("out of memory", "内存不足");
    default:
      break;
  }
  const std::string why = error != 0           ? std::strerror(error)
                          : handle_ == nullptr ? sqlite3_errstr(code)
                                               : sqlite3_errmsg(handle_);
  return environment("cannot use " + path_ + ": " + why, "无法使用 " + path_ + "：" + why);
}

}  // namespace huice::ledger
