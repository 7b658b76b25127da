#include "runtime/decisions/summary.h"

#include "base/decimal.h"
#include "runtime/decisions/json.h"
#include "runtime/decisions/table.h"

namespace huice::decisions {
namespace {

std::string pick(bool zh, const char* en, const char* chinese) { return zh ? chinese : en; }
std::string number(uint64_t n) { return grouped(std::to_string(n)); }

const std::string& title(bool zh, const std::string& name, const std::string& label) { return zh && !label.empty() ? label : name; }

std::string amount(const catalogue::Measure& measure, __int128 sum) {
  if (!measure.pays) return "";
  std::string text;
  catalogue::append_amount(text, measure, sum);
  return grouped(text);
}

std::string measures_table(const Catalogue& catalogue, const engine::EntityReport& report, bool zh) {
  std::vector<std::string> header{pick(zh, "measure", "措施")};
  std::vector<bool> right{false};
  for (int s = 0; s < status_count; ++s) {
    header.emplace_back(zh ? label_zh(static_cast<Status>(s)) : name(static_cast<Status>(s)));
    right.push_back(true);
  }
  header.push_back(pick(zh, "granted", "核定金额"));
  right.push_back(true);
  Table table(std::move(header), std::move(right));
  for (const engine::MeasureTotals& totals : report.measures) {
    const catalogue::Measure& measure = catalogue.measures[totals.measure];
    std::vector<std::string> row{title(zh, measure.name, measure.label)};
    for (uint64_t count : totals.count) row.push_back(number(count));
    row.push_back(amount(measure, totals.granted));
    table.add(std::move(row));
  }
  return table.text();
}

std::string rejects_table(const engine::EntityReport& report, bool zh) {
  Table table({pick(zh, "rejected because", "拒收原因"), pick(zh, "rows", "行数"), pick(zh, "column", "列"), pick(zh, "first at", "首见于")},
              {false, true, false, false});
  for (const engine::RejectTotals& totals : report.rejects) {
    table.add({std::string(batch::name(totals.code)), number(totals.count), totals.column, totals.file + ":" + std::to_string(totals.line)});
  }
  return table.empty() ? "" : "\n" + table.text();
}

/// `d.csv: 2 rows are no applicants: 1 total (line 9), 1 note (line 10)`
std::string asides_text(const batch::FileReport& file, bool zh) {
  constexpr struct {
    const char *one, *many, *zh;
  } words[batch::aside_kinds] = {{"total", "totals", "合计"}, {"note", "notes", "表外说明"}, {"repeated header", "repeated headers", "重复表头"}, {"empty", "empty", "空行"}};
  std::string list;
  uint64_t all = 0;
  for (size_t kind = 0; kind < batch::aside_kinds; ++kind) {
    const batch::AsideTotals& totals = file.asides[kind];
    if (totals.count == 0) continue;
    all += totals.count;
    const std::string line = std::to_string(totals.first_line), count = number(totals.count);
    const bool one = totals.count == 1;
    list += list.empty() ? "" : pick(zh, ", ", "，");
    list += zh ? std::string(words[kind].zh) + " " + count + " 行（" + (one ? "第 " : "首见于第 ") + line + " 行）"
               : count + " " + (one ? words[kind].one : words[kind].many) + (one ? " (line " : " (first in line ") + line + ")";
  }
  if (all == 0) return "";
  return file.path + pick(zh, all == 1 ? ": 1 row is no applicant: " : ": rows that are no applicants: ", "：以下各行不是申请：") + list + "\n";
}

/// What a reader of a sheet should know beside its rows.
std::string findings_text(const batch::FileReport& file, bool zh) {
  const workbook::Findings& found = file.findings;
  std::string text;
  if (found.inexact > 0) {
    text += file.path + (zh ? "：" + number(found.inexact) + " 个数在第 15 位之后带有计算误差，按 15 位有效数字读取；首见于 " + found.inexact_cell + "：存储值 " + found.inexact_stored + "，读作 " + found.inexact_read
                            : ": " + number(found.inexact) + (found.inexact == 1 ? " number carries" : " numbers carry") + " a rounding error behind the 15th digit and " + (found.inexact == 1 ? "is" : "are") + " read to 15 digits; the first in " +
                                  found.inexact_cell + ": stored " + found.inexact_stored + ", read as " + found.inexact_read) + "\n";
  }
  if (found.hidden_rows > 0) {
    text += file.path + (zh ? "：隐藏的 " + number(found.hidden_rows) + " 行也已读取，首见于第 " + std::to_string(found.hidden_row) + " 行"
                            : ": " + number(found.hidden_rows) + (found.hidden_rows == 1 ? " hidden row is" : " hidden rows are") + " read like others, the first in line " + std::to_string(found.hidden_row)) + "\n";
  }
  if (!found.merged.empty()) {
    text += file.path + (zh ? "：单元格 " + found.merged + " 跨行合并，仅首行有值，其余各行按空值处理；如非本意，请取消合并并逐行填写"
                            : ": the cells " + found.merged + " are merged: only their first row has the value, it is missing in the others; unmerge and fill them if that is not meant") + "\n";
  }
  return text;
}

std::string entity_text(const Catalogue& catalogue, const engine::EntityReport& report, bool zh) {
  const catalogue::Entity& entity = catalogue.entities[report.entity];
  std::string text = title(zh, entity.name, entity.label);
  text += pick(zh, ": ", "：") + number(report.rows_in) + pick(zh, report.rows_in == 1 ? " row, " : " rows, ", " 行，") + number(report.decided) +
          pick(zh, " decided, ", " 行已判定，") + number(report.rejected) + pick(zh, " rejected\n", " 行拒收\n");
  for (const batch::FileReport& file : report.files) {
    if (file.encoding_guessed) {
      text += file.path + pick(zh, ": read as ", "：按 ") + file.encoding + pick(zh, "; if that is wrong, say --encoding\n", " 读取；如有误，请用 --encoding 指定\n");
    }
    if (file.encoding_doubtful) {
      text += file.path + pick(zh, ": some bytes are not valid ", "：部分字节不合 ") + file.encoding + pick(zh, "; their rows are rejected\n", " 编码；所在行已拒收\n");
    }
    text += asides_text(file, zh) + findings_text(file, zh);
  }
  return text + (report.measures.empty() ? "" : "\n" + measures_table(catalogue, report, zh)) + rejects_table(report, zh);
}

/// `3.1%` of missing cells.
std::string share(uint64_t part, uint64_t all) {
  if (all == 0) return "";
  const auto thousandths = static_cast<uint64_t>(static_cast<unsigned __int128>(part) * 1000 / all);
  return to_decimal(thousandths, 1) + "%";
}

}  // namespace

std::string summary_text(const Catalogue& catalogue, const engine::Report& report, bool zh) {
  std::string text;
  for (const engine::EntityReport& entity : report.entities) text += (text.empty() ? "" : "\n") + entity_text(catalogue, entity, zh);
  for (size_t i = 0; i < report.left_out.size(); ++i) {
    const catalogue::Measure& measure = catalogue.measures[report.left_out[i]];
    const catalogue::Entity& entity = catalogue.entities[report.lacking[i]];
    text += "\n" + title(zh, measure.name, measure.label) + pick(zh, ": left out, no data for ", "：未运行，没有数据：") + title(zh, entity.name, entity.label);
  }
  if (!report.left_out.empty()) text += "\n";
  return text;
}

std::string summary_json(const Catalogue& catalogue, const engine::Report& report) {
  nlohmann::ordered_json json{{"format", 1}};
  json["entities"] = nlohmann::ordered_json::array();
  for (const engine::EntityReport& entity : report.entities) {
    json["entities"].push_back({{"entity", catalogue.entities[entity.entity].name},
                                {"rows", {{"in", entity.rows_in}, {"decided", entity.decided}, {"rejected", entity.rejected}}},
                                {"measures", measures_json(catalogue, entity)},
                                {"rejects", rejects_json(entity)}});
  }
  json["measures_without_data"] = nlohmann::ordered_json::array();
  for (uint32_t measure : report.left_out) json["measures_without_data"].push_back(catalogue.measures[measure].name);
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string dry_run_text(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const engine::Report& report, bool zh) {
  std::string text;
  for (const engine::EntityReport& entity : report.entities) {
    const batch::Schema& schema = schemas[entity.entity];
    for (const batch::FileReport& file : entity.files) {
      text += file.path + pick(zh, " → ", " → ") + title(zh, catalogue.entities[entity.entity].name, catalogue.entities[entity.entity].label) + "\n\n";
      for (const batch::HeadingNote& note : file.notes) {
        text += pick(zh, "line ", "第 ") + std::to_string(note.line) + pick(zh, ": ", " 行：") + (zh ? note.what.zh : note.what.en) + "\n";
      }
      if (!file.notes.empty()) text += "\n";
      Table table({pick(zh, "column", "列"), pick(zh, "field", "字段"), pick(zh, "unit", "单位")}, {false, false, false});
      std::vector<bool> used(file.binding.headers.size());
      for (const batch::BoundColumn& bound : file.binding.columns) {
        const batch::Field& field = schema.fields[bound.field];
        const auto column = static_cast<size_t>(bound.column);
        used[column] = true;
        const std::string own = field.units.empty() ? "" : field.units.front().name;
        table.add({file.binding.headers[column], field.name, bound.unit ? bound.unit->name : own});
      }
      for (size_t c = 0; c < used.size(); ++c) {
        if (!used[c]) table.add({file.binding.headers[c], pick(zh, "(not read)", "（不读取）"), ""});
      }
      text += table.text() + "\n";
    }
    Table table({pick(zh, "field", "字段"), pick(zh, "missing", "缺失"), pick(zh, "least", "最小"), pick(zh, "most", "最大")}, {false, true, true, true});
    for (const engine::FieldTotals& totals : entity.fields) {
      const std::string& name = schema.fields[totals.field].name;
      if (!totals.bound) {
        table.add({name, pick(zh, "no column", "无此列"), "", ""});
      } else {
        table.add({name, share(totals.missing, entity.decided), totals.least.value_or(""), totals.most.value_or("")});
      }
    }
    text += table.text() + "\n";
  }
  return text + summary_text(catalogue, report, zh);
}

}  // namespace huice::decisions
