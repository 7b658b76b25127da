#include "compiler/rules/fold.h"

#include <algorithm>
#include <set>

#include "compiler/rules/compare_op.h"
#include "compiler/rules/contradiction.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

using Folded = std::optional<Constant>;

std::optional<Rational> number(const Program& program, ExprId expr) {
  Folded value = fold(program, expr);
  if (!value || !std::holds_alternative<Rational>(*value)) return {};
  return std::get<Rational>(*value);
}

Folded fold_node(const Program&, const Number& node) { return node.value; }
Folded fold_node(const Program&, const Boolean& node) { return node.value; }
Folded fold_node(const Program&, const Text& node) { return node.value; }
Folded fold_node(const Program&, const DateValue& node) { return node.value; }
Folded fold_node(const Program&, const DateTimeValue& node) { return node.value; }
Folded fold_node(const Program&, const PeriodValue& node) { return node.value; }
Folded fold_node(const Program&, const ChoiceValue& node) { return node.code; }
Folded fold_node(const Program&, const SetValue& node) { return node.value; }

Folded fold_node(const Program& program, const Negate& node) {
  auto value = number(program, node.operand);
  if (!value) return {};
  return Rational(-*value);
}

Folded fold_node(const Program& program, const Arithmetic& node) {
  auto left = number(program, node.left), right = number(program, node.right);
  if (!left || !right) return {};
  switch (node.op) {
    case ArithmeticOp::add:
      return Rational(*left + *right);
    case ArithmeticOp::subtract:
      return Rational(*left - *right);
    case ArithmeticOp::multiply:
      return Rational(*left * *right);
    case ArithmeticOp::divide:
      break;
  }
  if (*right == 0) return {};
  return Rational(*left / *right);
}

Folded fold_node(const Program& program, const Bound& node) {
  auto value = number(program, node.value), bound = number(program, node.bound);
  if (!value || !bound) return {};
  return node.kind == BoundKind::at_most ? std::min(*value, *bound) : std::max(*value, *bound);
}

Folded fold_node(const Program& program, const Rounded& node) {
  auto value = number(program, node.value);
  if (!value) return {};
  return round_to(*value, node.mode, node.unit);
}

Folded fold_node(const Program& program, const ShiftDate& node) {
  Folded date = fold(program, node.date), period = fold(program, node.period);
  if (!date || !period) return {};
  Period by = std::get<Period>(*period);
  if (node.back) by = {-by.months, -by.days};
  auto shifted = add(std::get<Date>(*date), by);
  if (!shifted) return {};
  return *shifted;
}

Folded fold_node(const Program& program, const DaysBetween& node) {
  Folded later = fold(program, node.later), earlier = fold(program, node.earlier);
  if (!later || !earlier) return {};
  return Rational(std::get<Date>(*later).days - std::get<Date>(*earlier).days);
}

template <class Node>
Folded fold_node(const Program&, const Node&) {
  return {};
}

/// Lets that read lets several times make trees of any size: after so many steps the answer is "it can".
struct Judge {
  const Program& program;
  int steps_left = 20'000;
};

bool can_be(Judge& judge, ExprId condition, bool wanted);

bool can_be_node(Judge&, const Boolean& node, bool wanted) { return node.value == wanted; }
bool can_be_node(Judge& judge, const Not& node, bool wanted) { return can_be(judge, node.operand, !wanted); }
bool can_be_node(Judge& judge, const LetValue& node, bool wanted) {
  ExprId value = judge.program.lets[node.let].value;
  return !value.valid() || can_be(judge, value, wanted);
}

bool can_be_node(Judge& judge, const Logic& node, bool wanted) {
  bool left = can_be(judge, node.left, wanted), right = can_be(judge, node.right, wanted);
  bool needs_both = (node.op == LogicOp::conjunction) == wanted;
  return needs_both ? left && right : left || right;
}

