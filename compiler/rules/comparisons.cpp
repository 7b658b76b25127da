// Comparisons and `in`.
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

const Type boolean_type{.kind = Kind::boolean, .dimension = {}, .share = Share::none, .choice = {}};

bool is_day(Kind kind) { return kind == Kind::date || kind == Kind::datetime; }
bool has_order(Kind kind) { return kind == Kind::number || is_day(kind); }

void report_incomparable(Checker& checker, ExprId left, ExprId right, Span span) {
  const Type &a = checker.type(left), &b = checker.type(right);
  Bilingual first = describe(checker.program, a), second = describe(checker.program, b);
  const bool shares = a.kind == Kind::number && b.kind == Kind::number && a.dimension.none() && b.dimension.none();
  const Fault fault = shares ? Fault::percent_and_point : Fault::cannot_compare;
  auto& diagnostic = checker.report(
      fault, span, {{"left", first.en}, {"left_zh", first.zh}, {"right", second.en}, {"right_zh", second.zh}});
  if (shares) {
    diagnostic.hint("the difference of two percents counts percentage points: compare it with `5个百分点` or `5pp`",
                    "两个比例之差以百分点计：请与“5个百分点”相比");
    return;
  }
  hint_unit(checker, diagnostic, left, b);
  hint_unit(checker, diagnostic, right, a);
  hint_exchange(diagnostic, a, b);
  if (a.kind == Kind::period || b.kind == Kind::period) {
    diagnostic.hint("months differ in length: write `later <= earlier + 6个月`",
                    "各月天数不同：请写“后日期 <= 前日期 + 6个月”");
  }
}

/// Beside a number of days, a period of days is that number: `applied - bought <= 90日`.
Maybe as_days(Checker& checker, ExprId period, ExprId other) {
  auto* value = std::get_if<PeriodValue>(&checker.expr(period).node);
  if (!value || value->value.months != 0 || checker.type(other) != Type{}) return period;
  Rational days = value->value.days;
  return make(checker, Number{days}, Type{}, checker.expr(period).span, exactly(days));
}

/// Makes the sides comparable, or reports.
std::optional<std::pair<ExprId, ExprId>> align(Checker& checker, ExprId left, ExprId right, Span span) {
  const bool days = is_day(checker.type(left).kind) && is_day(checker.type(right).kind);
  Maybe first = left, second = right;
  if (days && checker.type(left).kind != checker.type(right).kind) {
    first = day_of(checker, left);
    second = day_of(checker, right);
  } else if (!days) {
    first = as_days(checker, left, right);
    second = as_days(checker, right, left);
  }
  if (!first || !second || lacks_percent_sign(checker, *first, *second)) return {};
  if (!unify(checker.type(*first), checker.type(*second)) || checker.type(*first).kind == Kind::period) {
    report_incomparable(checker, *first, *second, span);
    return {};
  }
  return std::pair{*first, *second};
}

/// An order of constants of one type; what it says does not matter.
struct Before {
  static bool before(Period a, Period b) { return std::pair(a.months, a.days) < std::pair(b.months, b.days); }
  static bool before(const MemberSet& a, const MemberSet& b) { return a.bits < b.bits; }
  template <class T>
  static bool before(const T& a, const T& b) {
    return a < b;
  }
  bool operator()(const Constant& a, const Constant& b) const {
    if (a.index() != b.index()) return a.index() < b.index();
    return std::visit([&](const auto& value) { return before(value, std::get<std::decay_t<decltype(value)>>(b)); }, a);
  }
};

/// `x in { a, a }`: harmless, and hardly meant.
void report_repeated(Checker& checker, const std::vector<ExprId>& items) {
  std::map<Constant, Span, Before> seen;
  for (ExprId item : items) {
    auto value = fold(checker.program, item);
    if (!value) continue;
    auto [first, is_new] = seen.try_emplace(std::move(*value), checker.expr(item).span);
    if (is_new) continue;
    checker.report(Fault::repeated_item, checker.expr(item).span)
        .also(first->second, "first given here", "首次出现于此")
        .hint("remove it, or say which one was meant", "请删去，或改为应有的一项");
  }
}

}  // namespace

