// Decision tables. A call is made into conditions in order, one a row: `unique` in the order of the rows, `highest` from the
// highest value down; `sum` adds the values of the rows that hold. Where none does, the error `no_row`.
#include <algorithm>

#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"
#include "compiler/rules/table_cells.h"
#include "compiler/rules/table_gaps.h"

namespace huice::rules {

/// A row as checked. Without conditions it always holds.
struct TableRow {
  std::vector<TableCell> cells;  // by input
  ExprId value;
  Span span;
  bool always() const { return std::all_of(cells.begin(), cells.end(), [](const TableCell& cell) { return cell.any; }); }
};

struct TableRules {
  std::vector<TableColumnType> inputs;
  Type result;
  std::vector<TableRow> rows;
};

namespace {

constexpr size_t most_rows = 2000;
const Type boolean_type{.kind = Kind::boolean, .dimension = {}, .share = Share::none, .choice = {}};

struct Check {
  Checker& checker;
  const syntax::Table& written;
  const syntax::Name& name;
  TableRules& made;
  std::vector<size_t> column_of = {};  // by input: its place in the header
  size_t result_column = 0;
  Scope nothing = {};

  bool check_types(std::optional<DeclaredType>& result) {
    bool whole = true;
    std::map<std::string, Span> seen;
    for (const syntax::TableColumn& column : written.inputs) {
      auto [first, is_new] = seen.try_emplace(column.name.text, column.name.span);
      if (!is_new) report_duplicate(checker, column.name, first->second);
      auto type = check_type(checker, column.type);
      whole = whole && is_new && type;
      if (!type) continue;
      const bool stepped = type->form == Form::integer || type->form == Form::decimal;
      made.inputs.push_back({type->type, stepped ? std::optional(1 / power_of_ten(type->digits)) : std::nullopt});
    }
    result = check_type(checker, written.result);
    if (!result) return false;
    made.result = result->type;
    const bool number = made.result.kind == Kind::number;
    if (!number && written.policy != syntax::TablePolicy::unique) {
      const bool sum = written.policy == syntax::TablePolicy::sum;
      Bilingual is = describe(checker.program, made.result);
      checker.report(Fault::option_not_allowed, written.result.span,
                     {{"option", sum ? "sum" : "highest"}, {"option_zh", sum ? "合计" : "取高"}, {"type", is.en}, {"type_zh", is.zh}});
      return false;
    }
    return whole;
  }

  /// Every input has one column, and one more holds the result.
  bool check_header() {
    std::map<std::string, size_t> places;
    for (size_t i = 0; i < written.header.size(); ++i) {
      const syntax::Name& column = written.header[i];
      auto [first, is_new] = places.try_emplace(column.text, i);
      if (is_new) continue;
      report_duplicate(checker, column, written.header[first->second].span);
      return false;
    }
    for (const syntax::TableColumn& input : written.inputs) {
      auto place = places.find(input.name.text);
      if (place == places.end()) return report_columns(name.span);
      column_of.push_back(place->second);
      places.erase(place);
    }
    if (places.empty()) return report_columns(name.span);
    if (places.size() > 1) return report_columns(written.header[std::max(places.begin()->second, std::next(places.begin())->second)].span);
    result_column = places.begin()->second;
    return true;
  }

  bool report_columns(Span span) {
    std::string inputs;
    for (const syntax::TableColumn& input : written.inputs) inputs += input.name.text + ", ";
    checker.report(Fault::table_columns, span, {{"columns", inputs + "…"}});
    return false;
  }

