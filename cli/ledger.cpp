// huice ledger list, show, export, reverse: what was paid, and taking runs back.
#include <algorithm>
#include <iostream>
#include <set>

#include "api/version.h"
#include "cli/ledger_cells.h"
#include "cli/ledger_text.h"
#include "cli/programs.h"
#include "runtime/decisions/table.h"
#include "runtime/decisions/target.h"
#include "runtime/ledger/ledger.h"

namespace huice::cli {
namespace {

using ledger::Access;
using ledger::Ledger;

Result<RunsByNumber> runs_by_number(const Ledger& ledger) {
  auto runs = ledger.runs();
  if (!runs) return runs.failure();
  RunsByNumber result;
  for (ledger::Run& run : *runs) {
    const uint64_t number = run.number;
    result.emplace(number, std::move(run));
  }
  return result;
}

/// Which lines `show` is asked for.
struct Question {
  ledger::Filter filter;
  ledger::Field where;  // name empty: any
};

Result<Question> question_of(const LedgerOptions& options) {
  Question question;
  if (!options.key.empty()) {
    std::vector<std::string> key;
    if (!ledger::parse_key(options.key, key))
      return Failure{Exit::usage,
                     {"--key takes cells with commas between them, as in E1,P2 or \"a,b\",P2",
                      "--key 应为以逗号相连的主键值，如 E1,P2 或 \"a,b\",P2"}};
    question.filter.key = std::move(key);
  }
  const size_t sign = options.where.find('=');
  if (!options.where.empty()) {
    if (sign == std::string::npos || sign == 0)
      return Failure{Exit::usage, {"--where takes FIELD=VALUE", "--where 应为 字段=值"}};
    question.where = {options.where.substr(0, sign), options.where.substr(sign + 1)};
  }
  if (options.key.empty() && options.where.empty())
    return Failure{Exit::usage,
                   {"say whose payments to show: --key KEY, or --where FIELD=VALUE",
                    "请说明查看谁的支付：--key 主键，或 --where 字段=值"}};
  return question;
}

/// Puts the histories of lines in which an entry fits the question to `visit`, one at a time.
class Histories {
 public:
  Histories(const Question& question, std::function<void(const History&)> visit)
      : question_(question), visit_(std::move(visit)) {}

  void add(const ledger::Entry& entry) {
    if (!history_.empty() &&
        (history_.back().measure != entry.measure || history_.back().key != entry.key || history_.back().date != entry.date))
      finish();
    for (const ledger::Field& field : entry.fields) {
      if (field.name == question_.where.name && field.cell == question_.where.cell) fits_ = true;
      if (names_.size() < 50) names_.insert(field.name);
    }
    history_.push_back(entry);
  }
  void finish() {
    if (!history_.empty() && (question_.where.name.empty() || fits_)) visit_(history_);
    history_.clear();
    fits_ = false;
  }
  const std::set<std::string>& names() const { return names_; }

