#include "runtime/batch/heading.h"

#include <algorithm>

#include "base/units.h"
#include "runtime/batch/fold.h"
#include "runtime/batch/records.h"

namespace huice::batch {
namespace {

constexpr size_t most_titles = 20;  // the header is looked for so far down

struct Row {
  std::string text;
  uint64_t line = 0;
  std::vector<std::string> cells;
  PieceReader::Position behind;
};

Failure no_header(const std::string& file, const std::string& en, const std::string& zh) {
  return {Exit::environment, {file + ": " + en, file + "：" + zh}};
}

/// Why a record cannot be a header.
Failure bad_header(const std::string& file, const Fault& fault) {
  const Bilingual why = message(fault.code, fault.expected);
  const bool nul = fault.code == RejectCode::nul_byte;
  return no_header(file, "line 1, the header: " + why.en + (nul ? "; is it UTF-16 (--encoding utf-16), or no text at all?" : ""),
                   "第 1 行（表头）：" + why.zh + (nul ? "；是 UTF-16 编码（--encoding utf-16）还是并非文本文件？" : ""));
}

/// Up to `most` records; a faulty one ends them, unless it is the first.
Result<std::vector<Row>> read_rows(PieceReader& pieces, size_t most, const std::string& file) {
  std::vector<Row> read;
  Rows rows(0);
  while (read.size() < most) {
    const Result<bool> more = pieces.read_one(rows);
    if (!more) return more.failure();
    if (!*more) break;
    if (!rows.faults().empty()) {
      if (read.empty()) return bad_header(file, rows.faults().front());
      break;
    }
    std::string text(rows.place(0).text);
    std::vector<std::string> cells = split_record(text);
    for (std::string& cell : cells) std::erase_if(cell, [](char c) { return c == '\n' || c == '\r'; });  // broken to fit its column
    read.push_back({std::move(text), rows.place(0).line, std::move(cells), pieces.position()});
  }
  return read;
}

bool is_empty(const std::string& cell) { return trimmed(unwrapped(cell)).empty(); }

std::string cell_of(const Row& row, size_t column) { return column < row.cells.size() ? std::string(trimmed(unwrapped(row.cells[column]))) : ""; }

/// The unit that a cell holds and nothing else: `万元`, `（万元）`, `单位：万元`, `元/人`.
std::string unit_in(const std::string& cell) {
  std::string unit = folded(unwrapped(cell));
  if (unit.starts_with('(') && unit.ends_with(')')) unit = unit.substr(1, unit.size() - 2);
  for (std::string_view prefix : {"单位:", "单位"}) {
    if (unit.starts_with(prefix)) unit = std::string(trimmed(std::string_view(unit).substr(prefix.size())));
  }
  if (unit.empty() || unit.size() > 30) return {};
  const bool price = unit.size() > 2 && unit.find('/') != std::string::npos && unit.find_first_of("0123456789") == std::string::npos;
  return unit == "%" || unit == "‰" || price || parse_scaled_unit(unit) ? unit : std::string();
}

/// The units of `单位：万元、人` in a title; none in `填报单位：某公司`.
std::vector<std::string> title_units(const std::string& title) {
  std::vector<std::string> units;
  const std::string text = folded(title);
  for (size_t at = text.find("单位:"); at != std::string::npos; at = text.find("单位:", at + 1)) {
    const std::string_view before = std::string_view(text).substr(0, at);
    const bool own_word = before.empty() || before.ends_with(' ') || before.ends_with('(') || before.ends_with("金额") || before.ends_with("计量") ||
                          before.ends_with(',') || before.ends_with('"');
    if (!own_word) continue;
    std::string_view rest = trimmed(std::string_view(text).substr(at + std::string_view("单位:").size()));
    while (!rest.empty()) {
      size_t end = std::min(rest.find_first_of(" ,;()\""), rest.size());
      end = std::min(end, rest.find("、"));
      const std::string unit = unit_in(std::string(rest.substr(0, end)));
      if (unit.empty()) break;
      units.push_back(unit);
      rest.remove_prefix(end);
      if (rest.starts_with("、")) rest.remove_prefix(std::string_view("、").size());
      else if (rest.starts_with(',') || rest.starts_with(';')) rest.remove_prefix(1);
      else break;
    }
  }
  return units;
}

/// `研发经费（万元）` as `研发经费` and `（万元）`.
std::pair<std::string, std::string> without_unit(const std::string& header) {
  for (std::string_view open : {"（", "("}) {
    const size_t at = header.rfind(open);
    if (at != std::string::npos && at > 0 && !unit_in(header.substr(at)).empty()) return {header.substr(0, at), header.substr(at)};
  }
  return {header, ""};
}

/// Two rows as one: a cell above several goes on to the right, as merged cells do where there are cells below.
std::vector<std::string> merged(const Row& above, const Row& below, const HeaderFields& fields) {
  std::vector<std::string> headers;
  std::string group;
  for (size_t c = 0; c < std::max(above.cells.size(), below.cells.size()); ++c) {
    const std::string own = cell_of(above, c), part = cell_of(below, c);
    if (!own.empty()) group = own;
    if (part.empty() || group.empty()) {
      headers.push_back(part.empty() ? own : part);
      continue;
    }
    const auto [name, unit] = without_unit(group);
    const auto [sub, sub_unit] = without_unit(part);
    const std::string& its_unit = sub_unit.empty() ? unit : sub_unit;
    const std::string tries[] = {name + sub + its_unit, sub + name + its_unit, sub + its_unit};
    const auto found = std::find_if(std::begin(tries), std::end(tries), [&](const std::string& header) { return fields.field(header).has_value(); });
    headers.push_back(found != std::end(tries) ? *found : tries[0]);
  }
  return headers;
}

class Finding {
 public:
  Finding(std::vector<Row> rows, const HeaderFields& fields, const std::string& file) : rows_(std::move(rows)), fields_(fields), file_(file) {}

