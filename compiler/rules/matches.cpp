// `match` in both forms: by the value of a selector, or by conditions in order.
#include <algorithm>

#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

const Type boolean_type{.kind = Kind::boolean, .dimension = {}, .share = Share::none, .choice = {}};

/// The arms' values: one type for all, one range around all.
struct Results {
  Checker& checker;
  const Scope& scope;
  const Type* expected;
  std::optional<Type> type;
  Range range;
  bool whole = true;

  Maybe add(syntax::ExprId written) {
    std::optional<Type> hint = type;
    Maybe value = check(checker, scope, written, hint ? &*hint : expected);
    if (!value) {
      whole = false;
      return {};
    }
    const Expr& expr = checker.expr(*value);
    auto both = type ? unify(*type, expr.type) : expr.type;
    if (!both) {
      report_mismatch(checker, *value, *type);
      whole = false;
      return {};
    }
    range = type ? hull(range, expr.range) : expr.range;
    type = both;
    return value;
  }
};

/// Sees to it that `otherwise` stands once and last; false when not.
bool check_otherwise_place(Checker& checker, const syntax::Match& node) {
  bool fine = true;
  for (size_t i = 0; i < node.arms.size(); ++i) {
    if (!node.arms[i].keys.empty() || i + 1 == node.arms.size()) continue;
    checker.report(Fault::otherwise_not_last, node.arms[i].span);
    fine = false;
  }
  return fine;
}

// ---- By value -------------------------------------------------------------------------------------------------------

/// The cases seen so far.
struct Cases {
  Checker& checker;
  std::vector<std::pair<Constant, Span>> seen;
  /// False, after a report, when the case is there already.
  bool add(ExprId key) {
    const Expr& expr = checker.expr(key);
    Constant value = *fold(checker.program, key);
    for (const auto& [other, span] : seen) {
      if (other != value) continue;
      checker.report(Fault::repeated_case, expr.span).also(span, "first given here", "首次出现于此");
      return false;
    }
    seen.emplace_back(std::move(value), expr.span);
    return true;
  }
  bool has(const Constant& value) const {
    return std::any_of(seen.begin(), seen.end(), [&](const auto& one) { return one.first == value; });
  }
};

/// The selector's values that no case names; nothing when they cannot be listed.
std::optional<std::vector<std::string>> uncovered(const Checker& checker, const Type& type, const Cases& cases) {
  std::vector<std::string> missing;
  if (type.kind == Kind::boolean) {
    if (!cases.has(true)) missing.push_back("true");
    if (!cases.has(false)) missing.push_back("false");
    return missing;
  }
  if (type.kind != Kind::choice) return {};
  const auto& members = checker.program.choices[type.choice].members;
  for (size_t i = 0; i < members.size(); ++i) {
    if (!cases.has(static_cast<uint16_t>(i))) missing.push_back(members[i].name);
  }
  return missing;
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  constexpr size_t shown = 6;
  for (size_t i = 0; i < names.size() && i < shown; ++i) text += (i ? ", " : "") + names[i];
  return names.size() > shown ? text + ", …" : text;
}

/// False, after a report, when some value of the selector has no arm.
bool check_covered(Checker& checker, const Type& type, const Cases& cases, const syntax::Match& node, Span span) {
  auto missing = uncovered(checker, type, cases);
  const syntax::MatchArm* otherwise = !node.arms.empty() && node.arms.back().keys.empty() ? &node.arms.back() : nullptr;
  if (otherwise) {
    if (missing && missing->empty()) checker.report(Fault::unreachable_arm, otherwise->span);
    return true;
  }
  if (missing && missing->empty()) return true;
  if (missing) {
    checker.report(Fault::missing_case, span, {{"cases", join(*missing)}})
        .hint("add them, or `otherwise`", "请补充，或加“其余”");
  } else {
    checker.report(Fault::missing_otherwise, span);
  }
  return false;
}

Maybe check_by_value(Checker& checker, const Scope& scope, const syntax::Match& node, Span span, const Type* expected) {
  Maybe selector = check(checker, scope, *node.selector);
  if (selector && checker.type(*selector).kind == Kind::datetime) selector = day_of(checker, *selector);
  const std::optional<Type> type = selector ? std::optional(checker.type(*selector)) : std::nullopt;
  MatchValue result{selector.value_or(ExprId{}), {}, {}};
  Results results{checker, scope, expected, {}, {}};
  Cases cases{checker, {}};
  bool whole = selector.has_value();
  for (const syntax::MatchArm& arm : node.arms) {
    MatchValue::Arm made;
    for (syntax::ExprId written : arm.keys) {
      if (!type) continue;
      Maybe key = check_constant(checker, written, &*type);
      whole = key && cases.add(*key) && whole;
      if (key) made.keys.push_back(*key);
    }
    Maybe value = results.add(arm.value);
    if (!value) continue;
    made.value = *value;
    if (arm.keys.empty()) {
      result.otherwise = *value;
    } else {
      result.arms.push_back(std::move(made));
    }
  }
  whole = check_otherwise_place(checker, node) && whole && results.whole;
  // Whether the cases are complete can only be said when all of them could be read.
  if (!whole || !check_covered(checker, *type, cases, node, checker.expr(*selector).span)) return {};
  return make(checker, std::move(result), *results.type, span, results.range);
}

// ---- By conditions --------------------------------------------------------------------------------------------------

/// `a, b: v` holds when either does.
Maybe check_any(Checker& checker, const Scope& scope, const syntax::MatchArm& arm) {
  Maybe all;
  bool whole = true;
  for (syntax::ExprId written : arm.keys) {
    Maybe one = check_condition(checker, scope, written);
    whole = whole && one;
    if (!one) continue;
    all = all ? make(checker, Logic{LogicOp::disjunction, *all, *one}, boolean_type, arm.span) : one;
  }
  return whole ? all : Maybe{};
}

Maybe check_by_condition(Checker& checker, const Scope& scope, const syntax::Match& node, Span span, const Type* expected) {
  MatchCondition result;
  Results results{checker, scope, expected, {}, {}};
  bool whole = true, decided = false, has_otherwise = false;
  for (const syntax::MatchArm& arm : node.arms) {
    Maybe condition;
    if (!arm.keys.empty()) {
      condition = check_any(checker, scope, arm);
      whole = whole && condition;
      bool reachable = !decided && (!condition || can_be_true(checker.program, *condition));
      if (!reachable) checker.report(Fault::unreachable_arm, arm.span);
      decided = decided || (condition && !can_be_false(checker.program, *condition));
    }
    Maybe value = results.add(arm.value);
    if (arm.keys.empty()) {
      has_otherwise = true;
      if (value) result.otherwise = *value;
    } else if (condition && value) {
      result.arms.push_back({*condition, *value});
    }
  }
  whole = check_otherwise_place(checker, node) && whole;
  if (!has_otherwise) checker.report(Fault::missing_otherwise, span);
  if (!whole || !results.whole || !has_otherwise) return {};
  return make(checker, std::move(result), *results.type, span, results.range);
}

}  // namespace

Maybe check_match(Checker& checker, const Scope& scope, const syntax::Match& node, Span span, const Type* expected) {
  if (node.arms.empty()) return {};  // reported by the parser
  return node.selector ? check_by_value(checker, scope, node, span, expected)
                       : check_by_condition(checker, scope, node, span, expected);
}

}  // namespace huice::rules