 private:
  const Question& question_;
  std::function<void(const History&)> visit_;
  History history_;
  bool fits_ = false;
  std::set<std::string> names_;
};

Bilingual nothing_found(const LedgerOptions& options, const Question& question, const std::set<std::string>& names) {
  const std::string asked = options.key.empty()     ? options.where
                            : options.where.empty() ? options.key
                                                    : options.key + ", " + options.where;
  Bilingual text{"no payment of " + asked + " in " + options.ledger, options.ledger + " 中没有 " + asked + " 的支付"};
  if (question.where.name.empty() || names.contains(question.where.name)) return text;
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  if (list.empty()) return text;
  return {text.en + "; the fields that it holds are " + list, text.zh + "；所存字段有 " + list};
}

Outcome write_entries(decisions::Target& target, const Ledger& ledger, const ledger::Filter& filter,
                      const RunsByNumber& runs) {
  if (Outcome outcome = target.write(entries_header()); !outcome) return outcome;
  std::string text;
  const Outcome outcome = ledger.each_entry(filter, [&](const ledger::Entry& entry) -> Outcome {
    append_entry(text, entry, runs);
    if (text.size() < 1 << 16) return Nothing{};
    Outcome written = target.write(text);
    text.clear();
    return written;
  });
  if (!outcome) return outcome;
  if (Outcome written = target.write(text); !written) return written;
  if (Outcome finished = target.finish(); !finished) return finished;
  return target.commit();
}

}  // namespace

int ledger_list(const Common& common, const LedgerOptions& options) {
  const auto ledger = Ledger::open(options.ledger, Access::read, options.wait);
  if (!ledger) return complain(common, ledger.failure());
  const auto runs = (*ledger)->runs();
  if (!runs) return complain(common, runs.failure());
  if (options.format == "csv") {
    std::cout << runs_csv(*runs);
  } else if (options.format == "json") {
    std::cout << runs_json(*runs);
  } else {
    std::cout << runs_text(*runs, common.language);
  }
  return 0;
}

int ledger_show(const Common& common, const LedgerOptions& options) {
  const auto question = question_of(options);
  if (!question) return complain(common, question.failure());
  const auto ledger = Ledger::open(options.ledger, Access::read, options.wait);
  if (!ledger) return complain(common, ledger.failure());
  const auto runs = runs_by_number(**ledger);
  if (!runs) return complain(common, runs.failure());
  uint64_t lines = 0;
  __int128 granted = 0;
  auto json = nlohmann::ordered_json::array();
  if (options.format == "csv") std::cout << entries_header();
  Histories histories(*question, [&](const History& history) {
    ++lines;
    if (history.back().decision != 0) granted += history.back().granted;
    if (options.format == "csv") {
      std::string text;
      for (const ledger::Entry& entry : history) append_entry(text, entry, *runs);
      std::cout << text;
    } else if (options.format == "json") {
      json.push_back(history_json(history, *runs));
    } else {
      std::cout << history_text(history, *runs, common.language) << '\n';
    }
  });
  const Outcome outcome = (*ledger)->each_entry(question->filter, [&](const ledger::Entry& entry) -> Outcome {
    histories.add(entry);
    return Nothing{};
  });
  if (!outcome) return complain(common, outcome.failure());
  histories.finish();
  if (options.format == "json") std::cout << json.dump(2) << '\n';
  if (lines == 0) {
    std::cerr << common.pick(nothing_found(options, *question, histories.names())) << '\n';
  } else if (options.format == "text") {
    const std::string count = std::to_string(lines), sum = decisions::grouped(yuan(granted));
    std::cout << common.pick({count + (lines == 1 ? " line, " : " lines, ") + sum + " yuan granted",
                              count + " 笔，共核给 " + sum + " 元"})
              << '\n';
  }
  return 0;
}

int ledger_export(const Common& common, const LedgerOptions& options) {
  const auto ledger = Ledger::open(options.ledger, Access::read, options.wait);
  if (!ledger) return complain(common, ledger.failure());
  const auto runs = runs_by_number(**ledger);
  if (!runs) return complain(common, runs.failure());
  ledger::Filter filter;
  if (!options.run.empty()) {
    const auto run = (*ledger)->find_run(options.run);
    if (!run) return complain(common, run.failure());
    if (!*run)
      return complain(common, {Exit::usage,
                               {"there is no run " + options.run + " in " + options.ledger,
                                options.ledger + " 中没有运行 " + options.run}});
    filter.run = (*run)->number;
  }
  auto target = decisions::open_target(options.out, decisions::OutEncoding::utf_8, false);
  if (!target) return complain(common, target.failure());
  const Outcome outcome = write_entries(**target, **ledger, filter, *runs);
  return outcome ? 0 : complain(common, outcome.failure());
}

int ledger_reverse(const Common& common, const LedgerOptions& options) {
  if (const auto there = Ledger::open(options.ledger, Access::read, options.wait); !there)
    return complain(common, there.failure());
  const auto ledger = Ledger::open(options.ledger, Access::write, options.wait);
  if (!ledger) return complain(common, ledger.failure());
  ledger::Run reversal;
  reversal.id = options.run_id;
  reversal.compiler = version();
  const auto done = (*ledger)->reverse(options.run, reversal);
  if (!done) return complain(common, done.failure());
  if (common.quiet) return 0;
  const std::string lines = std::to_string(done->entries), paid = decisions::grouped(yuan(done->paid));
  std::cout << common.pick({"run " + options.run + " is reversed by run " + done->id + ": " + lines +
                                (done->entries == 1 ? " line, " : " lines, ") + paid + " yuan",
                            "运行 " + options.run + " 已由运行 " + done->id + " 冲销：" + lines + " 笔，" + paid + " 元"})
            << '\n';
  return 0;
}

}  // namespace huice::cli