  Result<Heading> find() {
    choose();
    note_titles();
    if (height_ == 2) note(at_ + 1, "the header's second row", "表头第二行");
    next_ = at_ + height_;
    if (next_ < rows_.size() && height_ == 1 && says_nothing(rows_[next_])) {
      note(next_, "below the header, in columns that are not read: no applicant", "表头下的附加行，所在列均不读取");
      heading_.records.push_back(rows_[next_++].text);
    }
    if (next_ < rows_.size() && is_units(rows_[next_])) {
      if (Outcome outcome = take_units(rows_[next_]); !outcome) return outcome.failure();
      note(next_, "a row of units", "单位行");
      heading_.records.push_back(rows_[next_++].text);
    }
    take_title_units();
    heading_.last_line = rows_[next_ - 1].line;
    std::stable_sort(heading_.notes.begin(), heading_.notes.end(), [](const HeadingNote& a, const HeadingNote& b) { return a.line < b.line; });
    return std::move(heading_);
  }
  const PieceReader::Position& behind() const { return rows_[next_ - 1].behind; }

 private:
  void note(size_t row, std::string en, std::string zh) { heading_.notes.push_back({rows_[row].line, {std::move(en), std::move(zh)}}); }

  /// The row, or two rows, whose cells name most fields.
  void choose() {
    size_t best = 0;
    for (size_t i = 0; i < std::min(rows_.size(), most_titles); ++i) {
      const size_t alone = fields_.count(rows_[i].cells);
      if (alone > best) best = alone, at_ = i, height_ = 1;
      const size_t both = i + 1 < rows_.size() ? fields_.count(merged(rows_[i], rows_[i + 1], fields_)) : 0;
      // Only where the second row is one: what stands alone is not taken for a part.
      if (both > std::max(best, fields_.count(rows_[std::min(i + 1, rows_.size() - 1)].cells))) best = both, at_ = i, height_ = 2;
    }
    if (height_ == 1 && at_ + 1 < rows_.size() && divides(rows_[at_ + 1])) height_ = 2;
    heading_.headers = height_ == 1 ? rows_[at_].cells : merged(rows_[at_], rows_[at_ + 1], fields_);
    for (std::string& header : heading_.headers) header = std::string(unwrapped(header));
    for (size_t i = 0; i < height_; ++i) heading_.records.push_back(rows_[at_ + i].text);
  }

