// Operators, loosest first, as in the grammar. Chains become left-leaning trees, without recursion along the chain.
#include <algorithm>

#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {
namespace {

using diagnostics::Kind;
using P = PolicyParser;
using antlr4::tree::TerminalNode;

/// The operator that stands before operand `index` (≥ 1) of a context `operand (operator operand)*`.
TerminalNode* operator_before(antlr4::ParserRuleContext* context, size_t index) {
  return dynamic_cast<TerminalNode*>(context->children.at(2 * index - 1));
}

}  // namespace

ExprId Builder::expression(P::ExpressionContext* context) {
  if (!whole(context)) return broken(context == nullptr ? text_.end() : span(context));
  const auto parts = context->negation();
  ExprId left = negation(parts[0]);
  bool mixed = false;
  for (size_t i = 1; i < parts.size(); ++i) {
    TerminalNode* word = operator_before(context, i);
    const size_t first = operator_before(context, 1)->getSymbol()->getType();
    const size_t type = word->getSymbol()->getType();
    if (type != first && !mixed) {
      mixed = true;
      sink_.report(Kind::mixed_and_or, span(word))
          .hint("put the part that belongs together in parentheses: (a and b) or c", "请用括号标明先后：（甲 且 乙）或 丙")
          .also(span(operator_before(context, 1)), "the other one is here", "另一个在此处");
    }
    const ExprId right = negation(parts[i]);
    const LogicOp op = type == P::AND ? LogicOp::conjunction : LogicOp::disjunction;
    left = add(Logic{op, left, right}, text::cover(span(parts[0]), span(parts[i])), {left, right});
  }
  return left;
}

ExprId Builder::negation(P::NegationContext* context) {
  ExprId inner = comparison(context->comparison());
  const auto words = context->NOT();
  const size_t end = context->comparison() == nullptr ? span(context).end : span(context->comparison()).end;
  for (size_t i = words.size(); i-- > 0;) {
    Span place = span(words[i]);
    place.end = static_cast<uint32_t>(end);
    inner = add(Not{inner}, place, {inner});
  }
  return inner;
}

ExprId Builder::comparison(P::ComparisonContext* context) {
  if (context == nullptr || context->bounded() == nullptr) return broken(text_.end());
  ExprId left = bounded(context->bounded());
  const auto tails = context->comparisonTail();
  if (tails.empty()) return left;
  if (tails.size() > 1) {
    sink_.report(Kind::chained_comparison, span(tails[1]))
        .hint("join two comparisons with `and`: a < b and b < c", "请用“且”连接两个比较：甲 < 乙 且 乙 < 丙");
  }
  return compare(tails[0], left);
}

CompareOp Builder::compare_op(P::CompareOpContext* context) {
  switch (context->start->getType()) {
    case P::EQUAL: return CompareOp::equal;
    case P::NOT_EQUAL: return CompareOp::not_equal;
    case P::LESS:
    case P::LESS_THAN: return CompareOp::less;
    case P::LESS_EQUAL:
    case P::NOT_MORE_THAN: return CompareOp::less_equal;
    case P::GREATER:
    case P::MORE_THAN: return CompareOp::greater;
    default: return CompareOp::greater_equal;
  }
}

ExprId Builder::compare(P::ComparisonTailContext* tail, ExprId left) {
  const Span place = text::cover(span_of(left), span(tail));
  if (tail->IS() != nullptr || tail->IS_GIVEN() != nullptr) return add(IsGiven{left}, place, {left});
  const ExprId right = bounded(tail->bounded());
  if (tail->compareOp() != nullptr) {
    return add(Compare{compare_op(tail->compareOp()), left, right, span(tail->compareOp())}, place, {left, right});
  }
  if (tail->STARTS() != nullptr || tail->STARTS_WITH() != nullptr) return add(StartsWith{left, right}, place, {left, right});
  const bool negated = tail->NOT() != nullptr || tail->NOT_IN() != nullptr;
  return add(In{left, right, negated}, place, {left, right});
}

ExprId Builder::bounded(P::BoundedContext* context) {
  if (context == nullptr || context->sum() == nullptr) return broken(text_.end());
  ExprId value = sum(context->sum());
  for (auto* tail : context->boundTail()) {
    const ExprId right = sum(tail->sum());
    const Span place = text::cover(span(context->sum()), span(tail));
    if (tail->ROUNDED() != nullptr) {
      value = add(Rounded{value, rounding_mode(tail->roundingMode()), right}, place, {value, right});
    } else {
      const bool most = tail->MOST() != nullptr || tail->AT_MOST() != nullptr;
      value = add(Bound{most ? BoundKind::at_most : BoundKind::at_least, value, right}, place, {value, right});
    }
  }
  return value;
}

