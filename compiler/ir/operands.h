// The operands of any value, for passes that need no more than that.
#pragma once
#include "compiler/ir/ir.h"

namespace huice::ir {

namespace detail {
template <class Node, class F>
void each(Node&, F&&) {}  // constants and columns
template <class Node, class F>
  requires requires(Node n) { n.left; n.right; }
void each(Node& n, F&& f) { f(n.left), f(n.right); }
template <class F> void each(Divide& n, F&& f) { f(n.dividend), f(n.divisor); }
template <class F> void each(AddMonths& n, F&& f) { f(n.date), f(n.months); }
template <class F> void each(Not& n, F&& f) { f(n.operand); }
template <class F> void each(StartsWith& n, F&& f) { f(n.text), f(n.prefix); }
template <class F> void each(HasBit& n, F&& f) { f(n.set); }
template <class F> void each(TestText& n, F&& f) { f(n.text), f(n.other); }
template <class F> void each(Choose& n, F&& f) { f(n.mask), f(n.yes), f(n.no); }
}  // namespace detail

/// Calls `f` with a reference to each operand's id, left to right.
template <class F>
void for_each_operand(Value& value, F&& f) {
  std::visit([&](auto& node) { detail::each(node, f); }, value.node);
}

}  // namespace huice::ir
