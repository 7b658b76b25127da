#include "compiler/reference/ceiling.h"

#include <map>

#include "compiler/reference/interval.h"
#include "compiler/reference/pay_range.h"
#include "compiler/reference/trace.h"

namespace huice::reference {
namespace {

/// Walks a numeric expression. No interval: an error, or a missing value that no authority decides.
class Walk {
  using Result = std::optional<Interval>;

 public:
  explicit Walk(Evaluator& row) : row_(row), program_(row.prepared.program) {}

  /// Down the left operands and up again, as the evaluator does.
  Result of(rules::ExprId id) {
    std::vector<rules::ExprId> waiting;
    while (std::optional<rules::ExprId> left = numeric_left_operand(id)) {
      waiting.push_back(id);
      id = *left;
    }
    Result result = std::visit([&](const auto& it) { return node(it, id); }, program_.exprs[id].node);
    for (; result && !waiting.empty(); waiting.pop_back()) result = combine(program_.exprs[waiting.back()], *result);
    return result;
  }

 private:
  /// Constants, and what has no arithmetic of its own: known, or anything at all.
  template <class Node>
  Result node(const Node&, rules::ExprId id) {
    Evaluated outcome = row_.evaluate(id);
    if (outcome.known()) return Interval::point(outcome.number());
    return undecided(outcome) ? Result(Interval::everything()) : std::nullopt;
  }

  Result node(const rules::FieldValue& it, rules::ExprId id) {
    Evaluated outcome = row_.evaluate(id);
    if (outcome.known()) return Interval::point(outcome.number());
    const rules::Field& field = row_.prepared.entity.fields[it.field];
    if (!field.decided()) return std::nullopt;
    if (field.range_declared) return Interval{field.range.lo, field.range.hi, false};
    return field.may_be_negative ? Interval::everything() : Interval{Rational(0), std::nullopt, false};
  }

  Result node(const rules::ReferredValue& it, rules::ExprId id) {
    Evaluated outcome = row_.evaluate(id);
    if (outcome.known()) return Interval::point(outcome.number());
    if (!undecided(outcome)) return std::nullopt;
    if (it.fallback) return Interval::everything();
    const rules::Field& field = row_.prepared.entity.fields[it.column];
    if (field.range_declared) return Interval{field.range.lo, field.range.hi, false};
    return field.may_be_negative ? Interval::everything() : Interval{Rational(0), std::nullopt, false};
  }

  Result node(const rules::LetValue& it, rules::ExprId id) {
    auto [place, fresh] = lets_.try_emplace(it.let);
    if (fresh) {
      Evaluated outcome = row_.evaluate(id);  // a known let is subject to its range, an unknown one is not
      place->second = outcome.known()        ? Interval::point(outcome.number())
                      : outcome.is_missing() ? of(program_.lets[it.let].value)
                                             : std::nullopt;
    }
    return place->second;
  }

  Result node(const rules::Negate& it, rules::ExprId) {
    Result operand = of(it.operand);
    return operand ? Result(negate(*operand)) : std::nullopt;
  }

  std::optional<rules::ExprId> numeric_left_operand(rules::ExprId id) const {
    const rules::Expr& expr = program_.exprs[id];
    return std::holds_alternative<rules::Logic>(expr.node) ? std::nullopt : left_operand(expr);
  }

  Result combine(const rules::Expr& expr, const Interval& left) {
    if (const auto* it = std::get_if<rules::Rounded>(&expr.node)) return rounded(left, it->mode, it->unit);
    if (const auto* it = std::get_if<rules::Bound>(&expr.node)) {
      Result bound = of(it->bound);
      return bound ? Result(bounded(it->kind, left, *bound)) : std::nullopt;
    }
    const auto& it = std::get<rules::Arithmetic>(expr.node);
    Result right = of(it.right);
    if (!right) return std::nullopt;
    bool by_zero = it.op == rules::ArithmeticOp::divide && right->known && *right->lo == 0;
    return by_zero ? std::nullopt : Result(compute(it.op, left, *right));
  }

