// huice ledger compare: what a ledger recorded, decided once more by a program: what would still be to pay, what to reclaim.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/decimal.h"
#include "cli/data.h"
#include "cli/programs.h"
#include "compiler/program/kernels.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/decisions/table.h"
#include "runtime/decisions/target.h"
#include "runtime/engine/run.h"

namespace huice::cli {
namespace {

using decisions::grouped;

std::string yuan(int64_t fen) {
  std::string text;
  append_decimal(text, fen, 2);
  return text;
}

struct Sums {
  int64_t pay = 0, reclaim = 0;  // fen
};
Sums sums_of(const engine::Report& report) {
  Sums sums;
  for (const engine::Difference& each : report.differences) (each.now.granted > each.recorded ? sums.pay : sums.reclaim) += each.now.granted - each.recorded;
  return sums;
}

/// `measure,key,date,run,recorded,now,difference,reasons`
std::string to_csv(const engine::Report& report) {
  std::string out = "measure,key,date,run,recorded,now,difference,reasons\n";
  for (const auto& [now, recorded, run] : report.differences) {
    bool first = true;
    for (const std::string& cell : {now.measure, ledger::key_text(now.key), to_string(Date{now.date}), run, yuan(recorded), yuan(now.granted),
                                    yuan(now.granted - recorded), now.reasons}) {
      if (!first) out += ',';
      first = false;
      decisions::append_csv(out, cell, batch::Dialect::strict);
    }
    out += '\n';
  }
  return out;
}

std::string to_json(const engine::Report& report) {
  nlohmann::ordered_json json{{"compared", report.compared}, {"differences", nlohmann::ordered_json::array()}};
  for (const auto& [now, recorded, run] : report.differences) {
    json["differences"].push_back({{"measure", now.measure}, {"key", now.key}, {"date", to_string(Date{now.date})}, {"run", run}, {"recorded", yuan(recorded)},
                                   {"now", yuan(now.granted)}, {"difference", yuan(now.granted - recorded)}, {"reasons", now.reasons}});
  }
  const Sums sums = sums_of(report);
  json["to_pay"] = yuan(sums.pay);
  json["to_reclaim"] = yuan(-sums.reclaim);
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string to_text(const Common& common, const engine::Report& report) {
  const auto say = [&](const char* en, const char* zh) { return common.pick({en, zh}); };
  decisions::Table table({say("measure", "措施"), say("key", "主键"), say("date", "基准日"), say("run", "运行"), say("recorded", "已核定"), say("now", "现核定"),
                          say("difference", "差额"), say("reasons", "原因")},
                         {false, false, false, false, true, true, true, false});
  for (const auto& [now, recorded, run] : report.differences) {
    table.add({now.measure, ledger::key_text(now.key), to_string(Date{now.date}), run, grouped(yuan(recorded)), grouped(yuan(now.granted)),
               grouped(yuan(now.granted - recorded)), now.reasons});
  }
  const Sums sums = sums_of(report);
  const std::string lines = std::to_string(report.compared), different = std::to_string(report.differences.size());
  return (table.empty() ? "" : table.text() + "\n") +
         common.pick({lines + " lines compared, " + different + " differ: " + grouped(yuan(sums.pay)) + " yuan to pay, " + grouped(yuan(-sums.reclaim)) + " yuan to reclaim\n",
                      "比较 " + lines + " 笔，" + different + " 笔不同：应补付 " + grouped(yuan(sums.pay)) + " 元，应追回 " + grouped(yuan(-sums.reclaim)) + " 元\n"});
}

}  // namespace

int ledger_compare(const Common& common, const LedgerOptions& given) {
  RunOptions run = given.run_options;
  run.program = given.program;
  run.ledger = given.ledger;
  run.dry_run = true;
  int exit = 0;
  const auto program = compile_or_complain(common, run.program, exit);
  if (!program) return exit;
  auto prepared = prepare(common, *program, run);
  if (!prepared) return complain(common, prepared.failure());
  prepared->options.redecide = true;
  const program::KernelOptions kernels = kernel_options(common);
  const auto report = engine::run(program->catalogue, program->schemas, prepared->plan, program::kernels_of(*program, kernels), prepared->options,
                                  program::members_of(*program, kernels), nullptr, program::numbers_of(*program, kernels));
  if (!report) return complain(common, report.failure());
  const std::string text = given.format == "json" ? to_json(*report) : given.format == "csv" ? to_csv(*report) : to_text(common, *report);
  auto target = decisions::open_target(given.out, decisions::OutEncoding::utf_8, false);
  if (!target) return complain(common, target.failure());
  if (const Outcome outcome = (*target)->write(text); !outcome) return complain(common, outcome.failure());
  if (const Outcome outcome = (*target)->finish(); !outcome) return complain(common, outcome.failure());
  if (const Outcome outcome = (*target)->commit(); !outcome) return complain(common, outcome.failure());
  return report->differences.empty() ? 0 : static_cast<int>(Exit::wrong);
}

}  // namespace huice::cli
