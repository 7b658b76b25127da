#include "compiler/coverage/check_sources.h"

#include <algorithm>
#include <filesystem>

#include "base/unicode/utf8.h"
#include "compiler/coverage/lists.h"
#include "compiler/coverage/plain.h"
#include "compiler/coverage/source_clauses.h"
#include "compiler/program/files.h"

namespace huice::coverage {
namespace {

namespace fs = std::filesystem;

class Checker {
 public:
  Checker(Report& report, Lists& lists) : report_(report), lists_(lists) {}

  void check(Document& document, const std::string& text) {
    std::vector<std::string> names;
    for (const Clause& clause : document.clauses) names.push_back(clause.name);
    const std::vector<SourceClause> places = find_clauses(text, names, lists_.clauses);
    for (size_t i = 0; i < names.size(); ++i) {
      Clause& clause = document.clauses[i];
      if (places[i].sought != Sought::found) {
        const bool several = places[i].sought == Sought::several;
        fault("clause " + names[i] + " of " + document.name + (several ? " begins in several places of " : " is not found in ") + document.source +
                  ": say in clauses.txt with which words it begins",
              document.name + " 的条款 " + names[i] + (several ? " 在 " + document.source + " 中有多处开头" : " 在 " + document.source + " 中找不到") +
                  "：请在 clauses.txt 中写明其开头文字");
        continue;
      }
      clause.text = text.substr(places[i].begin, places[i].end - places[i].begin);
      check(clause);
    }
  }

  void check_unused() {
    for (const Explained& line : lists_.figures) {
      if (line.used) continue;
      report_.faults.push_back({line.place,
                                {"explains nothing: clause " + line.clause + " has no figure " + line.figure + " outside the fragments",
                                 "没有说明对象：条款 " + line.clause + " 在引文之外没有数字 " + line.figure}});
    }
  }

 private:
  void fault(std::string en, std::string zh) { report_.faults.push_back({"", {std::move(en), std::move(zh)}}); }

  void check(Clause& clause) {
    const Plain whole = plain(*clause.text);
    for (Citing& citing : clause.rules) {
      for (Citing::Quote& quote : citing.quotes) {
        const std::vector<Range> places = find_all(whole, quote.fragment);
        quote.found = !places.empty();
        clause.quoted.insert(clause.quoted.end(), places.begin(), places.end());
      }
    }
    for (const Figure& figure : figures(whole)) {
      const auto covers = [&](const Range& range) { return range.begin <= figure.range.begin && figure.range.end <= range.end; };
      if (is_own_number(clause, figure) || std::any_of(clause.quoted.begin(), clause.quoted.end(), covers)) continue;
      clause.outside.push_back({figure.text, reason_of(clause, figure), figure.range});
    }
  }

  /// `24.` or `第24条` at the beginning of clause 24.
  static bool is_own_number(const Clause& clause, const Figure& figure) { return figure.range.begin <= 1 && figure.text.starts_with(clause.name); }

  std::string reason_of(const Clause& clause, const Figure& figure) {
    std::string reason;
    for (Explained& line : lists_.figures) {
      if (line.clause != clause.name || plain(line.figure).text != plain(figure.text).text) continue;
      line.used = true;
      reason = line.reason;
    }
    return reason;
  }

  Report& report_;
  Lists& lists_;
};

}  // namespace

Outcome check_sources(const std::string& sources, Report& report) {
  auto lists = read_lists(report.path);
  if (!lists) return lists.failure();
  Checker checker(report, *lists);
  for (Document& document : report.documents) {
    if (document.source.empty()) continue;
    const fs::path file = fs::path(sources) / document.source;
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return Failure{Exit::environment, {"there is no file " + file.string(), "没有文件 " + file.string()}};
    auto bytes = program::read_policy(file);
    if (!bytes) return bytes.failure();
    if (bytes->starts_with("\xEF\xBB\xBF")) bytes->erase(0, 3);
    if (unicode::first_invalid_utf8(*bytes)) return Failure{Exit::environment, {file.string() + " is not UTF-8", file.string() + " 不是 UTF-8"}};
    checker.check(document, *bytes);
  }
  checker.check_unused();
  report.with_sources = true;
  return Nothing{};
}

}  // namespace huice::coverage
