// Makes the values of a Function one by one: shares equal ones, folds what the intervals decide, so that no later pass
// has to. Dead values are dropped by `simplify`.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>

#include "compiler/ir/interval.h"
#include "compiler/ir/ir.h"

namespace huice::ir {

class Builder {
 public:
  explicit Builder(Function& function) : function_(function) {}

  /// New values belong to this expression, until told otherwise.
  text::Span span;

  const Value& operator[](ValueId id) const { return function_.values[id]; }
  const Interval& interval(ValueId id) const { return function_.values[id].interval; }
  /// The number, if the value can be only one.
  const Integer* constant(ValueId id) const;

  ValueId number(const Integer& value);
  ValueId as_of();
  ValueId column(uint32_t column);
  ValueId add(ValueId left, ValueId right);
  ValueId subtract(ValueId left, ValueId right);
  ValueId multiply(ValueId left, ValueId right);
  ValueId minimum(ValueId left, ValueId right);
  ValueId maximum(ValueId left, ValueId right);
  ValueId divide(ValueId dividend, ValueId divisor, Rounding mode);
  ValueId add_months(ValueId date, ValueId months);
  ValueId negate(ValueId operand) { return subtract(number(0), operand); }

  ValueId mask(bool value);
  ValueId known(uint32_t column);
  ValueId less(ValueId left, ValueId right);
  ValueId equal(ValueId left, ValueId right);
  ValueId both(ValueId left, ValueId right);      // And
  ValueId either(ValueId left, ValueId right);    // Or
  ValueId invert(ValueId operand);                // Not
  ValueId and_not(ValueId left, ValueId right) { return both(left, invert(right)); }
  bool is_true(ValueId mask) const;
  bool is_false(ValueId mask) const;

  ValueId text(std::string value);
  ValueId text_equal(ValueId left, ValueId right);
  ValueId starts_with(ValueId text, ValueId prefix);
  ValueId has_bit(ValueId set, uint32_t bit);
  ValueId test_text(std::string_view helper, ValueId text, ValueId other);

  /// Of any sort: `yes` where the mask is set, else `no`.
  ValueId choose(ValueId mask, ValueId yes, ValueId no);

 private:
  template <class Node>
  ValueId make(Node node, Sort sort, Interval interval = {});
  template <class Node>
  std::optional<Node> as(ValueId id) const;
  template <class Same, class Dual>
  std::optional<ValueId> absorb(ValueId one, ValueId other);

  Function& function_;
  std::unordered_map<std::string, ValueId> made_;
};

}  // namespace huice::ir