bool can_be_node(Judge& judge, const Compare& node, bool wanted) {
  const Expr &left = judge.program.exprs[node.left], &right = judge.program.exprs[node.right];
  if (left.type.kind != Kind::number) return true;
  return possible(wanted ? node.op : opposite(node.op), left.range, right.range);
}

template <class Node>
bool can_be_node(Judge&, const Node&, bool) {
  return true;
}

bool can_be(Judge& judge, ExprId condition, bool wanted) {
  if (judge.steps_left-- <= 0) return true;
  return std::visit([&](const auto& node) { return can_be_node(judge, node, wanted); }, judge.program.exprs[condition].node);
}

decltype(Expr::node) node_of(const Rational& value) { return Number{value}; }
decltype(Expr::node) node_of(bool value) { return Boolean{value}; }
decltype(Expr::node) node_of(const std::string& value) { return Text{value}; }
decltype(Expr::node) node_of(Date value) { return DateValue{value}; }
decltype(Expr::node) node_of(DateTime value) { return DateTimeValue{value}; }
decltype(Expr::node) node_of(Period value) { return PeriodValue{value}; }
decltype(Expr::node) node_of(uint16_t value) { return ChoiceValue{value}; }
decltype(Expr::node) node_of(MemberSet value) { return SetValue{value}; }

}  // namespace

std::optional<Constant> fold(const Program& program, ExprId expr) {
  return std::visit([&](const auto& node) { return fold_node(program, node); }, program.exprs[expr].node);
}

decltype(Expr::node) literal(const Constant& value) {
  return std::visit([](const auto& v) { return node_of(v); }, value);
}

namespace {

/// The parts of `a and b and …`, through lets; each let once.
struct Parts {
  Judge& judge;
  std::vector<ExprId> found = {};
  std::set<uint32_t> lets = {};

  void add(ExprId condition) {
    if (judge.steps_left-- <= 0) return;
    const Program& program = judge.program;
    const Expr& expr = program.exprs[condition];
    if (auto* logic = std::get_if<Logic>(&expr.node); logic && logic->op == LogicOp::conjunction) {
      add(logic->left);
      add(logic->right);
    } else if (auto* use = std::get_if<LetValue>(&expr.node); use && program.lets[use->let].value.valid()) {
      if (lets.insert(use->let.value).second) add(program.lets[use->let].value);
    } else {
      found.push_back(condition);
    }
  }
};

bool can_hold(Judge& judge, ExprId condition) {
  if (!can_be(judge, condition, true)) return false;
  Parts parts{judge};
  parts.add(condition);
  if (judge.steps_left <= 0) return true;
  if (parts.found.size() == 1) {
    auto* either = std::get_if<Logic>(&judge.program.exprs[parts.found[0]].node);
    return !either || can_hold(judge, either->left) || can_hold(judge, either->right);
  }
  auto possible = [&](ExprId part) { return can_hold(judge, part); };
  return std::all_of(parts.found.begin(), parts.found.end(), possible) && !exclude_each_other(judge.program, parts.found);
}

}  // namespace

bool can_be_true(const Program& program, ExprId condition) {
  Judge judge{program};
  return can_hold(judge, condition);
}

std::optional<std::pair<ExprId, ExprId>> excluding_parts(const Program& program, ExprId condition) {
  Judge judge{program};
  Parts parts{judge};
  parts.add(condition);
  constexpr size_t most = 100;
  for (size_t i = 0; i < std::min(parts.found.size(), most); ++i)
    for (size_t j = 0; j < i; ++j)
      if (exclude_each_other(program, {parts.found[j], parts.found[i]})) return std::pair{parts.found[j], parts.found[i]};
  return std::nullopt;
}

bool can_be_true_together(const Program& program, ExprId one, ExprId other) {
  Judge judge{program};
  Parts parts{judge};
  parts.add(one);
  parts.add(other);
  return judge.steps_left <= 0 || !exclude_each_other(program, parts.found);
}

bool can_be_false(const Program& program, ExprId condition) {
  Judge judge{program};
  return can_be(judge, condition, false);
}

}  // namespace huice::rules
