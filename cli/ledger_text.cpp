#include "cli/ledger_text.h"

#include "base/date.h"
#include "cli/ledger_cells.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/decisions/table.h"

namespace huice::cli {
namespace {

using decisions::grouped;
using ledger::Run;

std::string kind_text(const Run& run, bool zh) {
  const std::string kind(zh ? label_zh(run.kind) : name(run.kind));
  if (run.kind == ledger::RunKind::reversal) return kind + (zh ? "：" : " of ") + run.reverses;
  return run.reversed_by.empty() ? kind
                                 : kind + (zh ? "，已被 " + run.reversed_by + " 冲销" : ", reversed by " + run.reversed_by);
}

std::string inputs_cell(const Run& run) {
  std::vector<ledger::Field> pairs;
  for (const ledger::Input& input : run.inputs) pairs.push_back({input.path, input.digest});
  return cell_of(pairs);
}

void append_cells(std::string& out, const std::vector<std::string>& cells) {
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    decisions::append_csv(out, cells[i]);
  }
  out += '\n';
}

const Run& run_of(const RunsByNumber& runs, uint64_t number) {
  static const Run none;
  const auto found = runs.find(number);
  return found == runs.end() ? none : found->second;
}

std::string pool_text(const ledger::Entry& entry) {
  if (entry.pool.empty()) return "";
  return entry.pool + (entry.category.empty() ? "" : "/" + entry.category) + " " + grouped(yuan(entry.charged));
}

std::string indented(const std::string& text) {
  std::string out;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    out += "  " + text.substr(at, end - at);
    at = end;
  }
  return out;
}

}  // namespace

std::string runs_text(const std::vector<Run>& runs, Language language) {
  const bool zh = language == Language::zh;
  decisions::Table table(zh ? std::vector<std::string>{"运行", "种类", "记账时间", "截至日", "笔数", "支付（元）"}
                            : std::vector<std::string>{"run", "kind", "recorded", "as of", "lines", "paid (yuan)"},
                         {false, false, false, false, true, true});
  for (const Run& run : runs)
    table.add({run.id, kind_text(run, zh), run.recorded_at, run.as_of, grouped(std::to_string(run.entries)),
               grouped(yuan(run.paid))});
  return table.text();
}

std::string runs_csv(const std::vector<Run>& runs) {
  std::string out = "number,run,kind,reverses,reversed_by,recorded_at,as_of,entries,paid,program,compiler,inputs\n";
  for (const Run& run : runs)
    append_cells(out, {std::to_string(run.number), run.id, std::string(name(run.kind)), run.reverses, run.reversed_by,
                       run.recorded_at, run.as_of, std::to_string(run.entries), yuan(run.paid), run.program, run.compiler,
                       inputs_cell(run)});
  return out;
}

std::string runs_json(const std::vector<Run>& runs) {
  auto all = nlohmann::ordered_json::array();
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
  };
  for (const Run& run : runs) {
    auto inputs = nlohmann::ordered_json::array();
    for (const ledger::Input& input : run.inputs) inputs.push_back({{"path", input.path}, {"digest", input.digest}});
    all.push_back({{"number", run.number},
                   {"run", run.id},
                   {"kind", std::string(name(run.kind))},
                   {"reverses", text_or_null(run.reverses)},
                   {"reversed_by", text_or_null(run.reversed_by)},
                   {"recorded_at", run.recorded_at},
                   {"as_of", text_or_null(run.as_of)},
                   {"entries", run.entries},
                   {"paid", yuan(run.paid)},
                   {"program", run.program},
                   {"compiler", run.compiler},
                   {"inputs", std::move(inputs)}});
  }
  return all.dump(2) + "\n";
}

