// Expressions: the simple kinds; arithmetic.cpp, comparisons.cpp and matches.cpp hold the others.
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"
#include "compiler/rules/walk.h"

namespace huice::rules {
namespace {

const Type boolean_type{.kind = Kind::boolean, .dimension = {}, .share = Share::none, .choice = {}};
const Type text_type{.kind = Kind::text, .dimension = {}, .share = Share::none, .choice = {}};
const Type date_type{.kind = Kind::date, .dimension = {}, .share = Share::none, .choice = {}};
const Type datetime_type{.kind = Kind::datetime, .dimension = {}, .share = Share::none, .choice = {}};

/// Where an expression stands.
struct At {
  const Scope& scope;
  const Type* expected;
  Span span;
};

Maybe check_node(Checker&, const syntax::Broken&, const At&) { return {}; }
Maybe check_node(Checker& checker, const syntax::Number& node, const At& at) { return check_number(checker, node, at.span); }
Maybe check_node(Checker& checker, const syntax::Boolean& node, const At& at) {
  return make(checker, Boolean{node.value}, boolean_type, at.span);
}
Maybe check_node(Checker& checker, const syntax::DateLiteral& node, const At& at) {
  return make(checker, DateValue{node.value}, date_type, at.span);
}
Maybe check_node(Checker& checker, const syntax::DateTimeLiteral& node, const At& at) {
  return make(checker, DateTimeValue{node.value}, datetime_type, at.span);
}

Maybe check_node(Checker& checker, const syntax::TextLiteral& node, const At& at) {
  if (at.expected && at.expected->kind == Kind::reference) return make(checker, Text{node.value}, *at.expected, at.span);
  if (at.expected && at.expected->kind == Kind::choice) return member_by_text(checker, *at.expected, node.value, at.span);
  return make(checker, Text{node.value}, text_type, at.span);
}

Maybe check_node(Checker& checker, const syntax::NameUse& node, const At& at) {
  return resolve(checker, at.scope, node.name, at.expected);
}

Maybe check_node(Checker& checker, const syntax::Any&, const At& at) {
  checker.report(Fault::any_outside_table, at.span);
  return {};
}
/// A set as a value means something only where a `set of` is expected.
Maybe check_node(Checker& checker, const syntax::SetLiteral& node, const At& at) {
  if (!at.expected || at.expected->kind != Kind::set) {
    checker.report(Fault::set_without_type, at.span);
    return {};
  }
  Type member = *at.expected;
  member.kind = Kind::choice;
  SetValue value;
  bool whole = true;
  for (syntax::ExprId written : node.items) {
    Maybe item = check_constant(checker, written, &member);
    whole = whole && item;
    if (!item) continue;
    const uint16_t code = std::get<ChoiceValue>(checker.expr(*item).node).code;
    if (value.value.has(code)) checker.report(Fault::repeated_case, checker.expr(*item).span);
    value.value.bits |= uint64_t{1} << code;
  }
  if (!whole) return {};
  return make(checker, value, *at.expected, at.span);
}
Maybe check_node(Checker& checker, const syntax::Member& node, const At& at) {
  return check_member(checker, at.scope, node, at.span);
}
/// What it says was read with the aggregate.
Maybe check_node(Checker& checker, const syntax::Via& node, const At& at) {
  if (at.scope.outer) return check(checker, at.scope, node.object);
  checker.report(Fault::via_outside_aggregate, node.field.span);
  return {};
}
Maybe check_node(Checker& checker, const syntax::Call& node, const At& at) {
  return check_call(checker, at.scope, node, at.span);
}
Maybe check_node(Checker& checker, const syntax::Aggregate& node, const At& at) {
  return check_aggregate(checker, at.scope, node, at.span);
}

// ---- Operators with one place for their operand ---------------------------------------------------------------------

Maybe check_node(Checker& checker, const syntax::Parenthesised& node, const At& at) {
  return check(checker, at.scope, node.inner, at.expected);
}

Maybe check_node(Checker& checker, const syntax::Negate& node, const At& at) {
  Maybe operand = check(checker, at.scope, node.operand);
  if (!operand) return {};
  const Type type = checker.type(*operand);
  if (type.kind != Kind::number) {
    report_mismatch(checker, *operand, Type{});
    return {};
  }
  return make(checker, Negate{*operand}, type, at.span, negate(checker.expr(*operand).range));
}

Maybe check_node(Checker& checker, const syntax::Not& node, const At& at) {
  Maybe operand = check_condition(checker, at.scope, node.operand);
  if (!operand) return {};
  return make(checker, Not{*operand}, boolean_type, at.span);
}

Maybe check_node(Checker& checker, const syntax::Logic& node, const At& at) {
  Maybe left = check_condition(checker, at.scope, node.left), right = check_condition(checker, at.scope, node.right);
  if (!left || !right) return {};
  auto op = node.op == syntax::LogicOp::conjunction ? LogicOp::conjunction : LogicOp::disjunction;
  return make(checker, Logic{op, *left, *right}, boolean_type, at.span);
}

/// Asks about the field itself, whatever its default.
Maybe check_node(Checker& checker, const syntax::IsGiven& node, const At& at) {
  Maybe operand = check(checker, at.scope, node.operand);
  if (!operand) return {};
  const syntax::Expr& written = checker.tree.exprs[strip(checker, node.operand)];
  auto* defaulted = std::get_if<Default>(&checker.expr(*operand).node);
  if (defaulted && std::holds_alternative<syntax::NameUse>(written.node)) operand = defaulted->value;
  return make(checker, IsGiven{*operand}, boolean_type, at.span);
}

// ---- Operators whose sides are of one type --------------------------------------------------------------------------

/// Both sides and the type that holds both.
struct Pair {
  ExprId left, right;
  Type type;
};
std::optional<Pair> check_alike(Checker& checker, const At& at, syntax::ExprId left, syntax::ExprId right) {
  auto sides = check_pair(checker, at.scope, left, right, at.expected);
  if (!sides) return {};
  auto [first, second] = *sides;
  auto type = unify(checker.type(first), checker.type(second));
  if (!type) {
    report_mismatch(checker, second, checker.type(first));
    return {};
  }
  return Pair{first, second, *type};
}

Maybe check_node(Checker& checker, const syntax::Default& node, const At& at) {
  auto pair = check_alike(checker, at, node.value, node.fallback);
  if (!pair) return {};
  Range range = hull(checker.expr(pair->left).range, checker.expr(pair->right).range);
  return make(checker, Default{pair->left, pair->right}, pair->type, at.span, range);
}

Maybe check_node(Checker& checker, const syntax::Bound& node, const At& at) {
  auto pair = check_alike(checker, at, node.value, node.bound);
  if (!pair) return {};
  if (pair->type.kind != Kind::number) {
    report_mismatch(checker, pair->left, Type{});
    return {};
  }
  if (lacks_percent_sign(checker, pair->left, pair->right)) return {};
  auto kind = node.kind == syntax::BoundKind::at_most ? BoundKind::at_most : BoundKind::at_least;
  Range range = bounded(kind, checker.expr(pair->left).range, checker.expr(pair->right).range);
  return make(checker, Bound{kind, pair->left, pair->right}, pair->type, at.span, range);
}

Maybe check_node(Checker& checker, const syntax::StartsWith& node, const At& at) {
  Maybe value = check_as(checker, at.scope, node.value, text_type),
        prefix = check_as(checker, at.scope, node.prefix, text_type);
  if (!value || !prefix) return {};
  return make(checker, StartsWith{*value, *prefix}, boolean_type, at.span);
}

/// `x / 1000美元 rounded up to 1` counts whole units: the unit decides between a percent and a plain number.
Maybe check_node(Checker& checker, const syntax::Rounded& node, const At& at) {
  Maybe value = check(checker, at.scope, node.value), unit = check_constant(checker, node.unit, nullptr);
  if (!value || !unit) return {};
  const Type &type = checker.type(*value), &unit_type = checker.type(*unit);
  bool plain_unit = type.share == Share::percent && unit_type == Type{};
  if (type.kind != Kind::number || (type != unit_type && !plain_unit)) {
    report_mismatch(checker, *unit, type);
    return {};
  }
  Rational step = number_of(checker, *unit);
  if (step <= 0) {
    checker.report(Fault::rounding_unit_not_positive, checker.expr(*unit).span);
    return {};
  }
  return make(checker, Rounded{*value, node.mode, step}, unit_type, at.span,
              rounded(checker.expr(*value).range, node.mode, step));
}

Maybe check_node(Checker& checker, const syntax::AtDate& node, const At& at) {
  Maybe value = check(checker, at.scope, node.value);
  Maybe day = check_day(checker, at.scope, node.date);
  if (!value || !day) return {};
  auto* parameter = std::get_if<ParameterValue>(&checker.expr(*value).node);
  if (!parameter || parameter->at) {
    checker.report(Fault::at_needs_parameter, checker.expr(*value).span);
    return {};
  }
  ParameterId id = parameter->parameter;
  return make(checker, ParameterValue{id, *day}, checker.type(*value), at.span, checker.expr(*value).range);
}

}  // namespace

Maybe check_day(Checker& checker, const Scope& scope, syntax::ExprId written) {
  Maybe date = check(checker, scope, written);
  if (!date) return {};
  Maybe day = day_of(checker, *date);
  if (day && checker.type(*day).kind != Kind::date) {
    report_mismatch(checker, *day, date_type);
    return {};
  }
  return day;
}

namespace {

Maybe check_node(Checker& checker, const syntax::Arithmetic& node, const At& at) {
  return check_arithmetic(checker, at.scope, node, at.span);
}
Maybe check_node(Checker& checker, const syntax::Compare& node, const At& at) {
  return check_compare(checker, at.scope, node, at.span);
}
Maybe check_node(Checker& checker, const syntax::In& node, const At& at) {
  return check_in(checker, at.scope, node, at.span);
}
Maybe check_node(Checker& checker, const syntax::Match& node, const At& at) {
  return check_match(checker, at.scope, node, at.span, at.expected);
}

Maybe check_node(Checker& checker, const syntax::Scale& node, const At& at) {
  return check_scale(checker, at.scope, node, at.span, at.expected);
}

void report_too_deep(Checker& checker, Span span) {
  checker.report(Fault::too_large, span,
                 {{"what", "an expression, with the lets it reads,"},
                  {"what_zh", "一个表达式（连同其引用的令）"},
                  {"limit", std::to_string(most_levels)},
                  {"parts", "levels"},
                  {"parts_zh", "层"}});
}

}  // namespace

Maybe copy_at(Checker& checker, ExprId id, Span span) {
  const Expr copied = checker.expr(id);
  return make(checker, copied.node, copied.type, span, copied.range);
}

Maybe make(Checker& checker, decltype(Expr::node) node, Type type, Span span, Range range) {
  Expr expr{std::move(node), std::move(type), std::move(range), span};
  uint32_t depth = 0, weight = 1;
  for (ExprId part : parts_of(expr)) {
    depth = std::max(depth, checker.depths[part.value]);
    weight = std::min(most_operations + 1, weight + checker.weights[part.value]);
  }
  if (auto* use = std::get_if<LetValue>(&expr.node)) {
    ExprId value = checker.program.lets[use->let].value;
    if (value.valid()) depth = std::max(depth, checker.depths[value.value]);
  }
  if (depth >= most_levels) {
    report_too_deep(checker, span);
    return {};
  }
  if (weight > most_operations) {
    checker.report(Fault::too_large, span,
                   {{"what", "an expression, with functions written out,"},
                    {"what_zh", "一个表达式（函数展开后）"},
                    {"limit", std::to_string(most_operations)},
                    {"parts", "operations"},
                    {"parts_zh", "次运算"}});
    return {};
  }
  checker.depths.push_back(depth + 1);
  checker.weights.push_back(weight);
  return checker.program.exprs.add(std::move(expr));
}

syntax::ExprId strip(const Checker& checker, syntax::ExprId id) {
  while (auto* inner = std::get_if<syntax::Parenthesised>(&checker.tree.exprs[id].node)) id = inner->inner;
  return id;
}

Maybe check(Checker& checker, const Scope& scope, syntax::ExprId id, const Type* expected) {
  if (!id.valid()) return {};
  const syntax::Expr& written = checker.tree.exprs[strip(checker, id)];
  if (checker.level >= most_levels) {
    report_too_deep(checker, written.span);
    return {};
  }
  ++checker.level;
  Maybe result = std::visit([&](const auto& node) { return check_node(checker, node, At{scope, expected, written.span}); },
                            written.node);
  --checker.level;
  return result;
}

Maybe check_as(Checker& checker, const Scope& scope, syntax::ExprId id, const Type& expected) {
  Maybe value = check(checker, scope, id, &expected);
  if (!value) return {};
  if (!unify(checker.type(*value), expected)) {
    report_mismatch(checker, *value, expected);
    return {};
  }
  return value;
}

Maybe check_condition(Checker& checker, const Scope& scope, syntax::ExprId id) {
  return check_as(checker, scope, id, boolean_type);
}

Maybe check_constant(Checker& checker, syntax::ExprId id, const Type* expected) {
  const Scope constants{.entity = {}, .lets = nullptr, .constant = true, .unsure = false};
  Maybe value = expected ? check_as(checker, constants, id, *expected) : check(checker, constants, id);
  if (!value) return {};
  if (expected && lacks_percent_sign(checker, *value, *expected)) return {};
  auto folded = fold(checker.program, *value);
  if (!folded) {
    checker.report(Fault::not_constant, checker.expr(*value).span);
    return {};
  }
  Range range;
  if (auto* number = std::get_if<Rational>(&*folded)) range = exactly(*number);
  const Expr& expr = checker.expr(*value);
  return make(checker, literal(*folded), expected ? *expected : expr.type, expr.span, range);
}

const Rational& number_of(const Checker& checker, ExprId constant) {
  return std::get<Number>(checker.expr(constant).node).value;
}

std::optional<std::pair<ExprId, ExprId>> check_pair(Checker& checker, const Scope& scope, syntax::ExprId left,
                                                    syntax::ExprId right, const Type* expected) {
  auto name_of = [&](syntax::ExprId id) { return std::get_if<syntax::NameUse>(&checker.tree.exprs[strip(checker, id)].node); };
  auto is_literal = [&](syntax::ExprId id) {
    const auto& node = checker.tree.exprs[strip(checker, id)].node;
    return std::holds_alternative<syntax::TextLiteral>(node) || std::holds_alternative<syntax::SetLiteral>(node);
  };
  /// What only the other side can explain.
  auto needs_type = [&](syntax::ExprId id) { return is_literal(id) || (name_of(id) && !is_value(checker, scope, name_of(id)->name.text)); };
  /// A field of the owner of members, unless the other side has an option of that name.
  auto is_owners = [&](syntax::ExprId id) { return name_of(id) && scope.outer && scope.outer->entity && find_field(checker, *scope.outer->entity, name_of(id)->name.text); };
  auto second_of = [&](Maybe first, syntax::ExprId other) -> Maybe {
    if (!first) return needs_type(other) ? Maybe{} : check(checker, scope, other, expected);
    const Type type = checker.type(*first);
    return check(checker, scope, other, type.kind == Kind::choice || type.kind == Kind::set || type.kind == Kind::reference ? &type : expected);
  };
  bool right_first = needs_type(left) && (!needs_type(right) || (is_literal(left) && is_owners(right)));
  Maybe first = check(checker, scope, right_first ? right : left, expected);
  Maybe second = second_of(first, right_first ? left : right);
  if (!first || !second) return {};
  return right_first ? std::pair{*second, *first} : std::pair{*first, *second};
}

Maybe day_of(Checker& checker, ExprId value) {
  if (checker.type(value).kind != Kind::datetime) return value;
  return make(checker, DayOf{value}, date_type, checker.expr(value).span);
}

}  // namespace huice::rules
