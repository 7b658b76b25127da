#include "compiler/program/scenario_files.h"

#include <algorithm>
#include <array>

#include "base/words.h"
#include "compiler/program/data_cells.h"
#include "runtime/batch/fold.h"
#include "runtime/batch/spreadsheet.h"
#include "runtime/batch/words.h"

namespace huice::program {
namespace {

using diagnostics::Kind;

constexpr std::array<Word, 4> outcomes{{{"status", "状态"}, {"pays", "支付"}, {"ceiling", "上限"}, {"because", "因"}}};
constexpr std::array<Word, 1> dates{{{"as_of", "截至日"}}}, names{{{"scenario", "算例"}}};

/// One thing that a column can stand for.
struct Meaning {
  std::string name;  // as a table in a policy calls it
  DataColumn column = {};
};

/// What the columns of a measure's or target's scenarios can be.
class Vocabulary {
 public:
  Vocabulary(const syntax::Tree& tree, const std::string& of) : tree_(tree) {
    for (const syntax::File& file : tree.files) {
      for (const syntax::Item& item : file.items) {
        if (!item.name || item.name->text != of) continue;
        if (auto* measure = std::get_if<syntax::Measure>(&item.node)) entity_ = measure->entity.text, add_shares(measure->clauses);
        if (auto* target = std::get_if<syntax::Target>(&item.node)) entity_ = target->entity.text;
      }
    }
  }
  /// Whether there is such a measure or target; else there is nothing to read for.
  bool known() const { return !entity_.empty(); }

  std::optional<Meaning> given(const std::string& header) const {
    for (bool by_label : {false, true}) {
      for (const syntax::File& file : tree_.files) {
        for (const syntax::Item& item : file.items) {
          if (!item.name) continue;
          auto* entity = std::get_if<syntax::Entity>(&item.node);
          if (entity && item.name->text == entity_) {
            for (const syntax::Field& field : entity->fields) {
              if (is(header, field.name, field.label, by_label)) return meaning(field);
            }
          }
          auto* parameter = std::get_if<syntax::Parameter>(&item.node);
          if (parameter && parameter->external && parameter->type && is(header, *item.name, item.label, by_label)) {
            return Meaning{item.name->text, column_of(tree_, *parameter->type)};
          }
        }
      }
    }
    if (find_word(dates, header)) return Meaning{"as_of", {Form::date}};
    return {};
  }

  std::optional<Meaning> expected(const std::string& header) const {
    const DataColumn money{Form::number, syntax::UnitSuffix{1, "元", 1, "", {}}};
    if (const auto outcome = find_word(outcomes, header)) {
      const std::array<DataColumn, 4> columns{DataColumn{Form::choice}, money, money, DataColumn{Form::set}};
      return Meaning{std::string(outcomes.at(*outcome).en), columns.at(*outcome)};
    }
    if (std::find(shares_.begin(), shares_.end(), header) != shares_.end()) return Meaning{header, money};
    return {};
  }

 private:
  static bool is(const std::string& header, const syntax::Name& name, const std::optional<syntax::Label>& label, bool by_label) {
    return by_label ? label && batch::folded(label->text) == header : batch::folded(name.text) == header;
  }

  Meaning meaning(const syntax::Field& field) const {
    Meaning made{field.name.text, column_of(tree_, field.type)};
    if (field.unit) made.column.unit = field.unit;
    made.column.bare = made.column.bare || field.unit || field.as_ratio;
    return made;
  }

  void add_shares(const std::vector<syntax::MeasureClause>& clauses) {
    for (const syntax::MeasureClause& clause : clauses) {
      if (auto* version = std::get_if<syntax::Version>(&clause)) add_shares(version->clauses);
      auto* share = std::get_if<syntax::Share>(&clause);
      for (size_t i = 0; share && i < share->parts.size(); ++i) shares_.push_back(batch::folded(share->parts[i].name.text));
    }
  }

  const syntax::Tree& tree_;
  std::string entity_;
  std::vector<std::string> shares_;
};

struct Column {
  enum class Kind { given, expected, scenario, none } kind = Kind::none;  // none: without a header, or `->`
  Meaning meaning = {};
  bool ambiguous = false;
};

class Reading {
 public:
  Reading(Program& program, syntax::ScenarioTable& table) : program_(program), table_(table), words_(program.tree, table.measure.text) {}

  void read() {
    if (!words_.known()) return;  // reported where the name is looked up
    const auto rows = read_data_rows(program_, *table_.from, [this](const DataRow& header) { return uses(header); });
    if (!rows || !take_header(rows->front())) return;
    for (size_t i = 1; i < rows->size(); ++i) {
      const DataRow& row = (*rows)[i];
      const bool empty = std::all_of(row.cells.begin(), row.cells.end(), [](const DataCell& cell) { return cell.text.empty(); });
      if (empty) continue;
      if (row.cells.size() == columns_.size()) take(row);
      else report_width(program_, row, columns_.size());
    }
    if (table_.rows.empty() && !program_.sink.has_errors()) program_.sink.report(Kind::table_without_rows, table_.from->span);
  }