std::string history_text(const History& history, const RunsByNumber& runs, Language language) {
  const bool zh = language == Language::zh;
  const ledger::Entry& last = history.back();
  std::string out = last.measure + "  " + ledger::key_text(last.key) + "  " + to_string(Date{last.date});
  const std::string granted = grouped(yuan(last.granted));
  if (last.decision == 0) {
    out += zh ? "：已冲销" : ": taken back";
  } else {
    out += zh ? "：核给 " + granted + " 元" : ": granted " + granted + " yuan";
  }
  if (!last.version.empty()) out += (zh ? "，版本 " : ", version ") + last.version;
  out += '\n';
  decisions::Table table(
      zh ? std::vector<std::string>{"运行", "种类", "记账时间", "支付", "核给", "核算", "理由", "资金池占用", "分担"}
         : std::vector<std::string>{"run", "kind", "recorded", "paid", "granted", "computed", "reasons", "pool charged",
                                    "shares"},
      {false, false, false, true, true, true, false, false, false});
  for (const ledger::Entry& entry : history) {
    const Run& run = run_of(runs, entry.run);
    const bool stands = entry.decision != 0;
    table.add({run.id, kind_text(run, zh), run.recorded_at, grouped(yuan(entry.paid)),
               stands ? grouped(yuan(entry.granted)) : "", stands ? grouped(yuan(entry.computed)) : "", entry.reasons,
               stands ? pool_text(entry) : "", cell_of(entry.shares)});
  }
  out += indented(table.text());
  if (!last.fields.empty()) out += "  " + cell_of(last.fields) + '\n';
  return out;
}

nlohmann::ordered_json history_json(const History& history, const RunsByNumber& runs) {
  using Json = nlohmann::ordered_json;
  const ledger::Entry& last = history.back();
  auto entries = Json::array();
  for (const ledger::Entry& entry : history) {
    const Run& run = run_of(runs, entry.run);
    auto shares = Json::object(), fields = Json::object();
    for (const ledger::Share& share : entry.shares) shares[share.name] = yuan(share.amount);
    for (const ledger::Field& field : entry.fields) fields[field.name] = field.cell;
    entries.push_back({{"run", run.id},
                       {"kind", std::string(name(run.kind))},
                       {"recorded_at", run.recorded_at},
                       {"version", entry.version.empty() ? Json() : Json(entry.version)},
                       {"paid", yuan(entry.paid)},
                       {"granted", yuan(entry.granted)},
                       {"computed", yuan(entry.computed)},
                       {"decision", entry.decision == 0 ? Json() : Json(run_of(runs, entry.decision).id)},
                       {"reasons", entry.reasons},
                       {"pool", entry.pool.empty() ? Json() : Json(entry.pool)},
                       {"category", entry.category.empty() ? Json() : Json(entry.category)},
                       {"charged", yuan(entry.charged)},
                       {"shares", std::move(shares)},
                       {"fields", std::move(fields)}});
  }
  return {{"measure", last.measure},
          {"key", last.key},
          {"date", to_string(Date{last.date})},
          {"granted", last.decision == 0 ? Json() : Json(yuan(last.granted))},
          {"history", std::move(entries)}};
}

std::string entries_header() {
  return "run,kind,recorded_at,measure,version,key,date,amount,granted,computed,decision,reasons,pool,charged,category,"
         "shares,fields,inputs\n";
}

void append_entry(std::string& out, const ledger::Entry& entry, const RunsByNumber& runs) {
  const Run& run = run_of(runs, entry.run);
  append_cells(out, {run.id, std::string(name(run.kind)), run.recorded_at, entry.measure, entry.version,
                     ledger::key_text(entry.key), to_string(Date{entry.date}), yuan(entry.paid), yuan(entry.granted),
                     yuan(entry.computed), entry.decision == 0 ? "" : run_of(runs, entry.decision).id, entry.reasons,
                     entry.pool, entry.pool.empty() ? "" : yuan(entry.charged), entry.pool.empty() ? "" : entry.category,
                     cell_of(entry.shares), cell_of(entry.fields), entry.inputs});
}

}  // namespace huice::cli
