#include "compiler/rules/table_cells.h"

#include <algorithm>
#include <set>

#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

const Type boolean_type{.kind = Kind::boolean, .dimension = {}, .share = Share::none, .choice = {}};

}  // namespace

std::string value_text(const Checker& checker, const Constant& value, const Type& type) {
  if (auto* number = std::get_if<Rational>(&value)) return show(*number, type);
  if (auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (auto* text = std::get_if<std::string>(&value)) return "\"" + *text + "\"";
  if (auto* date = std::get_if<Date>(&value)) return to_string(*date);
  if (auto* instant = std::get_if<DateTime>(&value)) return to_string(*instant);
  if (auto* code = std::get_if<uint16_t>(&value)) return checker.program.choices[type.choice].members[*code].name;
  return "";
}

namespace {

/// Numbers, days and seconds on one line.
std::optional<Rational> place(const Constant& value) {
  if (auto* number = std::get_if<Rational>(&value)) return *number;
  if (auto* date = std::get_if<Date>(&value)) return Rational(date->days);
  if (auto* instant = std::get_if<DateTime>(&value)) return Rational(static_cast<long>(instant->seconds));
  return {};
}

Constant at_place(const Rational& place, const Type& type) {
  if (type.kind == Kind::date) return Date{static_cast<int32_t>(place.get_num().get_si())};
  if (type.kind == Kind::datetime) return DateTime{place.get_num().get_si()};
  return place;
}

struct End {
  Rational at;
  bool open;
};
struct Stretch {
  std::optional<End> lo, hi;
  bool holds(const Rational& x) const {
    if (lo && (x < lo->at || (lo->open && x == lo->at))) return false;
    return !hi || x < hi->at || (!hi->open && x == hi->at);
  }
};

std::vector<Constant> constants(const Checker& checker, const TableCell& cell) {
  std::vector<Constant> all;
  for (ExprId id : cell.values) all.push_back(*fold(checker.program, id));
  return all;
}

/// The values of a comparison as an interval; nothing for = and ≠.
std::optional<Stretch> interval(const Checker& checker, const TableCell& cell) {
  if (cell.any) return Stretch{};
  if (!cell.op) return {};
  auto bound = place(*fold(checker.program, cell.values.front()));
  if (!bound) return {};
  switch (*cell.op) {
    case CompareOp::less:
      return Stretch{{}, End{*bound, true}};
    case CompareOp::less_equal:
      return Stretch{{}, End{*bound, false}};
    case CompareOp::greater:
      return Stretch{End{*bound, true}, {}};
    case CompareOp::greater_equal:
      return Stretch{End{*bound, false}, {}};
    default:
      return {};
  }
}

}  // namespace

bool cell_holds(const Checker& checker, const TableCell& cell, const Constant& value) {
  if (cell.any) return true;
  const auto own = constants(checker, cell);
  if (!cell.op || *cell.op == CompareOp::equal) return std::find(own.begin(), own.end(), value) != own.end();
  if (*cell.op == CompareOp::not_equal) return own.front() != value;
  auto at = place(value);
  auto range = interval(checker, cell);
  return at && range && range->holds(*at);
}

namespace {

/// A value in both intervals: a bound that belongs to both where there is one, else between them.
std::optional<Rational> common(const Stretch& a, const Stretch& b, const std::optional<Rational>& whole) {
  auto both = [&](const Rational& x) { return a.holds(x) && b.holds(x); };
  std::vector<Rational> ends;
  for (const auto& end : {a.lo, b.lo, a.hi, b.hi}) {
    if (end) ends.push_back(end->at);
  }
  if (ends.empty()) return Rational(0);
  const Rational step = whole.value_or(Rational(1));
  std::vector<Rational> tries = ends;
  for (const Rational& end : ends) {
    tries.emplace_back(end + step);
    tries.emplace_back(end - step);
    if (whole) tries.push_back(round_to(end, Rounding::ceil, *whole));
    if (whole) tries.push_back(round_to(end, Rounding::floor, *whole));
  }
  for (size_t i = 0; !whole && i < ends.size(); ++i) {
    for (size_t j = 0; j < i; ++j) tries.emplace_back(Rational(ends[i] + ends[j]) / 2);
  }
  for (const Rational& x : tries) {
    const bool fits = !whole || Rational(x / *whole).get_den() == 1;
    if (fits && both(x)) return x;
  }
  return {};
}

/// Every value of a type that has few.
std::vector<Constant> all_values(const Checker& checker, const Type& type) {
  if (type.kind == Kind::boolean) return {true, false};
  std::vector<Constant> all;
  if (type.kind == Kind::choice) {
    for (size_t i = 0; i < checker.program.choices[type.choice].members.size(); ++i) all.emplace_back(static_cast<uint16_t>(i));
  }
  return all;
}

}  // namespace

namespace {

/// The bounds, a value between each two neighbours, and one beyond either end. What is never negative in the table is not here.
std::vector<Constant> around(const std::set<Rational>& bounds, const TableColumnType& column) {
  std::vector<Rational> all;
  const bool number = column.type.kind == Kind::number;
  const std::optional<Rational> step = number ? column.whole : Rational(1);
  const auto apart = [&](const Rational& bound) { return step ? *step : bound == 0 ? Rational(1) : Rational(abs(bound) / 10); };
  std::optional<Rational> before;
  for (const Rational& bound : bounds) {
    if (before) all.push_back(step ? Rational(*before + *step) : Rational((*before + bound) / 2));
    all.push_back(bound);
    before = bound;
  }
  all.push_back(*bounds.rbegin() + apart(*bounds.rbegin()));
  const Rational below = *bounds.begin() - apart(*bounds.begin());
  if (!number || below >= 0 || *bounds.begin() < 0) all.push_back(below);
  std::vector<Constant> values;
  for (const Rational& each : all) values.push_back(at_place(each, column.type));
  return values;
}

}  // namespace

std::vector<Constant> telling_values(const Checker& checker, const TableColumnType& column, const std::vector<const TableCell*>& cells) {
  std::vector<Constant> listed;
  for (const TableCell* cell : cells) {
    for (const Constant& value : constants(checker, *cell)) listed.push_back(value);
  }
  if (listed.empty()) return {};
  if (column.type.kind == Kind::boolean || column.type.kind == Kind::choice) return all_values(checker, column.type);
  if (place(listed.front())) {
    std::set<Rational> bounds;
    for (const Constant& value : listed) bounds.insert(*place(value));
    return around(bounds, column);
  }
  std::string other = "…";
  while (std::find(listed.begin(), listed.end(), Constant(other)) != listed.end()) other += "…";
  listed.emplace_back(other);
  return listed;
}

std::optional<TableCell> check_cell(Checker& checker, const syntax::Expr& written, syntax::ExprId id,
                                    std::optional<syntax::CompareOp> op, const TableColumnType& column) {
  TableCell cell;
  cell.span = written.span;
  if (std::holds_alternative<syntax::Broken>(written.node)) return {};
  if (std::holds_alternative<syntax::Any>(written.node)) {
    cell.any = true;
    return cell;
  }
  auto* set = std::get_if<syntax::SetLiteral>(&written.node);
  bool whole = true;
  for (syntax::ExprId one : set ? set->items : syntax::Exprs{id}) {
    Maybe value = check_constant(checker, one, &column.type);
    whole = whole && value;
    if (value) cell.values.push_back(*value);
  }
  if (!whole || cell.values.empty()) return {};
  if (!op) return cell;
  cell.op = compare_op(*op);
  const bool ordered = column.type.kind == Kind::number || column.type.kind == Kind::date || column.type.kind == Kind::datetime;
  const bool equality = *cell.op == CompareOp::equal || *cell.op == CompareOp::not_equal;
  if (set) {
    checker.report(Fault::list_after_comparison, written.span);
    return {};
  }
  if (!equality && !ordered) {
    Bilingual is = describe(checker.program, column.type);
    checker.report(Fault::no_order, written.span, {{"type", is.en}, {"type_zh", is.zh}});
    return {};
  }
  return cell;
}

Maybe cell_condition(Checker& checker, const TableCell& cell, ExprId argument, Span span) {
  if (cell.any) return {};
  const CompareOp op = cell.op.value_or(CompareOp::equal);
  if (cell.values.size() == 1) return make(checker, Compare{op, argument, cell.values.front()}, boolean_type, span);
  return make(checker, In{argument, cell.values}, boolean_type, span);
}

std::optional<std::string> common_value(const Checker& checker, const TableCell& a, const TableCell& b,
                                        const TableColumnType& column) {
  if (a.any && b.any) return "any";
  auto first = interval(checker, a), second = interval(checker, b);
  if (first && second) {
    auto between = common(*first, *second, column.type.kind == Kind::number ? column.whole : Rational(1));
    if (!between) return {};
    return value_text(checker, at_place(*between, column.type), column.type);
  }
  std::vector<Constant> candidates = all_values(checker, column.type);
  for (const TableCell* cell : {&a, &b}) {
    if (cell->op && *cell->op != CompareOp::equal) continue;
    for (const Constant& value : constants(checker, *cell)) candidates.push_back(value);
  }
  for (const Constant& value : candidates) {
    if (cell_holds(checker, a, value) && cell_holds(checker, b, value)) return value_text(checker, value, column.type);
  }
  return {};
}

}  // namespace huice::rules
