// huice ledger import: opening payments, all of them or none.
#include <iostream>

#include "api/version.h"
#include "base/digest.h"
#include "cli/data.h"
#include "cli/ledger_cells.h"
#include "cli/ledger_opening.h"
#include "cli/programs.h"
#include "runtime/decisions/table.h"
#include "runtime/ledger/ledger.h"

namespace huice::cli {
namespace {

using ledger::Ledger;

/// The same files give the same id, so that importing them again does nothing.
std::string id_of(const Opening& opening) {
  std::string digests;
  for (const batch::FileReport& file : opening.files) digests += file.digest + '\n';
  return "opening-" + digest_of(digests).substr(5, 16);
}

bool same_files(const Opening& opening, const ledger::Run& run) {
  if (run.kind != ledger::RunKind::opening || run.inputs.size() != opening.files.size()) return false;
  for (size_t i = 0; i < run.inputs.size(); ++i)
    if (run.inputs[i].digest != opening.files[i].digest) return false;
  return true;
}

/// Lines that the ledger has already. Their runs are to be reversed, or the file is wrong.
Outcome check_lines(const Ledger& ledger, Opening& opening) {
  const auto runs = ledger.runs();
  if (!runs) return runs.failure();
  const Outcome outcome = each_opening(opening, [&](const ledger::Entry& entry, const PaymentRow& place) -> Outcome {
    const auto found = ledger.find_line(entry.measure, entry.key, entry.date);
    if (!found) return found.failure();
    if (!*found) return Nothing{};
    std::string run;
    for (const ledger::Run& each : *runs)
      if (each.number == (*found)->decision) run = each.id;
    opening.bad.push_back({opening.files[place.file].path,
                           place.line,
                           {"the ledger has a payment for its measure, key and date already, of run " + run,
                            "台账中已有该措施、主键、日期的支付，见运行 " + run}});
    return Nothing{};
  });
  sort_bad(opening.bad, opening.files);
  return outcome;
}

int refuse(const Common& common, const Opening& opening) {
  for (const BadRow& bad : opening.bad) {
    const std::string place = bad.file + ":" + std::to_string(bad.line);
    std::cerr << common.pick({place + ": " + bad.why.en, place + "：" + bad.why.zh}) << '\n';
  }
  const std::string bad = std::to_string(opening.bad.size()), all = std::to_string(opening.rows_in);
  return complain(common,
                  {Exit::environment,
                   {bad + " of " + all + (opening.rows_in == 1 ? " row" : " rows") + " cannot be imported; nothing was",
                    all + " 行中有 " + bad + " 行无法导入；未导入任何内容"}});
}

Outcome record(Ledger& ledger, const ledger::Run& run, const Opening& opening) {
  if (const auto number = ledger.add_run(run); !number) return number.failure();
  const Outcome added =
      each_opening(opening, [&](const ledger::Entry& entry, const PaymentRow&) { return ledger.add(entry); });
  if (!added) return added;
  return ledger.commit();
}

}  // namespace

int ledger_import(const Common& common, const LedgerOptions& options) {
  int exit = 0;
  const auto program = compile_or_complain(common, options.program, exit);
  if (!program) return exit;
  auto input = input_options(options.encoding, options.dialect);
  auto opening = read_opening(*program, options.data, input);
  if (!opening) return complain(common, opening.failure());
  if (!common.quiet) show_encodings(common, opening->files);
  if (!opening->bad.empty()) return refuse(common, *opening);

  ledger::Run run;
  run.id = options.run_id.empty() ? id_of(*opening) : options.run_id;
  run.kind = ledger::RunKind::opening;
  run.program = program->digest;
  run.compiler = version();
  for (const batch::FileReport& file : opening->files) run.inputs.push_back({file.path, file.digest});
  const auto ledger = Ledger::open(options.ledger, ledger::Access::write, options.wait);
  if (!ledger) return complain(common, ledger.failure());
  if (Outcome outcome = (*ledger)->begin(); !outcome) return complain(common, outcome.failure());
  const auto before = (*ledger)->find_run(run.id);
  if (!before) return complain(common, before.failure());
  if (*before && (*before)->reversed_by.empty() && same_files(*opening, **before)) {
    if (!common.quiet)
      std::cout << common.pick({"imported already, as run " + run.id, "此前已导入，见运行 " + run.id}) << '\n';
    return 0;
  }
  if (*before && !(*before)->reversed_by.empty()) {
    return complain(common, {Exit::usage,
                             {"run " + run.id + " was imported and reversed; give the new one a name with --run-id",
                              "运行 " + run.id + " 已导入并被冲销；请用 --run-id 为新的运行命名"}});
  }
  if (Outcome outcome = check_lines(**ledger, *opening); !outcome) return complain(common, outcome.failure());
  if (!opening->bad.empty()) return refuse(common, *opening);
  if (Outcome outcome = record(**ledger, run, *opening); !outcome) return complain(common, outcome.failure());
  if (common.quiet) return 0;
  for (const auto& [names, rows] : opening->uncharged) {
    const auto& [measure, pool] = names;
    const std::string count = std::to_string(rows);
    std::cerr << common.pick({measure + ": " + count + (rows == 1 ? " payment is" : " payments are") +
                                  " not charged to pool " + pool + ", from which it is paid (column pool)",
                              measure + "：" + count + " 笔支付未计入其资金池 " + pool + "（资金池列）"})
              << '\n';
  }
  const std::string lines = std::to_string(opening->lines), paid = decisions::grouped(yuan(opening->paid));
  std::cout << common.pick({"imported as run " + run.id + ": " + lines + (opening->lines == 1 ? " line, " : " lines, ") +
                                paid + " yuan",
                            "已导入为运行 " + run.id + "：" + lines + " 笔，" + paid + " 元"})
            << '\n';
  return 0;
}

}  // namespace huice::cli
