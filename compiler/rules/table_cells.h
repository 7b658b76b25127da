// Cells of a table's input columns, as the sets of values that they hold for.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compiler/rules/checker.h"

namespace huice::rules {

/// One cell: anything, one of some values, or a comparison with one.
struct TableCell {
  bool any = false;
  std::vector<ExprId> values;       // constants
  std::optional<CompareOp> op;      // with the one value; empty: equal to any of them
  Span span;
};

/// A column's declared type; `whole`: its numbers are multiples of it (1 for integers), which decides what lies between two.
struct TableColumnType {
  Type type;
  std::optional<Rational> whole;
};

std::optional<TableCell> check_cell(Checker& checker, const syntax::Expr& written, syntax::ExprId id,
                                    std::optional<syntax::CompareOp> op, const TableColumnType& column);

/// Where the cell holds for `argument`; nothing for `any`.
Maybe cell_condition(Checker& checker, const TableCell& cell, ExprId argument, Span span);

/// A value that both cells hold for, as text; nothing when there is none, or it cannot be told. Of two `any`: "any".
std::optional<std::string> common_value(const Checker& checker, const TableCell& a, const TableCell& b,
                                        const TableColumnType& column);

/// Whether the cell holds for a constant; false when it cannot be told.
bool cell_holds(const Checker& checker, const TableCell& cell, const Constant& value);
/// Constants of a column's type that stand for all of its values, as far as these cells tell them apart; none where they do not.
std::vector<Constant> telling_values(const Checker& checker, const TableColumnType& column, const std::vector<const TableCell*>& cells);
/// As in a rule.
std::string value_text(const Checker& checker, const Constant& value, const Type& type);

}  // namespace huice::rules
