#include "compiler/coverage/lists.h"

#include <filesystem>

#include "base/unicode/utf8.h"
#include "compiler/program/files.h"

namespace huice::coverage {
namespace {

namespace fs = std::filesystem;

struct Row {
  std::vector<std::string> cells;
  std::string place;
};

Result<std::vector<Row>> rows_of(const fs::path& file, size_t columns, const char* form) {
  std::vector<Row> rows;
  std::error_code error;
  if (!fs::exists(file, error)) return rows;
  auto bytes = program::read_policy(file);
  if (!bytes) return bytes.failure();
  if (unicode::first_invalid_utf8(*bytes)) return Failure{Exit::wrong, {file.string() + " is not UTF-8", file.string() + " 不是 UTF-8"}};
  size_t line = 0;
  for (size_t at = 0; at < bytes->size(); ++line) {
    const size_t end = std::min(bytes->find('\n', at), bytes->size());
    std::string text = bytes->substr(at, end - at);
    at = end + 1;
    if (!text.empty() && text.back() == '\r') text.pop_back();
    if (text.find_first_not_of(" \t") == std::string::npos || text.front() == '#') continue;
    Row row{{}, file.string() + ":" + std::to_string(line + 1)};
    for (size_t begin = 0; begin <= text.size();) {
      const size_t tab = std::min(text.find('\t', begin), text.size());
      row.cells.push_back(text.substr(begin, tab - begin));
      begin = tab + 1;
    }
    bool whole = row.cells.size() == columns;
    for (const std::string& cell : row.cells) whole = whole && !cell.empty();
    if (!whole) {
      const std::string spelled(form);
      return Failure{Exit::wrong, {row.place + ": a line is " + spelled + ", with tabs between", row.place + "：每行应为 " + spelled + "，以制表符分隔"}};
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Result<Lists> read_lists(const std::string& path) {
  std::error_code error;
  const fs::path folder = fs::is_directory(path, error) ? fs::path(path) : fs::path(path).parent_path();
  Lists lists;
  auto figures = rows_of(folder / "figures.txt", 3, "CLAUSE FIGURE REASON");
  if (!figures) return figures.failure();
  for (Row& row : *figures) lists.figures.push_back({row.cells[0], row.cells[1], row.cells[2], row.place});
  auto clauses = rows_of(folder / "clauses.txt", 2, "CLAUSE FIRST-WORDS");
  if (!clauses) return clauses.failure();
  for (Row& row : *clauses) lists.clauses.push_back({row.cells[0], row.cells[1]});
  return lists;
}

}  // namespace huice::coverage
