// Cells between `|`. A line break is white space, so rows are told apart by an empty cell that spans a line break, and
// then by the number of columns of the header.
#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {
namespace {

using P = PolicyParser;
using antlr4::tree::TerminalNode;

}  // namespace

Builder::Rows Builder::rows(P::GridContext* context) {
  Rows result;
  Row row;
  const antlr4::Token* open = nullptr;   // the `|` before the current cell
  const antlr4::Token* begin = nullptr;  // the first `|` of the row
  P::CellContext* cell = nullptr;
  size_t width = 0;  // of the header
  const auto finish = [&](const antlr4::Token* end) {
    if (begin != nullptr && !row.empty()) {
      if (width == 0) width = row.size();
      result.rows.push_back(std::move(row));
      result.spans.push_back(text::cover(text_.span(*begin), text_.span(*end)));
    }
    row.clear();
  };
  for (auto* child : context->children) {
    auto* pipe = dynamic_cast<TerminalNode*>(child);
    if (pipe == nullptr) {
      cell = dynamic_cast<P::CellContext*>(child);
      continue;
    }
    const antlr4::Token* token = pipe->getSymbol();
    const bool new_line = open != nullptr && cell == nullptr && open->getLine() < token->getLine();
    const bool full = open != nullptr && cell == nullptr && (width == 0 ? !row.empty() : row.size() == width);
    if (open == nullptr || new_line || full) {
      if (open != nullptr) finish(open);
      begin = token;
    } else {
      row.push_back(cell);
    }
    cell = nullptr;
    open = token;
  }
  if (open != nullptr) finish(open);
  return result;
}

void Builder::row_width(Span place, size_t found, size_t expected) {
  sink_.report(diagnostics::Kind::row_width, place, {{"found", std::to_string(found)}, {"expected", std::to_string(expected)}})
      .hint("each row is one line, and has a cell for each column: | a | b |", "每行占一行，每列一格：| 甲 | 乙 |");
}

Name Builder::header(P::CellContext* context) {
  if (context != nullptr && context->ANY() != nullptr) return {text_.word(*context->start), span(context)};
  if (context != nullptr && context->compareOp() == nullptr && context->expression().size() == 1) {
    const ExprId id = expression(context->expression(0));
    if (const auto* use = std::get_if<NameUse>(&tree_.exprs[id].node)) return use->name;
  }
  const Span place = context == nullptr ? text_.end() : span(context);
  const std::string found = context == nullptr ? "" : std::string(text_.source().slice(place));
  sink_.report(diagnostics::Kind::unexpected_token, place,
               {{"expected", "the name of a column"}, {"expected_zh", "列名"}, {"found", "`" + found + "`"}, {"found_zh", "“" + found + "”"}});
  return {"", place};
}

ExprId Builder::cell(P::CellContext* context) {
  if (context->ANY() != nullptr) return add(Any{}, span(context));
  Exprs items = expressions(context->expression());
  if (items.size() == 1) return items[0];
  if (items.empty()) return broken(span(context));  // `->` where a value should stand
  const Exprs children = items;
  return add(SetLiteral{std::move(items)}, span(context), children);
}

Table Builder::table(P::TableContext* context) {
  Table table;
  for (auto* one : context->functionParameter()) table.inputs.push_back({name(one->name()), type(one->type())});
  table.result = type(context->type());
  table.policy = TablePolicy::unique;
  if (auto* policy = context->tablePolicy()) {
    if (policy->HIGHEST() != nullptr) table.policy = TablePolicy::highest;
    if (policy->SUM() != nullptr) table.policy = TablePolicy::sum;
  }
  if (context->FROM() != nullptr) table.from = label(context->label().back());
  if (context->grid() == nullptr) return table;
  const Rows read = rows(context->grid());
  if (read.rows.empty()) return table;
  for (auto* one : read.rows[0]) table.header.push_back(header(one));
  for (size_t i = 1; i < read.rows.size(); ++i) {
    if (read.rows[i].size() != table.header.size()) {
      row_width(read.spans[i], read.rows[i].size(), table.header.size());
      continue;
    }
    TableRow row;
    row.span = read.spans[i];
    for (auto* one : read.rows[i]) {
      const bool compared = one != nullptr && one->compareOp() != nullptr;
      row.ops.push_back(compared ? std::optional(compare_op(one->compareOp())) : std::nullopt);
      if (one == nullptr) {
        sink_.report(diagnostics::Kind::unexpected_token, row.span,
                     {{"expected", "a value in every cell"}, {"expected_zh", "每格都有值"}, {"found", "an empty one"}, {"found_zh", "空格"}})
            .hint("`any` matches everything", "“任意”匹配一切");
      }
      row.cells.push_back(one == nullptr ? broken(row.span) : cell(one));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

ScenarioTable Builder::scenario_table(P::ScenarioContext* context) {
  ScenarioTable table;
  table.measure = name(context->name().back());
  const Rows read = rows(context->grid());
  if (read.rows.empty()) return table;
  size_t arrow = read.rows[0].size();
  for (size_t i = 0; i < read.rows[0].size(); ++i) {
    P::CellContext* one = read.rows[0][i];
    if (one != nullptr && one->ARROW() != nullptr) {
      arrow = i;
    } else {
      (i < arrow ? table.inputs : table.outputs).push_back(header(one));
    }
  }
  const auto missing_arrow = [&](Span place) {
    sink_.report(diagnostics::Kind::unexpected_token, place,
                 {{"expected", "`->` between inputs and outcome"}, {"expected_zh", "输入与结果之间的 `->`"}, {"found", "none"}, {"found_zh", "没有"}})
        .hint("| field | field | -> | status | pays | because |", "| 字段 | 字段 | -> | status | pays | because |");
  };
  if (arrow == read.rows[0].size()) {
    missing_arrow(read.spans[0]);
    return table;
  }
  for (size_t i = 1; i < read.rows.size(); ++i) {
    const Row& cells = read.rows[i];
    if (cells.size() != read.rows[0].size()) {
      row_width(read.spans[i], cells.size(), read.rows[0].size());
      continue;
    }
    if (cells[arrow] == nullptr || cells[arrow]->ARROW() == nullptr) {
      missing_arrow(read.spans[i]);
      continue;
    }
    ScenarioTable::Row row;
    row.span = read.spans[i];
    for (size_t at = 0; at < cells.size(); ++at) {
      if (at == arrow) continue;
      (at < arrow ? row.inputs : row.outputs).push_back(cells[at] == nullptr ? std::nullopt : std::optional(cell(cells[at])));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace huice::syntax::antlr
