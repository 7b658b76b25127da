// `let rate = 15%  except top: 20% when level = level_1`: the value of the exception that holds, else the one before
// `except`. Two that hold at once are the error `conflict`. An exception's value may have exceptions of its own.
#include "compiler/rules/checker.h"
#include "compiler/rules/contradiction.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

const Type boolean_type{.kind = Kind::boolean, .dimension = {}, .share = Share::none, .choice = {}};
using Exceptions = std::vector<syntax::Let::ExceptWhen>;

struct Build {
  Checker& checker;
  const Scope& scope;
  std::optional<Type> type = {};  // of the values so far

  Maybe value(syntax::ExprId written) {
    Maybe checked = check(checker, scope, written, type ? &*type : nullptr);
    if (!checked) return {};
    const Type found = checker.type(*checked);
    auto both = type ? unify(*type, found) : found;
    if (!both) {
      report_mismatch(checker, *checked, *type);
      return {};
    }
    type = both;
    return checked;
  }

  void check_names(const Exceptions& exceptions) {
    std::map<std::string, Span> seen;
    for (const auto& one : exceptions) {
      if (!one.name) continue;
      auto [first, is_new] = seen.try_emplace(one.name->text, one.name->span);
      if (!is_new) report_duplicate(checker, *one.name, first->second);
    }
  }

  /// Whether some two of `conditions` hold; nothing when all exclude each other.
  Maybe two_at_once(const std::vector<ExprId>& conditions, Span span) {
    Maybe all;
    for (size_t i = 1; i < conditions.size(); ++i) {
      Maybe earlier;
      for (size_t j = 0; j < i; ++j) {
        if (exclude_each_other(checker.program, {conditions[j], conditions[i]})) continue;
        earlier = earlier ? make(checker, Logic{LogicOp::disjunction, *earlier, conditions[j]}, boolean_type, span)
                          : Maybe(conditions[j]);
        if (!earlier) return {};
      }
      if (!earlier) continue;
      Maybe pair = make(checker, Logic{LogicOp::conjunction, *earlier, conditions[i]}, boolean_type, span);
      all = all && pair ? make(checker, Logic{LogicOp::disjunction, *all, *pair}, boolean_type, span) : pair;
    }
    return all;
  }

  Maybe build(syntax::ExprId written, const Exceptions& exceptions, Span span) {
    Maybe base = value(written);
    bool whole = base.has_value();
    check_names(exceptions);
    std::vector<ExprId> conditions;
    std::vector<MatchCondition::Arm> arms;
    for (const auto& one : exceptions) {
      Maybe condition = check_condition(checker, scope, one.when);
      Maybe replaced = build(one.value, one.exceptions, checker.tree.exprs[one.value].span);
      whole = whole && condition && replaced;
      if (!condition || !replaced) continue;
      if (!can_be_true(checker.program, *condition)) checker.report(Fault::unreachable_arm, one.span);
      conditions.push_back(*condition);
      arms.push_back({*condition, *replaced});
    }
    if (!whole || arms.empty()) return whole ? base : Maybe{};
    const Span all = text::cover(exceptions.front().span, exceptions.back().span);
    MatchCondition made;
    Range range = checker.expr(*base).range;
    if (Maybe conflict = two_at_once(conditions, all)) {
      Maybe fail = make(checker, Fail{FailKind::conflict}, *type, all);
      if (!fail) return {};
      made.arms.push_back({*conflict, *fail});
    }
    for (const auto& arm : arms) {
      range = hull(range, checker.expr(arm.value).range);
      made.arms.push_back(arm);
    }
    made.otherwise = *base;
    return make(checker, std::move(made), *type, span, range);
  }
};

}  // namespace

Maybe check_let_value(Checker& checker, const Scope& scope, const syntax::Let& let) {
  if (let.exceptions.empty()) return check(checker, scope, let.value);
  return Build{checker, scope}.build(let.value, let.exceptions, checker.tree.exprs[let.value].span);
}

}  // namespace huice::rules
