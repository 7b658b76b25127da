#include "compiler/rules/steps.h"

#include "compiler/rules/fold.h"

namespace huice::rules {
namespace {

using Step = std::optional<Rational>;

/// The greatest number of which both are whole multiples.
Step common(const Step& a, const Step& b) {
  if (!a || !b) return {};
  if (*a == 0) return b;
  if (*b == 0) return a;
  return shared_unit(*a, *b);
}

struct Steps {
  const Program& program;
  const std::function<Rational(FieldIndex)>& field;

  Step of(ExprId id) { return std::visit([&](const auto& node) { return step(node); }, program.exprs[id].node); }

  Step step(const Number& node) { return Rational(abs(node.value)); }
  Step step(const FieldValue& node) { return field(node.field); }
  Step step(const ReferredValue& node) { return node.fallback ? common(field(node.column), of(*node.fallback)) : field(node.column); }
  Step step(const AggregateValue& node) {
    const Aggregate& aggregate = program.aggregates[node.aggregate];
    return aggregate.kind == AggregateKind::average ? Step{} : Step{field(aggregate.value)};
  }
  Step step(const LetValue& node) { return of(program.lets[node.let].value); }
  Step step(const ParameterValue& node) {
    const Parameter& parameter = program.parameters[node.parameter];
    if (parameter.values.empty()) return parameter.step;
    Step all = Rational(0);
    for (const auto& dated : parameter.values) all = common(all, of(dated.value));
    return all;
  }
  Step step(const Negate& node) { return of(node.operand); }
  Step step(const Arithmetic& node) {
    Step left = of(node.left), right = of(node.right);
    if (!left || !right) return {};
    switch (node.op) {
      case ArithmeticOp::add:
      case ArithmeticOp::subtract:
        return common(left, right);
      case ArithmeticOp::multiply:
        return Rational(*left * *right);
      case ArithmeticOp::divide:
        break;
    }
    auto divisor = fold(program, node.right);
    if (!divisor || std::get<Rational>(*divisor) == 0) return {};
    return Rational(*left / abs(std::get<Rational>(*divisor)));
  }
  Step step(const Bound& node) { return common(of(node.value), of(node.bound)); }
  Step step(const Rounded& node) { return node.unit; }
  Step step(const DaysBetween&) { return Rational(1); }
  Step step(const Calendar&) { return Rational(1); }
  Step step(const Fail&) { return Rational(0); }
  Step step(const Default& node) { return common(of(node.value), of(node.fallback)); }
  Step step(const MatchValue& node) {
    Step all = node.otherwise ? of(*node.otherwise) : Step(Rational(0));
    for (const auto& arm : node.arms) all = common(all, of(arm.value));
    return all;
  }
  Step step(const MatchCondition& node) {
    Step all = of(node.otherwise);
    for (const auto& arm : node.arms) all = common(all, of(arm.value));
    return all;
  }
  template <class Node>
  Step step(const Node&) {
    return {};  // no number
  }
};

}  // namespace

std::optional<Rational> step_of(const Program& program, ExprId expr, const std::function<Rational(FieldIndex)>& step) {
  return Steps{program, step}.of(expr);
}

std::optional<Rational> step_of_members(const Program& program, const Aggregate& aggregate) {
  if (!aggregate.rows.pay) return {};
  const auto& fields = program.entities[aggregate.member].fields;
  auto step = step_of(program, aggregate.rows.pay->amount, [&](FieldIndex field) { return fields[field].step; });
  if (step && *step == 0) step.reset();
  return step;
}

const Rational most_members = Rational(Integer(1) << 32);

bool leaves_room(const Expr& amount, const Rational& unit) {
  constexpr unsigned most_bits = 94;
  const Rational limit = Rational(Integer(1) << most_bits) * unit;
  return amount.range.lo && amount.range.hi && *amount.range.lo > -limit && *amount.range.hi < limit;
}

Rational shared_unit(const Rational& a, const Rational& b) {
  Rational unit(gcd(a.get_num() * b.get_den(), b.get_num() * a.get_den()), a.get_den() * b.get_den());
  unit.canonicalize();
  return unit;
}

}  // namespace huice::rules