  Result node(const rules::Default& it, rules::ExprId) {
    Evaluated value = row_.evaluate(it.value);
    if (value.is_error()) return std::nullopt;
    return value.known() ? Interval::point(value.number()) : of(it.fallback);
  }

  Result node(const rules::MatchValue& it, rules::ExprId) {
    Evaluated selector = row_.evaluate(it.selector);
    if (selector.known()) return chosen(it, selector);
    if (!undecided(selector)) return std::nullopt;
    Result all;
    for (const auto& arm : it.arms) {
      if (!widen(all, arm.value)) return std::nullopt;
    }
    if (it.otherwise && !widen(all, *it.otherwise)) return std::nullopt;
    return all;
  }

  Result chosen(const rules::MatchValue& it, const Evaluated& selector) {
    for (const auto& arm : it.arms) {
      for (rules::ExprId key : arm.keys) {
        Evaluated candidate = row_.evaluate(key);
        if (!candidate.known()) return std::nullopt;
        if (equal(selector.value, candidate.value)) return of(arm.value);
      }
    }
    return of(it.otherwise.value());
  }

  Result node(const rules::MatchCondition& it, rules::ExprId) {
    Result all;
    bool certain = true;  // no earlier condition is open
    for (const auto& arm : it.arms) {
      Evaluated condition = row_.evaluate(arm.condition);
      if (condition.is(false)) continue;
      if (!condition.known() && !undecided(condition)) return std::nullopt;
      if (condition.known() && certain) return of(arm.value);
      if (!widen(all, arm.value)) return std::nullopt;
      if (condition.known()) return all;
      certain = false;
    }
    if (certain) return of(it.otherwise);
    return widen(all, it.otherwise) ? all : std::nullopt;
  }

  /// Adds an arm that may be chosen.
  bool widen(Result& all, rules::ExprId arm) {
    Result value = of(arm);
    if (!value) return false;
    all = all ? hull(*all, *value) : hull(*value, *value);
    return true;
  }

  /// Missing, and only for want of decisions.
  bool undecided(const Evaluated& outcome) const {
    if (!outcome.is_missing()) return false;
    for (size_t i = 0; i < row_.prepared.inputs.size(); ++i) {
      if (outcome.missing.test(i) && !row_.prepared.decided_input[i]) return false;
    }
    return true;
  }

  Evaluator& row_;
  const rules::Program& program_;
  std::map<rules::LetId, Result> lets_;
};

/// The upper end after a bound, in rounding units; empty: unbounded.
std::optional<Integer> apply(rules::BoundKind kind, const std::optional<Integer>& upper, const Interval& bound,
                             const Rational& unit) {
  if (kind == rules::BoundKind::at_most) {
    if (!bound.hi) return upper;
    Integer limit = round(*bound.hi / unit, Rounding::floor);
    return upper && *upper < limit ? *upper : limit;
  }
  if (!bound.hi || !upper) return std::nullopt;
  Integer limit = round(*bound.hi / unit, Rounding::ceil);
  return *upper > limit ? *upper : limit;
}

}  // namespace

std::optional<int64_t> ceiling(Evaluator& row) {
  const rules::Measure& measure = row.prepared.measure;
  if (!measure.pay) return std::nullopt;
  const Rational& unit = measure.rounding.unit;
  Walk walk(row);
  std::optional<Interval> amount = walk.of(measure.pay->amount);
  if (!amount) return std::nullopt;
  if (row.trace) row.trace->ceiling = TracedInterval{amount->lo, amount->hi};
  std::optional<Integer> upper;
  if (amount->hi) upper = round(*amount->hi / unit, measure.rounding.mode);
  for (const auto& [kind, expr] : measure.pay->bounds) {
    std::optional<Interval> bound = walk.of(expr);
    if (!bound) return std::nullopt;
    upper = apply(kind, upper, *bound, unit);
  }
  if (!upper || *upper < 0 || beyond_pay_range(*upper, unit)) return std::nullopt;
  return to_int64(*upper);
}

}  // namespace huice::reference
