#include "compiler/rules/goals.h"

#include "compiler/rules/compare_op.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

Want want_of(CompareOp op) {
  switch (op) {
    case CompareOp::equal:
      return Want::equal;
    case CompareOp::not_equal:
      return Want::not_equal;
    case CompareOp::less:
      return Want::less;
    case CompareOp::less_equal:
      return Want::less_equal;
    case CompareOp::greater:
      return Want::greater;
    case CompareOp::greater_equal:
      return Want::greater_equal;
  }
  return Want::equal;
}

struct Build {
  Checker& checker;
  const Scope& scope;
  const syntax::Reach& written;
  const Type boolean{.kind = Kind::boolean};

  Span span_of(ExprId id) const { return checker.expr(id).span; }

  Maybe compare(CompareOp op, Maybe left, Maybe right) {
    if (!left || !right) return {};
    return make_compare(checker, op, *left, *right, span_of(*right), written.span);
  }
  Maybe both(Maybe one, Maybe other) {
    if (!one || !other) return {};
    return make(checker, Logic{LogicOp::conjunction, *one, *other}, boolean, written.span);
  }
  Maybe compute(ArithmeticOp op, Maybe left, Maybe right, const Type& type) {
    if (!left || !right) return {};
    return make(checker, Arithmetic{op, *left, *right}, type, written.span, rules::compute(op, checker.expr(*left).range, checker.expr(*right).range));
  }
  std::optional<CheckedGoal> whole(Maybe test, Goal goal, bool relative = false) {
    if (!test) return {};
    return CheckedGoal{*test, std::move(goal), relative};
  }

  std::optional<CheckedGoal> comparison() {
    auto sides = check_pair(checker, scope, *written.value, *written.threshold);
    if (!sides) return {};
    const CompareOp op = compare_op(*written.op);
    return whole(compare(op, sides->first, sides->second), {want_of(op), sides->first, {sides->second}});
  }

  std::optional<CheckedGoal> between() {
    auto sides = check_pair(checker, scope, *written.value, *written.threshold);
    if (!sides) return {};
    const Type type = checker.type(sides->first);
    Maybe to = check(checker, scope, *written.to, &type);
    if (!to) return {};
    Maybe test = both(compare(CompareOp::greater_equal, sides->first, sides->second), compare(CompareOp::less_equal, sides->first, to));
    return whole(test, {Want::between, sides->first, {sides->second, *to}});
  }

  /// `about Y within 5%` is a share of Y; a tolerance of Y's own kind, or in percentage points, is taken as it is.
  std::optional<CheckedGoal> about() {
    if (!written.within) {
      checker.report(Fault::about_without_within, checker.tree.exprs[*written.about].span).hint("add `within 5%`", "请加“误差 5%”");
      return {};
    }
    auto sides = check_pair(checker, scope, *written.value, *written.about);
    Maybe within = check(checker, scope, *written.within);
    if (!sides || !within) return {};
    const Type type = checker.type(sides->second), tolerance = checker.type(*within);
    const bool relative = tolerance.share == Share::percent;
    const bool points = tolerance.share == Share::point && type.share == Share::percent;
    if (type.kind != Kind::number || (!relative && !points && tolerance != type)) {
      report_mismatch(checker, *within, type);
      return {};
    }
    Maybe most = relative ? share_of(sides->second, *within, type) : within;
    Maybe low = compute(ArithmeticOp::subtract, sides->second, most, type), high = compute(ArithmeticOp::add, sides->second, most, type);
    Maybe test = both(compare(CompareOp::greater_equal, sides->first, low), compare(CompareOp::less_equal, sides->first, high));
    return whole(test, {Want::about, sides->first, {sides->second, *within}}, relative);
  }

  /// Of the amount without its sign.
  Maybe share_of(ExprId middle, ExprId share, const Type& type) {
    const Range range = checker.expr(middle).range;
    Maybe other = make(checker, Negate{middle}, type, written.span, negate(range));
    if (!other) return {};
    Maybe size = make(checker, Bound{BoundKind::at_least, middle, *other}, type, written.span, bounded(BoundKind::at_least, range, negate(range)));
    return compute(ArithmeticOp::multiply, share, size, type);
  }

  /// `reach opened by D`: every row is dated, and no later than D. Its value is the last of the dates.
  std::optional<CheckedGoal> milestone(FieldIndex field, std::optional<Date> deadline) {
    const Span span = checker.tree.exprs[*written.value].span;
    if (!deadline) {
      checker.report(Fault::milestone_without_date, span).hint("add `by DATE`", "请加“截至 日期”");
      return {};
    }
    Maybe day = day_of(checker, read_field(checker, scope.target->entity, field, span, true));
    Maybe last = make(checker, DateValue{*deadline}, Type{.kind = Kind::date}, span);
    if (!day || !last) return {};
    Maybe in_time = make(checker, Compare{CompareOp::less_equal, *day, *last}, boolean, span);
    if (!in_time) return {};
    Maybe test = aggregate_over_rows(checker, scope, AggregateKind::all, *in_time, span);
    Maybe value = aggregate_over_rows(checker, scope, AggregateKind::max, *day, span);
    if (!value) return {};
    return whole(test, {Want::less_equal, *value, {*last}});
  }

  /// The date field of the rows that the value is the name of.
  std::optional<FieldIndex> date_field() const {
    auto* name = std::get_if<syntax::NameUse>(&checker.tree.exprs[strip(checker, *written.value)].node);
    if (!name) return {};
    auto field = find_field(checker, scope.target->entity, name->name.text);
    if (!field || field->broken) return {};
    const Kind kind = checker.program.entities[scope.target->entity].fields[field->index].type.kind;
    return kind == Kind::date || kind == Kind::datetime ? std::optional(field->index) : std::nullopt;
  }

  std::optional<CheckedGoal> yes_or_no(std::optional<Date> deadline) {
    if (auto field = date_field()) return milestone(*field, deadline);
    Maybe test = check(checker, scope, *written.value);
    if (!test) return {};
    if (checker.type(*test).kind != Kind::boolean) {
      checker.report(Fault::reach_without_threshold, span_of(*test)).hint("add what it must reach: `>= 100`", "请写明应达到多少，如“>= 100”");
      return {};
    }
    return CheckedGoal{*test, std::nullopt, false};
  }
};

}  // namespace

std::optional<CheckedGoal> check_goal(Checker& checker, const Scope& scope, const syntax::Reach& written, std::optional<Date> deadline) {
  if (!written.value) return {};
  Build build{checker, scope, written};
  if (written.about) return build.about();
  if (written.to) return build.between();
  if (written.op) return build.comparison();
  return build.yes_or_no(deadline);
}

}  // namespace huice::rules
