#include "compiler/program/table_files.h"

#include <algorithm>

#include "compiler/program/data_cells.h"

namespace huice::program {
namespace {

using diagnostics::Kind;

constexpr std::pair<std::string_view, syntax::CompareOp> signs[] = {
    {"<=", syntax::CompareOp::less_equal},    {"≤", syntax::CompareOp::less_equal},    {"不超过", syntax::CompareOp::less_equal},
    {">=", syntax::CompareOp::greater_equal}, {"≥", syntax::CompareOp::greater_equal}, {"不低于", syntax::CompareOp::greater_equal},
    {"<", syntax::CompareOp::less},           {"＜", syntax::CompareOp::less},         {"不足", syntax::CompareOp::less},
    {">", syntax::CompareOp::greater},        {"＞", syntax::CompareOp::greater},      {"超过", syntax::CompareOp::greater}};

struct Reading {
  Program& program;
  syntax::Table& table;
  std::vector<DataColumn> columns = {};  // by the file's header

  DataColumn column(const Header& header) const {
    const auto input = std::find_if(table.inputs.begin(), table.inputs.end(), [&](const auto& it) { return it.name.text == header.name; });
    return under(header, column_of(program.tree, input == table.inputs.end() ? table.result : input->type));
  }

  std::vector<workbook::Use> uses(const DataRow& header) const {
    std::vector<workbook::Use> all;
    for (const DataCell& cell : header.cells) all.push_back(use_of(column(header_of(cell))));
    return all;
  }

  void header(const DataRow& row) {
    for (const DataCell& cell : row.cells) {
      const Header header = header_of(cell);
      columns.push_back(column(header));
      table.header.push_back({header.name, cell.span});
    }
  }

  /// `a；b` holds for either.
  syntax::ExprId values(std::string_view text, const DataColumn& column, const DataCell& cell) {
    syntax::Exprs items;
    for (std::string_view part : parts_of(text)) items.push_back(constant_of(program, part, column, cell));
    return items.size() == 1 ? items[0] : program.tree.exprs.add({syntax::SetLiteral{std::move(items)}, cell.span});
  }

  void row(const DataRow& row) {
    syntax::TableRow made;
    made.span = row.span;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const DataCell& cell = row.cells[i];
      std::string_view text = cell.text;
      std::optional<syntax::CompareOp> op;
      const Form form = columns[i].form;
      const bool ordered = form == Form::number || form == Form::percent || form == Form::date || form == Form::datetime;
      for (const auto& [sign, meant] : signs) {
        if (op || !ordered || !text.starts_with(sign)) continue;
        op = meant;
        text.remove_prefix(sign.size());
        while (text.starts_with(' ')) text.remove_prefix(1);
      }
      made.ops.push_back(op);
      if (text.empty()) made.cells.push_back(broken_cell(program, cell, "a value in every cell, or `any`", "每格都应有值，或写“任意”"));
      else if (text == "any" || text == "任意") made.cells.push_back(program.tree.exprs.add({syntax::Any{}, cell.span}));
      else made.cells.push_back(values(text, columns[i], cell));
    }
    table.rows.push_back(std::move(made));
  }

  void read() {
    const auto rows = read_data_rows(program, *table.from, [this](const DataRow& header) { return uses(header); });
    if (!rows) return;
    header(rows->front());
    for (size_t i = 1; i < rows->size(); ++i) {
      const DataRow& one = (*rows)[i];
      if (one.cells.size() == columns.size()) row(one);
      else report_width(program, one, columns.size());
    }
  }
};

}  // namespace

void read_table_files(Program& program) {
  for (syntax::File& file : program.tree.files) {
    for (syntax::Item& item : file.items) {
      auto* table = std::get_if<syntax::Table>(&item.node);
      if (table && table->from) Reading{program, *table}.read();
    }
  }
}

}  // namespace huice::program