  bool check_row(const syntax::TableRow& row, const DeclaredType& result) {
    TableRow checked;
    checked.span = row.span;
    bool whole = true;
    for (size_t i = 0; i < made.inputs.size(); ++i) {
      const size_t at = column_of[i];
      auto cell = check_cell(checker, checker.tree.exprs[row.cells[at]], row.cells[at], row.ops[at], made.inputs[i]);
      whole = whole && cell;
      if (cell) checked.cells.push_back(std::move(*cell));
    }
    if (row.ops[result_column]) {
      checker.report(Fault::not_constant, checker.tree.exprs[row.cells[result_column]].span);
      return false;
    }
    if (std::holds_alternative<syntax::Broken>(checker.tree.exprs[row.cells[result_column]].node)) return false;
    Maybe value = check_constant(checker, row.cells[result_column], &made.result);
    if (!value || !fits_declared(checker, result, *value) || !whole) return false;
    checked.value = *value;
    made.rows.push_back(std::move(checked));
    return true;
  }

  /// What both rows hold for, as an example; empty when they exclude each other.
  std::string example(const TableRow& a, const TableRow& b) const {
    std::string text, all;
    for (size_t i = 0; i < made.inputs.size(); ++i) {
      auto value = common_value(checker, a.cells[i], b.cells[i], made.inputs[i]);
      if (!value) return {};
      if (*value == "any") continue;
      text += (text.empty() ? "" : ", ") + written.inputs[i].name.text + " = " + *value;
    }
    return text.empty() ? "…" : text;
  }

  /// A last row of nothing but `any` takes what is left over.
  void check_overlaps() {
    for (size_t i = 1; i < made.rows.size(); ++i) {
      if (i + 1 == made.rows.size() && made.rows[i].always()) return;
      for (size_t j = 0; j < i; ++j) {
        const std::string both = example(made.rows[j], made.rows[i]);
        if (both.empty()) continue;
        checker.report(Fault::rows_overlap, made.rows[i].span, {{"example", both}})
            .also(made.rows[j].span, "this row holds too", "此行同样成立")
            .hint("a table may say `highest` or `sum` instead of `unique`", "表可用“取高”或“合计”代替“唯一”");
        break;
      }
    }
  }

  /// That is no fault, but should be meant.
  void check_gaps() {
    std::vector<const std::vector<TableCell>*> rows;
    for (const TableRow& row : made.rows) rows.push_back(&row.cells);
    const auto gap = find_gap(checker, made.inputs, rows);
    if (!gap) return;
    std::string text;
    for (size_t i = 0; i < gap->size(); ++i) {
      if (!(*gap)[i].empty()) text += (text.empty() ? "" : ", ") + written.inputs[i].name.text + " = " + (*gap)[i];
    }
    checker.report(Fault::table_gap, name.span, {{"example", text}}).hint("a last row of `any` takes what is left over", "最后加一行“任意”即可收纳其余情形");
  }

  bool check() {
    std::optional<DeclaredType> result;
    if (!check_types(result)) return false;
    if (written.header.empty()) return false;  // reported where the file is read, or by the parser
    if (!check_header()) return false;
    if (written.rows.size() > most_rows) {
      checker.report(Fault::too_large, name.span,
                     {{"what", "a table"}, {"what_zh", "一张表"}, {"limit", std::to_string(most_rows)}, {"parts", "rows"}, {"parts_zh", "行"}});
      return false;
    }
    if (written.rows.empty()) {
      checker.report(Fault::table_without_rows, name.span);
      return false;
    }
    bool whole = true;
    for (const syntax::TableRow& row : written.rows) whole = check_row(row, *result) && whole;
    if (whole && written.policy == syntax::TablePolicy::unique) check_overlaps();
    if (whole) check_gaps();
    return whole;
  }
};

const Rational& value_of(const Checker& checker, const TableRow& row) { return number_of(checker, row.value); }

struct Call {
  Checker& checker;
  const TableRules& table;
  const std::vector<ExprId>& arguments;
  Span span;

  /// Every cell of the row holds.
  Maybe condition(const TableRow& row) {
    Maybe all;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (row.cells[i].any) continue;
      Maybe one = cell_condition(checker, row.cells[i], arguments[i], row.span);
      if (!one) return {};
      all = all ? make(checker, Logic{LogicOp::conjunction, *all, *one}, boolean_type, row.span) : one;
      if (!all) return {};
    }
    return all ? all : make(checker, Boolean{true}, boolean_type, row.span);
  }

