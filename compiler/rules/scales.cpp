// `stepped`, `marginal` and `interpolated by x { < a: v, <= b: w, otherwise: u }`, made into conditions in order. The value of
// a band is exact: of a marginal scale each part of x at the rate of its own band, of an interpolated one the straight line
// across the band.
#include <algorithm>

#include "compiler/rules/checker.h"
#include "compiler/rules/compare_op.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

using syntax::ScaleKind;

/// A step as checked. Without a bound: `otherwise`.
struct Step {
  const syntax::ScaleStep* written;
  CompareOp op = CompareOp::less;
  Maybe bound, value, to;
  Maybe condition;
};

bool is_strict(CompareOp op) { return op == CompareOp::less || op == CompareOp::greater; }
bool falls(CompareOp op) { return op == CompareOp::greater || op == CompareOp::greater_equal; }

struct Build {
  Checker& checker;
  const Scope& scope;
  const syntax::Scale& node;
  Span span;
  ExprId by = {};
  bool descending = false;  // `> 5亿元: …, > 1亿元: …`: stepped only
  bool whole = true;
  std::vector<Step> steps = {};
  std::optional<Type> type = {};  // of the values as written; rates in a marginal scale

  const Range& range(ExprId id) const { return checker.expr(id).range; }

  // ---- Steps as written ---------------------------------------------------------------------------------------------

  bool check_op(const syntax::ScaleStep& step, CompareOp& op) {
    op = compare_op(*step.op);
    bool ordered = op != CompareOp::equal && op != CompareOp::not_equal;
    bool first = steps.empty();
    if (ordered && first) descending = falls(op) && node.kind == ScaleKind::stepped;
    if (ordered && falls(op) == descending) return true;
    auto& diagnostic = checker.report(Fault::step_needs_bound, step.span);
    if (descending) diagnostic.hint("the first step falls: so must all", "第一档用 > 或 >=，其余各档亦应如此");
    return false;
  }

  void add_value(Maybe& into, syntax::ExprId written, const Type* expected) {
    into = check(checker, scope, written, type ? &*type : expected);
    if (!into) {
      whole = false;
      return;
    }
    const Type found = checker.type(*into);
    auto both = type ? unify(*type, found) : found;
    if (!both) {
      report_mismatch(checker, *into, *type);
      whole = false;
      return;
    }
    type = both;
  }

  void add(const syntax::ScaleStep& written, const Type* expected) {
    Step step{&written, CompareOp::less, {}, {}, {}, {}};
    if (written.op && written.bound) {
      whole = check_op(written, step.op) && whole;
      const Type by_type = checker.type(by);
      step.bound = check(checker, scope, *written.bound, &by_type);
      if (step.bound) {
        const Span bound = checker.expr(*step.bound).span;
        const Span text{bound.source, written.span.begin, bound.end};
        step.condition = make_compare(checker, step.op, by, *step.bound, bound, text);
      }
      whole = whole && step.condition;
    }
    add_value(step.value, written.value, expected);
    if (written.to) {
      bool banded = node.kind == ScaleKind::interpolated && !steps.empty() && written.op;
      if (!banded) checker.report(Fault::to_needs_band, checker.tree.exprs[*written.to].span);
      add_value(step.to, *written.to, expected);
      whole = whole && banded;
    }
    steps.push_back(std::move(step));
  }

  // ---- Order and completeness ---------------------------------------------------------------------------------------

  /// Where both bounds are constants: -1, 0 or 1.
  std::optional<int> constant_order(ExprId a, ExprId b) const {
    auto first = fold(checker.program, a), second = fold(checker.program, b);
    if (!first || !second || first->index() != second->index()) return {};
    auto order = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
    if (auto* day = std::get_if<Date>(&*first)) return order(*day, std::get<Date>(*second));
    if (auto* instant = std::get_if<DateTime>(&*first)) return order(*instant, std::get<DateTime>(*second));
    if (auto* number = std::get_if<Rational>(&*first)) return order(*number, std::get<Rational>(*second));
    return {};
  }

