#include "compiler/program/project.h"

#include <algorithm>

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "base/unicode/closest.h"
#include "base/unicode/normalize.h"
#include "compiler/program/files.h"

namespace huice::program {
namespace {

namespace fs = std::filesystem;

struct Reading {
  std::string file;
  fs::path folder;
  Project project = {};
  std::optional<Failure> fault = {};  // the first

  void fail(const toml::source_region& at, const std::string& en, const std::string& zh) {
    if (fault) return;
    const std::string place = file + ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
    fault = Failure{Exit::wrong, {place + ": " + en, place + "：" + zh}};
  }

  /// A text that is one of `words`, or any text where there are none.
  std::string text(std::string_view key, const toml::node& node, const std::vector<std::string>& words) {
    std::string all, value = node.value_exact<std::string>().value_or("");
    for (const std::string& word : words) all += (all.empty() ? "\"" : ", \"") + word + "\"";
    if (node.is_string() && (words.empty() ? !value.empty() : std::find(words.begin(), words.end(), value) != words.end())) return value;
    const std::string name(key);
    if (words.empty()) {
      fail(node.source(), name + " must be a text in quotes", name + " 应为引号中的文本");
    } else {
      fail(node.source(), name + " must be " + all, name + " 应为 " + all);
    }
    return "";
  }

  void columns(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return fail(node.source(), "columns must be a table: [columns]", "columns 应为表：[columns]");
    for (const auto& [key, value] : *table) {
      const std::string field = text(key.str(), value, {});
      project.columns.emplace_back(unicode::nfc(key.str()), unicode::nfc(field));
    }
  }

  void take(const toml::key& key, const toml::node& node) {
    const std::string_view name = key.str();
    if (name == "language") {
      text(name, node, {"1"});
    } else if (name == "lang") {
      project.lang = text(name, node, {"en", "zh"});
    } else if (name == "keywords") {
      project.keywords = text(name, node, {"en", "zh"});
    } else if (name == "sources") {
      const std::string folder = text(name, node, {});
      if (!folder.empty()) project.sources = (this->folder / folder).lexically_normal().string();
    } else if (name == "columns") {
      columns(node);
    } else {
      const std::vector<std::string> known{"language", "lang", "keywords", "sources", "columns"};
      const auto close = unicode::closest(std::string(name), known);
      fail(key.source(), "there is no key " + std::string(name) + (close ? "; did you mean " + *close + "?" : "; there are language, lang, keywords, sources, [columns]"),
           "没有键 " + std::string(name) + (close ? "；是否指 " + *close + "？" : "；可用 language、lang、keywords、sources、[columns]"));
    }
  }
};

}  // namespace

Result<Project> read_project(const fs::path& root) {
  const fs::path path = root / "huice.toml";
  std::error_code error;
  if (!fs::exists(path, error)) return Project{};
  auto bytes = read_policy(path);
  if (!bytes) return bytes.failure();
  Reading reading{path.lexically_proximate(fs::current_path(error)).string(), root};
  const toml::parse_result parsed = toml::parse(*bytes);
  if (!parsed) {
    const std::string why(parsed.error().description());
    reading.fail(parsed.error().source(), "this is not TOML: " + why, "不是有效的 TOML：" + why);
    return *reading.fault;
  }
  // in the order of the file, so that the first fault is the first line
  std::vector<std::pair<const toml::key*, const toml::node*>> entries;
  for (const auto& [key, node] : parsed.table()) entries.emplace_back(&key, &node);
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first->source().begin.line < b.first->source().begin.line; });
  for (const auto& [key, node] : entries) reading.take(*key, *node);
  if (reading.fault) return *reading.fault;
  return std::move(reading.project);
}

Result<Project> find_project(const std::string& path) {
  const auto place = find_files(path);
  if (place) return read_project(place->root);
  std::error_code error;  // a folder of programs: the same search from there
  const fs::path folder = fs::canonical(path, error);
  if (error || !fs::is_directory(folder, error)) return Project{};
  for (fs::path at = folder;; at = at.parent_path()) {
    if (fs::exists(at / "huice.toml", error)) return read_project(at);
    if (at == at.parent_path()) return Project{};
  }
}

}  // namespace huice::program
