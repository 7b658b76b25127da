#include "runtime/workbook/cells.h"

#include <charconv>
#include <cstring>

#include "base/date.h"
#include "runtime/batch/spreadsheet.h"
#include "runtime/workbook/numbers.h"

namespace huice::workbook {
namespace {

constexpr size_t most_row_bytes = size_t{8} << 20;  // as of a CSV file's row

std::string column_name(size_t column) {
  std::string name;
  for (size_t n = column + 1; n > 0; n = (n - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (n - 1) % 26));
  return name;
}

struct Reference {
  size_t column = 0;  // from 0
  uint64_t row = 0;   // from 1
};
std::optional<Reference> parse_reference(std::string_view text) {
  Reference reference;
  size_t at = 0;
  for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z' && at < 4; ++at) reference.column = reference.column * 26 + static_cast<size_t>(text[at] - 'A' + 1);
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), reference.row);
  if (at == 0 || error != std::errc() || end != text.data() + text.size() || reference.column > most_columns || reference.row == 0 || reference.row > most_rows) return std::nullopt;
  --reference.column;
  return reference;
}

void append_cell(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string Cells::place() const { return column_name(column_) + std::to_string(row_); }

void Cells::fail(const std::string& en, const std::string& zh) {
  if (!failure_) failure_ = unusable(book_.package->file(), "sheet " + sheet_.name + ": " + en, "工作表“" + sheet_.name + "”：" + zh);
}

void Cells::start(std::string_view name, const Attributes& attributes) {
  if (name == "c") start_cell(attributes);
  else if (name == "v") in_value_ = has_value_ = true;
  else if (name == "t") in_text_ = !phonetic_, has_value_ = true;
  else if (name == "f") in_formula_ = has_formula_ = true;
  else if (name == "row") start_row(attributes);
  else if (name == "rPh") phonetic_ = true;
  else if (name == "mergeCell") merged(attributes);
}

void Cells::text(std::string_view text) {
  if (in_formula_) {
    formula_.append(text.substr(0, 200 - std::min<size_t>(formula_.size(), 200)));
  } else if (in_value_ || in_text_) {
    value_.append(text);
    if (value_.size() > most_text) fail(place() + " holds more text than a cell may", "单元格 " + place() + " 的文本超过长度上限");
  }
}

void Cells::end(std::string_view name) {
  if (name == "v") in_value_ = false;
  else if (name == "c") end_cell();
  else if (name == "f") in_formula_ = false;
  else if (name == "row") end_row();
  else if (name == "t") in_text_ = false;
  else if (name == "rPh") phonetic_ = false;
}

void Cells::start_row(const Attributes& attributes) {
  const uint64_t before = row_;
  ++row_;
  if (const char* r = attributes.find("r")) {
    const auto [end, error] = std::from_chars(r, r + std::strlen(r), row_);
    if (error != std::errc() || *end != '\0') return fail("a row has no number", "有一行没有行号");
  }
  if (row_ > most_rows) return fail("it has rows beyond " + std::to_string(most_rows), "行号超过 " + std::to_string(most_rows));
  if (row_ <= before) return fail("row " + std::to_string(row_) + " stands behind row " + std::to_string(before), "第 " + std::to_string(row_) + " 行出现在第 " + std::to_string(before) + " 行之后");
  out_.append(row_ - before - 1, '\n');
  in_row_ = true;
  used_ = next_ = row_bytes_ = 0;
  const char* const hidden = attributes.find("hidden");
  if (hidden != nullptr && (*hidden == '1' || *hidden == 't') && below_header() && findings_.hidden_rows++ == 0) findings_.hidden_row = row_;
}

void Cells::start_cell(const Attributes& attributes) {
  column_ = next_;
  if (const char* r = attributes.find("r")) {
    const auto reference = parse_reference(r);
    if (!reference || reference->row != row_ || !in_row_) return fail("row " + std::to_string(row_) + " has a cell at " + std::string(r, std::min<size_t>(std::strlen(r), 20)), "第 " + std::to_string(row_) + " 行中有单元格 " + std::string(r, std::min<size_t>(std::strlen(r), 20)));
    column_ = reference->column;
  }
  if (column_ >= most_columns) return fail("row " + std::to_string(row_) + " has more than " + std::to_string(most_columns) + " cells", "第 " + std::to_string(row_) + " 行超过 " + std::to_string(most_columns) + " 列");
  if (column_ < next_) return fail(place() + " stands behind a later cell", "单元格 " + place() + " 的次序颠倒");
  next_ = column_ + 1;
  const char* const type = attributes.find("t");
  type_ = type == nullptr || *type == '\0' ? 'n' : std::strcmp(type, "s") == 0 ? 's' : *type == 's' || *type == 'i' ? 't' : *type;  // str, inlineStr
  style_ = 0;
  if (const char* s = attributes.find("s")) std::from_chars(s, s + std::strlen(s), style_);
  has_value_ = has_formula_ = false;
  value_.clear(), formula_.clear();
}

std::string Cells::moment(const std::string& decimal, bool with_time) const {
  const auto instant = batch::parse_serial(decimal, book_.from_1904 ? batch::DateSystem::from_1904 : batch::DateSystem::from_1900);
  if (!instant) return decimal;
  constexpr int64_t day_seconds = 86400;
  return instant->seconds % day_seconds == 0 && !with_time ? to_string(instant->day()) : to_string(*instant);
}

void Cells::number(std::string& cell) {
  const std::optional<Stored> stored = parse_stored(value_);
  if (!stored) {
    cell = value_;
    return;
  }
  const Use its = use();
  const Shows shows = style_ < book_.styles.size() ? book_.styles[style_] : Shows::plain;
  if (its == Use::text && shows != Shows::plain) {
    cell = scientific(stored->value);  // no longer the code that is shown: rejected as one that was destroyed
    return;
  }
  if (shows == Shows::date || shows == Shows::moment) {
    cell = moment(stored->decimal, shows == Shows::moment);
    return;
  }
  cell = stored->decimal;
  if (shows == Shows::percent && its != Use::number) cell = hundredfold(cell) + "%";
  if (stored->inexact && (its == Use::number || its == Use::percent) && findings_.inexact++ == 0) {
    findings_.inexact_cell = place();
    findings_.inexact_stored = value_;
    findings_.inexact_read = stored->decimal;
  }
}

void Cells::end_cell() {
  if (!in_row_ || (below_header() && column_ >= shape_->columns.size())) return;  // a column without a header
  if (!has_value_ && !has_formula_) return;
  while (used_ <= column_) {
    if (used_ == cells_.size()) cells_.emplace_back();
    cells_[used_++].clear();
  }
  std::string& cell = cells_[column_];
  if (!has_value_) {
    cell = "=" + formula_;  // its result is not stored
  } else if (type_ == 's') {
    uint64_t index = 0;
    const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
    if (error != std::errc() || end != value_.data() + value_.size() || index >= book_.strings.count()) {
      return fail(place() + " names a shared string that does not exist", "单元格 " + place() + " 引用的共享字符串不存在");
    }
    if (Outcome outcome = book_.strings.append(index, cell); !outcome) failure_ = outcome.failure();
  } else if (type_ == 't') {
    cell = unescaped(value_);
  } else if (type_ == 'b') {
    cell = value_ == "1" ? "TRUE" : value_ == "0" ? "FALSE" : value_;
  } else if (type_ == 'n' && !value_.empty()) {
    number(cell);
  } else {
    cell = value_;  // an error, or a date as it is
  }
  row_bytes_ += cell.size() + 1;
  if (row_bytes_ > most_row_bytes) fail("row " + std::to_string(row_) + " is longer than 8 MiB", "第 " + std::to_string(row_) + " 行超过 8 MiB");
}

void Cells::end_row() {
  if (!in_row_) return;
  in_row_ = false;
  bool any = false;
  for (size_t c = 0; c < used_ && !any; ++c) any = !cells_[c].empty();
  if (any) {
    for (size_t c = 0; c < used_; ++c) {
      if (c > 0) out_ += ',';
      append_cell(out_, cells_[c]);
    }
    for (size_t c = used_; shape_ && c < shape_->columns.size(); ++c) out_ += ',';
  }
  out_ += '\n';
}

/// `A5:B7`
void Cells::merged(const Attributes& attributes) {
  const char* const range = attributes.find("ref");
  if (range == nullptr || !shape_ || !findings_.merged.empty()) return;
  const std::string_view text = range;
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return;
  const auto from = parse_reference(text.substr(0, colon)), to = parse_reference(text.substr(colon + 1));
  if (!from || !to || to->row <= from->row || from->row <= shape_->header_line) return;
  for (size_t c = from->column; c <= to->column && c < shape_->columns.size(); ++c) {
    if (shape_->columns[c] != Use::other) findings_.merged = text;
  }
}

}  // namespace huice::workbook
