// The tightest parts of an expression: literals, names, calls, match, scales.
#include <algorithm>

#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {
namespace {

using P = PolicyParser;

std::optional<AggregateKind> aggregate_kind(size_t type) {
  switch (type) {
    case P::SUM: return AggregateKind::sum;
    case P::COUNT: return AggregateKind::count;
    case P::MIN: return AggregateKind::min;
    case P::MAX: return AggregateKind::max;
    case P::AVERAGE: return AggregateKind::average;
    case P::ALL: return AggregateKind::all;
    case P::ANY: return AggregateKind::any;
    default: return std::nullopt;
  }
}

}  // namespace

Exprs Builder::expressions(const std::vector<P::ExpressionContext*>& contexts) {
  Exprs result;
  result.reserve(contexts.size());
  for (auto* one : contexts) result.push_back(expression(one));
  return result;
}

ExprId Builder::operand(P::OperandContext* context) {
  if (!whole(context)) return broken(context == nullptr ? text_.end() : span(context));
  const Span place = span(context);
  switch (context->start->getType()) {
    case P::NUMBER: return number(context->NUMBER(), context->unitPart());
    case P::STRING: return add(TextLiteral{text(context->STRING())}, place);
    case P::TRUE: return add(Boolean{true}, place);
    case P::FALSE: return add(Boolean{false}, place);
    case P::DATE:
      if (const auto value = date(context->DATE())) return add(DateLiteral{*value}, place);
      return broken(place);
    case P::DATETIME:
      if (const auto value = datetime(context->DATETIME())) return add(DateTimeLiteral{*value}, place);
      return broken(place);
    case P::UNREADABLE: return broken(place);
    case P::LEFT_PAREN: {
      const ExprId inner = expression(context->expression(0));
      return add(Parenthesised{inner}, place, {inner});
    }
    case P::LEFT_BRACE: {
      Exprs items = expressions(context->expression());
      const Exprs children = items;
      return add(SetLiteral{std::move(items)}, place, children);
    }
    case P::MATCH: return match(context);
    case P::STEPPED:
    case P::MARGINAL:
    case P::INTERPOLATED: return scale(context);
    default: return name_operand(context);
  }
}

ExprId Builder::name_operand(P::OperandContext* context) {
  const Span place = span(context);
  Name first = name(context->name(0));
  if (context->AT_SIGN() != nullptr) {  // a reason of an error: `division_by_zero@intensity`
    return add(NameUse{{first.text + "@" + name(context->name(1)).text, place}}, place);
  }
  P::ArgumentsContext* arguments = context->arguments();
  if (arguments == nullptr) return add(NameUse{std::move(first)}, place);
  const size_t count = arguments->expression().size();
  const auto kind = aggregate_kind(context->start->getType());
  const bool filtered = arguments->WHERE() != nullptr;
  if (kind && count == (filtered ? 2U : 1U)) return aggregate(*kind, arguments, place);
  if (filtered) {
    sink_.report(diagnostics::Kind::unexpected_token, span(arguments->WHERE()),
                 {{"expected", "`,` or `)`"}, {"expected_zh", "`,` 或 `)`"}, {"found", "`where`"}, {"found_zh", "“其中”"}})
        .hint("`where` stands in sum, count, min, max, average, all and any of one value",
              "“其中”只用于 合计、计数、最小、最大、平均、全部、任一，且只有一个值");
    return broken(place);
  }
  Exprs values = expressions(arguments->expression());
  const Exprs children = values;
  return add(Call{std::move(first), std::move(values)}, place, children);
}

ExprId Builder::aggregate(AggregateKind kind, P::ArgumentsContext* arguments, Span place) {
  const ExprId value = expression(arguments->expression(0));
  if (arguments->WHERE() == nullptr) return add(Aggregate{kind, value, std::nullopt}, place, {value});
  const ExprId where = expression(arguments->expression(1));
  return add(Aggregate{kind, value, where}, place, {value, where});
}

ExprId Builder::match(P::OperandContext* context) {
  Match match;
  Exprs children;
  if (context->expression(0) != nullptr) children.push_back(*(match.selector = expression(context->expression(0))));
  for (auto* one : context->matchArm()) {
    match.arms.push_back(arm(one));
    children.insert(children.end(), match.arms.back().keys.begin(), match.arms.back().keys.end());
    children.push_back(match.arms.back().value);
  }
  return add(std::move(match), span(context), children);
}

MatchArm Builder::arm(P::MatchArmContext* context) {
  auto contexts = context->expression();
  MatchArm arm;
  arm.span = span(context);
  if (contexts.empty()) {
    arm.value = broken(arm.span);
    return arm;
  }
  P::ExpressionContext* value = contexts.back();
  contexts.pop_back();
  arm.keys = expressions(contexts);
  arm.value = expression(value);
  return arm;
}

ExprId Builder::scale(P::OperandContext* context) {
  const size_t first = context->start->getType();
  Scale scale;
  scale.kind = first == P::STEPPED    ? ScaleKind::stepped
               : first == P::MARGINAL ? ScaleKind::marginal
                                      : ScaleKind::interpolated;
  scale.by = expression(context->expression(0));
  Exprs children{scale.by};
  for (auto* one : context->scaleStep()) {
    scale.steps.push_back(step(one));
    const ScaleStep& added = scale.steps.back();
    if (added.bound) children.push_back(*added.bound);
    children.push_back(added.value);
    if (added.to) children.push_back(*added.to);
  }
  return add(std::move(scale), span(context), children);
}

ScaleStep Builder::step(P::ScaleStepContext* context) {
  ScaleStep step;
  step.span = span(context);
  size_t at = 0;
  if (context->compareOp() != nullptr) {
    step.op = compare_op(context->compareOp());
    step.bound = expression(context->expression(at++));
  }
  step.value = expression(context->expression(at++));
  if (context->TO() != nullptr) step.to = expression(context->expression(at));
  return step;
}

}  // namespace huice::syntax::antlr
