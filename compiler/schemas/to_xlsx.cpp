// A workbook to fill in: a sheet for each entity, a column for each field. What may be entered is checked as it is entered; the
// comment of a header says what the field is and which clauses need it.
#include <algorithm>
#include <filesystem>

#include "base/unicode/width.h"
#include "compiler/schemas/cells.h"
#include "compiler/schemas/schemas.h"
#include "runtime/workbook/book_writer.h"

namespace huice::schemas {
namespace {

using workbook::BookWriter;
using workbook::Entry;

constexpr size_t most_list = 255;  // characters of a drop-down, with commas

void add_line(std::string& text, const std::string& line) {
  if (!line.empty()) text += (text.empty() ? "" : "\n") + line;
}

class Sheet {
 public:
  Sheet(BookWriter& writer, const program::Program& program, uint32_t entity, bool zh)
      : writer_(writer), program_(program), entity_(entity), zh_(zh), schema_(program.schemas[entity]), rules_(program.rules.entities[rules::EntityId{entity}]) {}

  Outcome write() {
    sheet_ = writer_.add_sheet(sheet_name());
    uint16_t column = 0;
    for (uint32_t f = 0; f < schema_.fields.size(); ++f) {
      if (schema_.fields[f].derived) continue;
      if (Outcome outcome = add(f, column++); !outcome) return outcome;
    }
    writer_.finish_table(sheet_, 0, column);
    return Nothing{};
  }

 private:
  /// Sheets' names are short.
  std::string sheet_name() const {
    constexpr size_t most = 20;
    return zh_ && !schema_.label.empty() && unicode::display_width(schema_.label) <= most ? schema_.label : schema_.entity;
  }

  Outcome add(uint32_t f, uint16_t column) {
    const batch::Field& field = schema_.fields[f];
    const std::string header = header_of(field, zh_);
    const double width = std::clamp<double>(static_cast<double>(unicode::display_width(header)) + 3, 12, 40);
    if (Outcome outcome = writer_.text(sheet_, 0, column, header, workbook::Look::header); !outcome) return outcome;
    if (field.kind == batch::Kind::text || field.kind == batch::Kind::set) writer_.set_text_column(sheet_, column, width);
    else writer_.set_width(sheet_, column, width);
    Entry entry = entry_of(f);
    entry.hint = entry.hint.substr(0, 220);
    writer_.set_entry(sheet_, column, entry);
    writer_.comment(sheet_, 0, column, comment_of(f));
    return Nothing{};
  }

  std::string say(const std::string& en, const std::string& zh) const { return zh_ ? zh : en; }
  std::vector<std::string> words_of(const batch::Field& field) const {
    if (field.kind == batch::Kind::boolean) return {"是", "否"};
    std::vector<std::string> words;
    for (size_t i = 0; i < field.codes.size(); ++i) words.push_back(zh_ && !field.labels[i].empty() ? field.labels[i] : field.codes[i]);
    return words;
  }

  Entry entry_of(uint32_t f) const {
    const batch::Field& field = schema_.fields[f];
    Entry entry;
    if (field.kind == batch::Kind::boolean || field.kind == batch::Kind::choice) {
      entry.words = words_of(field);
      size_t length = 0;
      for (const std::string& word : entry.words) length += unicode::display_width(word) + 1;
      if (length <= most_list) entry.kind = Entry::Kind::list;
      entry.hint = say("one of the list", "请从列表中选择");
    } else if (field.kind == batch::Kind::date) {
      entry.kind = Entry::Kind::date;
      entry.hint = say("a date such as 2024-03-05", "请填写日期，如 2024-03-05");
    } else if (field.kind == batch::Kind::number) {
      const NumberCells cells = cells_of(rules_.fields[f]);
      if (cells.least.empty() || cells.most.empty()) return entry;
      entry.kind = Entry::Kind::number;
      entry.least = std::stod(cells.least);
      entry.most = std::stod(cells.most);
      entry.hint = say("a number from " + cells.least + " to " + cells.most + " " + cells.unit, "请填写 " + cells.least + " 至 " + cells.most + " 之间的数（" + cells.unit + "）");
    }
    return entry;
  }

  std::string comment_of(uint32_t f) const {
    const batch::Field& field = schema_.fields[f];
    const rules::Field& its = rules_.fields[f];
    std::string text;
    add_line(text, field.label.empty() || field.label == field.name ? field.name : field.label + " " + field.name);
    if (field.key) add_line(text, say("key: must not be empty", "主键，不能为空"));
    else if (field.required) add_line(text, say("required", "必填"));
    if (field.kind == batch::Kind::number) {
      const NumberCells cells = cells_of(its);
      if (!cells.unit.empty()) add_line(text, say("in ", "单位：") + cells.unit);
      add_line(text, say("fraction digits at most: ", "小数位数不超过：") + std::to_string(cells.digits));
    }
    if (field.kind == batch::Kind::set) {
      std::string words;
      for (const std::string& word : words_of(field)) words += (words.empty() ? "" : "、") + word;
      add_line(text, say("any of these, with ; between: ", "可填多项，以“；”分隔：") + words);
    }
    if (field.kind == batch::Kind::datetime) add_line(text, say("with its time: 2024-03-05 09:00:00", "含时间，如 2024-03-05 09:00:00"));
    if (const auto fallback = default_of(program_.rules, its)) add_line(text, say("if empty: ", "不填则为：") + *fallback);
    if (its.decided()) add_line(text, say("decided by ", "由以下部门核定：") + its.decided_by);
    std::vector<std::string> clauses;
    for (const catalogue::Measure& measure : program_.catalogue.measures) {
      if (measure.entity != entity_ || std::find(measure.inputs.begin(), measure.inputs.end(), f) == measure.inputs.end()) continue;
      for (const std::string& clause : measure.clauses) {
        if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end()) clauses.push_back(clause);
      }
    }
    for (const std::string& clause : clauses) add_line(text, clause);
    return text;
  }

  BookWriter& writer_;
  const program::Program& program_;
  uint32_t entity_;
  bool zh_;
  const batch::Schema& schema_;
  const rules::Entity& rules_;
  size_t sheet_ = 0;
};

}  // namespace

Result<std::string> to_xlsx(const program::Program& program, const std::vector<uint32_t>& entities, bool zh, const std::string& file) {
  auto writer = BookWriter::create(file, std::filesystem::temp_directory_path().string());
  if (!writer) return writer.failure();
  for (const uint32_t entity : entities) {
    if (Outcome outcome = Sheet(**writer, program, entity, zh).write(); !outcome) return outcome.failure();
  }
  return workbook::bytes_of(**writer);
}

}  // namespace huice::schemas