 private:
  static bool is_arrow(const DataCell& cell) { return cell.text == "->" || cell.text == "→"; }

  // ---- Header -------------------------------------------------------------------------------------------------------

  /// What `name` stands for on its side of the `->`, or on either.
  std::optional<Column> find(const std::string& name, bool may_be_given, bool may_be_expected) const {
    const auto given = may_be_given ? words_.given(name) : std::nullopt;
    const auto expected = may_be_expected ? words_.expected(name) : std::nullopt;
    if (given) return Column{Column::Kind::given, *given, expected.has_value()};
    if (expected) return Column{Column::Kind::expected, *expected};
    return {};
  }

  std::vector<Column> columns_of(const DataRow& header) const {
    std::vector<Column> columns;
    const bool split = std::any_of(header.cells.begin(), header.cells.end(), is_arrow);
    bool behind = false;
    for (const DataCell& cell : header.cells) {
      columns.emplace_back();
      if (is_arrow(cell)) behind = true;
      if (is_arrow(cell) || cell.text.empty()) continue;
      const Header plain{cell.text}, bracketed = header_of(cell);
      bool found = false;
      for (const Header& one : {plain, bracketed}) {
        const auto column = find(batch::folded(one.name), !behind, !split || behind);
        if (!column || found) continue;
        found = true;
        columns.back() = *column;
        columns.back().meaning.column = under(one, column->meaning.column);
      }
      if (!found && find_word(names, cell.text)) columns.back().kind = Column::Kind::scenario;
      else if (!found) columns.back() = {behind ? Column::Kind::expected : Column::Kind::given, {cell.text}};  // the checker says so
    }
    return columns;
  }

  std::vector<workbook::Use> uses(const DataRow& header) const {
    std::vector<workbook::Use> all;
    for (const Column& column : columns_of(header)) {
      all.push_back(column.kind == Column::Kind::none ? workbook::Use::other : use_of(column.meaning.column));
    }
    return all;
  }

  /// False after a report.
  bool take_header(const DataRow& row) {
    columns_ = columns_of(row);
    bool whole = true, status = false;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Column& column = columns_[i];
      const syntax::Name name{column.meaning.name, row.cells[i].span};
      if (column.ambiguous) {
        program_.sink.report(Kind::given_or_expected, name.span, {{"name", row.cells[i].text}})
            .hint("put a column `->` between what is given and what is expected", "请在已知与应得的各列之间加一列 ->");
        whole = false;
      }
      if (column.kind == Column::Kind::given) table_.inputs.push_back(name);
      if (column.kind != Column::Kind::expected) continue;
      table_.outputs.push_back(name);
      status = status || name.text == "status";
    }
    if (whole && !status) {
      program_.sink.report(Kind::table_without_status, row.span)
          .hint("the first row is the header; it needs a column `status` (状态)", "第一行是表头，须有“状态”列");
      whole = false;
    }
    return whole;
  }

  // ---- Cells --------------------------------------------------------------------------------------------------------

  void take(const DataRow& row) {
    syntax::ScenarioTable::Row made;
    made.span = row.span;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const DataCell& cell = row.cells[i];
      if (columns_[i].kind == Column::Kind::given) made.inputs.push_back(value(columns_[i], cell));
      if (columns_[i].kind == Column::Kind::expected) made.outputs.push_back(value(columns_[i], cell));
      if (columns_[i].kind == Column::Kind::scenario && !cell.text.empty()) made.label = syntax::Label{cell.text, cell.span};
    }
    table_.rows.push_back(std::move(made));
  }

  /// As the spreadsheet dialect reads it; nothing where it is missing.
  std::optional<syntax::ExprId> value(const Column& column, const DataCell& cell) {
    if (const auto fault = batch::spreadsheet_fault(cell.text)) {
      const Bilingual why = batch::message(*fault, "");
      program_.sink.report(Kind::cell_fault, cell.span, {{"why", why.en}, {"why_zh", why.zh}});
      return std::nullopt;
    }
    const std::string_view text = batch::unwrapped(cell.text);
    if (text.empty() || (batch::means_nothing(text) && !is_value(column, text))) return std::nullopt;
    return constant_of(program_, text, column.meaning.column, cell);
  }

  /// 无 is a boolean's no, and may be the name of a member.
  bool is_value(const Column& column, std::string_view text) const {
    if (column.meaning.column.form == Form::boolean) return batch::Words::booleans().find(text).has_value();
    const auto& words = column.meaning.column.words;
    return std::find(words.begin(), words.end(), batch::trimmed(text)) != words.end();
  }

  Program& program_;
  syntax::ScenarioTable& table_;
  Vocabulary words_;
  std::vector<Column> columns_;
};

}  // namespace

void read_scenario_files(Program& program) {
  for (syntax::File& file : program.tree.files) {
    for (syntax::Item& item : file.items) {
      auto* table = std::get_if<syntax::ScenarioTable>(&item.node);
      if (table && table->from) Reading(program, *table).read();
    }
  }
}

}  // namespace huice::program