  /// Conditions in order, and `otherwise` where none holds.
  Maybe first_of(const std::vector<const TableRow*>& rows) {
    MatchCondition made;
    made.by = arguments;
    Range range = checker.expr(rows.front()->value).range;
    std::optional<ExprId> rest;
    for (const TableRow* row : rows) {
      range = hull(range, checker.expr(row->value).range);
      if (row->always()) {
        rest = row->value;
        break;
      }
      Maybe holds = condition(*row);
      if (!holds) return {};
      made.arms.push_back({*holds, row->value});
    }
    Maybe fail = rest ? Maybe(rest) : make(checker, Fail{FailKind::no_row}, table.result, span);
    if (!fail) return {};
    made.otherwise = *fail;
    return make(checker, std::move(made), table.result, span, range);
  }

  /// Pairs of neighbours, then pairs of those: as shallow as can be.
  template <class Join>
  Maybe join(std::vector<ExprId> parts, Join pair) {
    while (parts.size() > 1) {
      std::vector<ExprId> next;
      for (size_t i = 0; i < parts.size(); i += 2) {
        Maybe made = i + 1 < parts.size() ? pair(parts[i], parts[i + 1]) : Maybe(parts[i]);
        if (!made) return {};
        next.push_back(*made);
      }
      parts = std::move(next);
    }
    return parts.front();
  }

  Maybe sum() {
    std::vector<ExprId> conditions, values;
    Maybe zero = make(checker, Number{0}, table.result, span, exactly(0));
    for (const TableRow& row : table.rows) {
      Maybe holds = condition(row);
      if (!holds || !zero) return {};
      MatchCondition one{{{*holds, row.value}}, *zero, arguments};
      Maybe part = make(checker, std::move(one), table.result, row.span, hull(exactly(0), checker.expr(row.value).range));
      if (!part) return {};
      conditions.push_back(*holds);
      values.push_back(*part);
    }
    Maybe some = join(conditions, [&](ExprId a, ExprId b) { return make(checker, Logic{LogicOp::disjunction, a, b}, boolean_type, span); });
    Maybe total = join(values, [&](ExprId a, ExprId b) {
      return make(checker, Arithmetic{ArithmeticOp::add, a, b}, table.result, span,
                  compute(ArithmeticOp::add, checker.expr(a).range, checker.expr(b).range));
    });
    Maybe fail = make(checker, Fail{FailKind::no_row}, table.result, span);
    if (!some || !total || !fail) return {};
    const Range range = checker.expr(*total).range;
    return make(checker, MatchCondition{{{*some, *total}}, *fail, arguments}, table.result, span, range);
  }

  Maybe build(syntax::TablePolicy policy) {
    if (policy == syntax::TablePolicy::sum) return sum();
    std::vector<const TableRow*> rows;
    for (const TableRow& row : table.rows) rows.push_back(&row);
    if (policy == syntax::TablePolicy::highest) {
      std::stable_sort(rows.begin(), rows.end(),
                       [&](const TableRow* a, const TableRow* b) { return value_of(checker, *a) > value_of(checker, *b); });
    }
    return first_of(rows);
  }
};

}  // namespace

void check_tables(Checker& checker) {
  for (TableState& state : checker.tables) {
    auto rules = std::make_shared<TableRules>();
    const auto& written = std::get<syntax::Table>(state.item->node);
    if (Check{checker, written, *state.item->name, *rules}.check()) state.rules = std::move(rules);
  }
}

Maybe call_table(Checker& checker, const Scope& scope, uint32_t index, const syntax::Call& call, Span span) {
  const TableState& state = checker.tables[index];
  if (!state.rules) return {};  // reported where it is declared
  std::vector<Type> types;
  for (const TableColumnType& input : state.rules->inputs) types.push_back(input.type);
  auto arguments = check_arguments(checker, scope, call, span, types);
  if (!arguments) return {};
  return Call{checker, *state.rules, *arguments, span}.build(std::get<syntax::Table>(state.item->node).policy);
}

}  // namespace huice::rules