CompareOp compare_op(syntax::CompareOp op) {
  switch (op) {
    case syntax::CompareOp::equal:
      return CompareOp::equal;
    case syntax::CompareOp::not_equal:
      return CompareOp::not_equal;
    case syntax::CompareOp::less:
      return CompareOp::less;
    case syntax::CompareOp::less_equal:
      return CompareOp::less_equal;
    case syntax::CompareOp::greater:
      return CompareOp::greater;
    case syntax::CompareOp::greater_equal:
      return CompareOp::greater_equal;
  }
  return CompareOp::equal;
}

Maybe make_compare(Checker& checker, CompareOp op, ExprId left, ExprId right, Span op_span, Span span) {
  auto aligned = align(checker, left, right, op_span);
  if (!aligned) return {};
  const Type& type = checker.type(aligned->first);
  if (op != CompareOp::equal && op != CompareOp::not_equal && !has_order(type.kind)) {
    Bilingual is = describe(checker.program, type);
    checker.report(Fault::no_order, op_span, {{"type", is.en}, {"type_zh", is.zh}});
    return {};
  }
  return make(checker, Compare{op, aligned->first, aligned->second}, boolean_type, span);
}

Maybe check_compare(Checker& checker, const Scope& scope, const syntax::Compare& node, Span span) {
  auto sides = check_pair(checker, scope, node.left, node.right);
  if (!sides) return {};
  return make_compare(checker, compare_op(node.op), sides->first, sides->second, node.op_span, span);
}

namespace {

/// The type of the collection, where it is a value: `x in certificates`.
Maybe check_collection(Checker& checker, const Scope& scope, syntax::ExprId id) {
  const syntax::Expr& written = checker.tree.exprs[strip(checker, id)];
  if (std::holds_alternative<syntax::SetLiteral>(written.node)) return {};
  Maybe value = check(checker, scope, id);
  if (value && checker.type(*value).kind != Kind::set) {
    checker.report(Fault::in_needs_set, written.span);
    return {};
  }
  return value;
}

Maybe check_in_value(Checker& checker, const Scope& scope, const syntax::In& node, Span span) {
  Maybe set = check_collection(checker, scope, node.collection);
  if (!set) return {};
  Type member = checker.type(*set);
  member.kind = Kind::choice;
  Maybe item = check_as(checker, scope, node.item, member);
  if (!item) return {};
  Maybe found = make(checker, Contains{*set, *item}, boolean_type, span);
  if (!found || !node.negated) return found;
  return make(checker, Not{*found}, boolean_type, span);
}

}  // namespace

Maybe check_in(Checker& checker, const Scope& scope, const syntax::In& node, Span span) {
  const syntax::Expr& collection = checker.tree.exprs[strip(checker, node.collection)];
  if (!std::holds_alternative<syntax::SetLiteral>(collection.node)) return check_in_value(checker, scope, node, span);
  Maybe item = check(checker, scope, node.item);
  const auto& set = std::get<syntax::SetLiteral>(collection.node);
  if (!item) return {};
  const Type type = checker.type(*item);
  std::vector<ExprId> values;
  bool whole = true, by_day = false;
  for (syntax::ExprId written : set.items) {
    Maybe value = check(checker, scope, written, &type);
    whole = whole && value;
    if (!value) continue;
    values.push_back(*value);
    by_day = by_day || checker.type(*value).kind == Kind::date;
  }
  // Among dates a datetime is its day.
  if (by_day) item = day_of(checker, *item);
  if (!item) return {};
  In result{*item, {}};
  for (ExprId value : values) {
    auto aligned = align(checker, *item, value, checker.expr(value).span);
    whole = whole && aligned;
    if (aligned) result.items.push_back(aligned->second);
  }
  if (!whole) return {};
  report_repeated(checker, result.items);
  Maybe found = make(checker, std::move(result), boolean_type, span);
  if (!found || !node.negated) return found;
  return make(checker, Not{*found}, boolean_type, span);
}

}  // namespace huice::rules