ExprId Builder::sum(P::SumContext* context) {
  if (context == nullptr) return broken(text_.end());
  const auto parts = context->product();
  ExprId left = product(parts[0]);
  for (size_t i = 1; i < parts.size(); ++i) {
    TerminalNode* sign = operator_before(context, i);
    const ArithmeticOp op = sign->getSymbol()->getType() == P::PLUS ? ArithmeticOp::add : ArithmeticOp::subtract;
    const ExprId right = product(parts[i]);
    left = add(Arithmetic{op, left, right, span(sign)}, text::cover(span(parts[0]), span(parts[i])), {left, right});
  }
  return left;
}

ExprId Builder::product(P::ProductContext* context) {
  const auto parts = context->factor();
  ExprId left = factor(parts[0]);
  for (size_t i = 1; i < parts.size(); ++i) {
    TerminalNode* sign = operator_before(context, i);
    const size_t type = sign->getSymbol()->getType();
    const ArithmeticOp op = type == P::STAR    ? ArithmeticOp::multiply
                            : type == P::SLASH ? ArithmeticOp::divide
                                               : ArithmeticOp::of;
    const ExprId right = factor(parts[i]);
    left = add(Arithmetic{op, left, right, span(sign)}, text::cover(span(parts[0]), span(parts[i])), {left, right});
  }
  return left;
}

ExprId Builder::negate(size_t times, Span from, ExprId operand) {
  for (size_t i = 0; i < times; ++i) operand = add(Negate{operand}, text::cover(from, span_of(operand)), {operand});
  return operand;
}

ExprId Builder::factor(P::FactorContext* context) {
  const ExprId inner = postfix(context->postfix());
  return negate(context->MINUS().size(), span(context), inner);
}

ExprId Builder::constant(P::ConstantContext* context) {
  if (!whole(context)) return broken(text_.end());
  const ExprId inner = operand(context->operand());
  return negate(context->MINUS() == nullptr ? 0 : 1, span(context), inner);
}

ExprId Builder::postfix(P::PostfixContext* context) {
  ExprId value = operand(context->operand());
  for (auto* tail : context->postfixTail()) {
    const Span place = text::cover(span(context->operand()), span(tail));
    if (tail->DEFAULT() != nullptr) {
      const ExprId other = fallback(tail);
      value = add(Default{value, other}, place, {value, other});
    } else if (tail->AT() != nullptr) {
      const ExprId when = moment(tail->moment());
      value = add(AtDate{value, when}, place, {value, when});
    } else if (tail->VIA() != nullptr) {
      value = add(Via{value, name(tail->name(0))}, place, {value});
    } else {
      value = add(Member{value, name(tail->name(0))}, place, {value});
    }
  }
  return value;
}

/// `x default -b.c`
ExprId Builder::fallback(P::PostfixTailContext* tail) {
  ExprId value = operand(tail->operand());
  const Span first = span_of(value);
  for (auto* field : tail->name()) value = add(Member{value, name(field)}, text::cover(first, span(field)), {value});
  if (tail->MINUS() == nullptr) return value;
  return negate(1, text::cover(span(tail->MINUS()), first), value);
}

ExprId Builder::moment(P::MomentContext* context) {
  if (!whole(context)) return broken(text_.end());
  const Span place = span(context);
  if (context->DATE() != nullptr) {
    const auto value = date(context->DATE());
    return value ? add(DateLiteral{*value}, place) : broken(place);
  }
  if (context->DATETIME() != nullptr) {
    const auto value = datetime(context->DATETIME());
    return value ? add(DateTimeLiteral{*value}, place) : broken(place);
  }
  if (context->expression() != nullptr) {
    const ExprId inner = expression(context->expression());
    return add(Parenthesised{inner}, place, {inner});
  }
  const Span first = text_.span(*context->start);
  ExprId value = add(NameUse{{text_.word(*context->start), first}}, first);
  for (auto* field : context->name()) value = add(Member{value, name(field)}, text::cover(first, span(field)), {value});
  return value;
}

}  // namespace huice::syntax::antlr
