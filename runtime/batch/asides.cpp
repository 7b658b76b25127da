#include "runtime/batch/asides.h"

#include <algorithm>

#include "base/unicode/utf8.h"
#include "runtime/batch/fold.h"
#include "runtime/batch/records.h"
#include "runtime/batch/rows.h"
#include "runtime/batch/spreadsheet.h"

namespace huice::batch {
namespace {

/// `合 计：` is 合计.
std::string word_of(std::string_view cell) {
  std::string word = folded(unwrapped(cell));
  std::erase_if(word, [](char c) { return c == ' ' || c == ':'; });
  return word;
}

bool is_total_word(std::string_view cell) {
  if (cell.size() > 40) return false;
  const std::string word = word_of(cell);
  for (std::string_view total : {"合计", "总计", "小计", "共计", "本页合计", "本页小计", "累计"}) {
    if (word == total) return true;
  }
  return false;
}

/// `注：…`, `填表人：张三`. A name of somebody who applies does not begin so.
bool begins_note(std::string_view text) {
  for (std::string_view word : {"注", "备注", "说明", "填表说明", "填表人", "填报人", "填表日期", "填报日期", "填表单位", "填报单位", "制表", "制表人", "制表单位", "制表日期",
                                "经办人", "审核", "审核人", "复核人", "审批人", "负责人", "单位负责人", "联系人", "联系电话", "打印日期", "数据来源"}) {
    if (!text.starts_with(word)) continue;
    std::string_view rest = text.substr(word.size());
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') rest.remove_prefix(1);  // 注1：
    if (rest.starts_with("：") || rest.starts_with(":")) return true;
  }
  return false;
}

/// Commas, quotes and white space off the front.
std::string_view from_first_cell(std::string_view text) {
  for (;;) {
    const std::string_view rest = trimmed(text);
    const size_t at = rest.find_first_not_of(",\"'");
    if (at == std::string_view::npos) return {};
    if (at == 0) return rest;
    text = rest.substr(at);
  }
}

}  // namespace

bool Asides::is_total(const Rows& rows, int row, std::string_view text) const {
  if (text.find("计") == std::string_view::npos || unicode::first_invalid_utf8(text)) return false;
  const auto cells = split_record(rows.place(row).text);
  const auto first = std::find_if(cells.begin(), cells.end(), [](const std::string& cell) { return !trimmed(cell).empty(); });
  if (first != cells.end() && is_total_word(*first)) return true;
  if (keys_.empty()) return false;
  // `,合计,300`: no key, or the word itself in its place
  const bool no_key = std::all_of(keys_.begin(), keys_.end(), [&](size_t slot) {
    const std::string_view cell = rows.slot(slot)[row].view();
    return trimmed(cell).empty() || is_total_word(cell);
  });
  return no_key && std::any_of(cells.begin(), cells.end(), [](const std::string& cell) { return is_total_word(cell); });
}

std::optional<Aside> Asides::kind(const Rows& rows, int row) const {
  const std::string_view whole = rows.place(row).text, text = from_first_cell(whole);
  if (text.empty()) return Aside::empty;
  if (begins_note(text)) return Aside::note;
  if (std::find(header_.begin(), header_.end(), whole) != header_.end()) return Aside::header;
  if (is_total(rows, row, text)) return Aside::total;
  return std::nullopt;
}

AsideCounts Asides::skip(Rows& rows) const {
  AsideCounts counts;
  std::vector<bool> hopeless(static_cast<size_t>(rows.count()));
  for (const Fault& fault : rows.faults()) {
    hopeless[static_cast<size_t>(fault.row)] = fault.code != RejectCode::too_few_cells && fault.code != RejectCode::too_many_cells;
  }
  for (int row = 0; row < rows.count(); ++row) {
    if (hopeless[static_cast<size_t>(row)]) continue;
    const auto its = kind(rows, row);
    if (!its) continue;
    rows.skip(row);
    AsideTotals& totals = counts[static_cast<size_t>(*its)];
    if (totals.count++ == 0) totals.first_line = rows.place(row).line;
  }
  return counts;
}

}  // namespace huice::batch