  /// Whether a step can lie behind the one before it: `< 5` and then `<= 5` leaves just 5.
  bool follows(const Step& before, const Step& step) const {
    auto order = constant_order(*before.bound, *step.bound);
    if (!order) return possible(descending ? CompareOp::greater : CompareOp::less, range(*before.bound), range(*step.bound));
    if (*order == 0) return is_strict(before.op) && !is_strict(step.op) && !step.to;
    return (*order < 0) != descending;
  }

  /// `otherwise` stands last and each step lies behind the one before.
  bool check_order() {
    for (size_t i = 1; i < steps.size(); ++i) {
      const Step &before = steps[i - 1], &step = steps[i];
      if (!before.bound) {
        checker.report(Fault::otherwise_not_last, before.written->span);
        return false;
      }
      if (!step.bound || follows(before, step)) continue;
      checker.report(Fault::steps_out_of_order, checker.expr(*step.bound).span)
          .hint(descending ? "bounds fall from step to step" : "bounds rise from step to step",
                descending ? "各档的界限应依次递减" : "各档的界限应依次递增")
          .also(checker.expr(*before.bound).span, "the step before ends here", "前一档止于此处");
      return false;
    }
    return true;
  }

  /// Whether some value of `by` comes past the first `count` steps.
  bool passes(size_t count) const {
    if (count == 0 || checker.type(by).kind != Kind::number) return true;
    const Step& last = steps[count - 1];
    return possible(opposite(last.op), range(by), range(*last.bound));
  }

  bool check_complete() {
    const bool numbers = checker.type(by).kind == Kind::number;
    for (size_t i = 0; i < steps.size(); ++i) {
      bool reached = passes(i);
      if (reached && numbers && steps[i].bound) reached = possible(steps[i].op, range(by), range(*steps[i].bound));
      if (!reached) checker.report(Fault::unreachable_arm, steps[i].written->span);
    }
    if (!steps.empty() && !steps.back().bound) return true;
    if (!steps.empty() && !passes(steps.size())) return true;
    std::string bound = steps.empty() ? "" : std::string(text_of(*steps.back().bound));
    std::string beyond = steps.empty() ? "any value" : std::string(sign(opposite(steps.back().op))) + " " + bound;
    std::string beyond_zh = steps.empty() ? "任何值" : std::string(sign(opposite(steps.back().op))) + " " + bound + " 的值";
    checker.report(Fault::scale_leaves_out, checker.expr(by).span, {{"values", beyond}, {"values_zh", beyond_zh}})
        .hint("add `otherwise`", "请加“其余”");
    return false;
  }

  std::string_view text_of(ExprId id) const {
    const Span at = checker.expr(id).span;
    return checker.sources[at.source].slice(at);
  }

  // ---- Values of bands ----------------------------------------------------------------------------------------------

  Maybe compute(ArithmeticOp op, ExprId left, ExprId right, const Type& result, std::optional<Range> known = {}) {
    auto *a = std::get_if<Number>(&checker.expr(left).node), *b = std::get_if<Number>(&checker.expr(right).node);
    const Range reached = known ? *known : rules::compute(op, range(left), range(right));
    if (a && b && op == ArithmeticOp::subtract) {
      const Rational value = a->value - b->value;
      return make(checker, Number{value}, result, span, exactly(value));
    }
    return make(checker, Arithmetic{op, left, right}, result, span, reached);
  }

  /// How far `by` reaches into the band above `lower`: from 0 to the band's width.
  Maybe into_band(ExprId lower, const Step& step) {
    Range reached{Rational(0), {}};
    if (step.bound) reached.hi = rules::compute(ArithmeticOp::subtract, range(*step.bound), range(lower)).hi;
    if (!reached.hi) reached.hi = rules::compute(ArithmeticOp::subtract, range(by), range(lower)).hi;
    if (reached.hi && *reached.hi < 0) reached.hi = Rational(0);
    return compute(ArithmeticOp::subtract, by, lower, checker.type(by), reached);
  }