  /// Words below a cell that goes on to the right, 本年 and 上年 below 研发经费, and nothing in the columns of fields that have a header of
  /// their own: which part is meant must be said.
  bool divides(const Row& row) const {
    const std::vector<std::string>& above = rows_[at_].cells;
    bool parts = false;
    for (size_t c = 0; c < row.cells.size(); ++c) {
      const std::string part = cell_of(row, c);
      if (part.empty()) continue;
      const bool alone = c + 1 >= above.size() || !is_empty(above[c + 1]);
      const bool below_own = c < above.size() && !is_empty(above[c]);
      if (part.find_first_of("0123456789=") != std::string::npos || c >= above.size() || (below_own && alone)) return false;
      parts = parts || !below_own;
    }
    return parts;
  }

  void note_titles() {
    for (size_t i = 0; i < at_; ++i) {
      std::string title;
      for (const std::string& cell : rows_[i].cells) {
        if (!is_empty(cell)) title += (title.empty() ? "" : " ") + std::string(trimmed(cell));
      }
      if (!title.empty()) note(i, "above the header: " + title, "表头之上：" + title);
    }
    if (at_ > 0 || height_ > 1) note(at_, "the header", "表头");
  }

  /// All columns that somebody reads are empty, others are not: a header's second row.
  bool says_nothing(const Row& row) const {
    bool any = false;
    for (size_t c = 0; c < row.cells.size(); ++c) {
      if (is_empty(row.cells[c])) continue;
      if (c < heading_.headers.size() && fields_.field(heading_.headers[c])) return false;
      any = true;
    }
    return any;
  }

  /// Nothing but units and dashes, at least one below a field that can be in it, and none below a field without units: 人 may be a key.
  bool is_units(const Row& row) const {
    bool any = false;
    for (size_t c = 0; c < row.cells.size(); ++c) {
      const std::string& cell = row.cells[c];
      if (is_empty(cell) || means_nothing(cell) || folded(cell) == "-") continue;
      const std::string unit = unit_in(cell);
      if (unit.empty()) return false;
      if (c >= heading_.headers.size() || !fields_.field(heading_.headers[c])) continue;
      if (!fields_.is_number(heading_.headers[c])) return false;
      any = any || fields_.takes_unit(heading_.headers[c], unit);
    }
    return any;
  }

  Outcome take_units(const Row& row) {
    for (size_t c = 0; c < std::min(row.cells.size(), heading_.headers.size()); ++c) {
      const std::string unit = unit_in(row.cells[c]);
      std::string& header = heading_.headers[c];
      if (unit.empty() || is_empty(header)) continue;
      const std::string own = unit_in(without_unit(header).second);
      if (own.empty()) header += "（" + unit + "）";
      else if (own != unit)
        return no_header(file_, "the header `" + header + "` and the row of units below it (" + unit + ") differ", "表头“" + header + "”与其下单位行（" + unit + "）不一致");
    }
    return Nothing{};
  }

  /// `单位：万元` above the header is the unit of every column that has none and may be in it.
  void take_title_units() {
    for (size_t i = 0; i < at_; ++i) {
      for (const std::string& unit : title_units(rows_[i].text)) {
        std::string taken;
        for (std::string& header : heading_.headers) {
          if (!without_unit(header).second.empty() || !fields_.takes_unit(header, unit)) continue;
          taken += (taken.empty() ? "" : "、") + std::string(trimmed(header));
          header += "（" + unit + "）";
        }
        if (!taken.empty()) note(i, "the unit of " + taken + ": " + unit, taken + " 的单位：" + unit);
      }
    }
  }

  std::vector<Row> rows_;
  const HeaderFields& fields_;
  const std::string& file_;
  size_t at_ = 0, height_ = 1, next_ = 1;
  Heading heading_;
};

}  // namespace

Result<Heading> read_heading(PieceReader& pieces, const HeaderFields& fields, Dialect dialect, const std::string& file) {
  auto rows = read_rows(pieces, dialect == Dialect::spreadsheet ? most_titles + 4 : 1, file);
  if (!rows) return rows.failure();
  if (rows->empty()) return no_header(file, "the file is empty; its first line must name the columns", "文件为空；第一行应为列名");
  if (dialect == Dialect::strict) return Heading{split_record(rows->front().text), {std::move(rows->front().text)}, 1, {}};
  Finding finding(std::move(*rows), fields, file);
  auto heading = finding.find();
  pieces.return_to(finding.behind());
  return heading;
}

}  // namespace huice::batch