  /// a + (b - a) · (x - lower) / (upper - lower)
  Maybe line(size_t index) {
    const Step &step = steps[index], &before = steps[index - 1];
    const Type by_type = checker.type(by), plain{};
    Maybe rise = compute(ArithmeticOp::subtract, *step.to, *step.value, *type);
    Maybe width = compute(ArithmeticOp::subtract, *step.bound, *before.bound, by_type);
    Maybe reached = into_band(*before.bound, step);
    if (!rise || !width || !reached) return {};
    Maybe share = compute(ArithmeticOp::divide, *reached, *width, plain, Range{Rational(0), Rational(1)});
    Maybe part = share ? compute(ArithmeticOp::multiply, *rise, *share, *type) : Maybe{};
    if (!part) return {};
    return compute(ArithmeticOp::add, *step.value, *part, *type, hull(range(*step.value), range(*step.to)));
  }

  /// Whole bands below at their rates, and the rest of x at this band's.
  Maybe parts(size_t index, const Type& result) {
    if (index == 0) {
      const Range below = bounded(BoundKind::at_most, range(by), range(*steps[0].bound));
      return compute(ArithmeticOp::multiply, *steps[0].value, by, result,
                     rules::compute(ArithmeticOp::multiply, range(*steps[0].value), below));
    }
    Maybe sum;
    for (size_t i = 0; i <= index; ++i) {
      Maybe amount = i == index ? into_band(*steps[i - 1].bound, steps[i])
                     : i == 0   ? steps[0].bound
                                : compute(ArithmeticOp::subtract, *steps[i].bound, *steps[i - 1].bound, checker.type(by));
      Maybe part = amount ? compute(ArithmeticOp::multiply, *steps[i].value, *amount, result) : Maybe{};
      if (!part) return {};
      sum = sum ? compute(ArithmeticOp::add, *sum, *part, result) : part;
      if (!sum) return {};
    }
    return sum;
  }

  Maybe value_of(size_t index, const Type& result) {
    if (node.kind == ScaleKind::marginal) return parts(index, result);
    return steps[index].to ? line(index) : steps[index].value;
  }

  /// Nothing, after a report, where a rate times `by` has no meaning.
  std::optional<Type> result_type() {
    if (node.kind == ScaleKind::stepped) return type;
    const ExprId first = *steps[0].value;
    if (type->kind != Kind::number) {
      report_mismatch(checker, first, Type{});
      return {};
    }
    if (node.kind == ScaleKind::interpolated) return type;
    auto product = product_type(*type, checker.type(by));
    if (!product) report_mismatch(checker, first, Type{});
    return product;
  }

  bool check_by() {
    Maybe checked = check(checker, scope, node.by);
    if (!checked) return false;
    by = *checked;
    const Kind kind = checker.type(by).kind;
    const bool days = kind == Kind::date || kind == Kind::datetime;
    if (kind == Kind::number || (days && node.kind == ScaleKind::stepped)) return true;
    report_mismatch(checker, by, Type{});
    return false;
  }

  Maybe build(const Type* expected) {
    if (!check_by()) return {};
    const Type* hint = node.kind == ScaleKind::marginal ? nullptr : expected;
    for (const syntax::ScaleStep& step : node.steps) add(step, hint);
    if (whole && !steps.empty() && !steps[0].bound) {
      checker.report(Fault::step_needs_bound, steps[0].written->span);
      return {};
    }
    if (!whole || !check_order() || !check_complete()) return {};
    auto result = result_type();
    if (!result) return {};
    MatchCondition made;
    made.by = {by};
    Range all;
    for (size_t i = 0; i < steps.size(); ++i) {
      Maybe value = value_of(i, *result);
      if (!value) return {};
      all = i == 0 ? range(*value) : hull(all, range(*value));
      if (steps[i].condition) made.arms.push_back({*steps[i].condition, *value});
      made.otherwise = *value;
    }
    return make(checker, std::move(made), *result, span, all);
  }
};

}  // namespace

Maybe check_scale(Checker& checker, const Scope& scope, const syntax::Scale& node, Span span, const Type* expected) {
  return Build{checker, scope, node, span}.build(expected);
}

}  // namespace huice::rules
