// Exact fractions in columns: what the rules call a number is num/den · step here, with whole num and den ≥ 1 per row and
// one positive rational step. Constants live in the step, so that scaling by one costs nothing; quotients stay fractions
// and are divided once, when they are rounded.
#pragma once
#include "compiler/ir/builder.h"

namespace huice::ir {

struct Number {
  ValueId num, den;
  Rational step = 1;
};

Number constant(Builder& make, const Rational& value);
/// n · step.
Number whole(Builder& make, ValueId n, Rational step = 1);
bool is_whole(Builder& make, const Number& a);  // den is 1

Number negate(Builder& make, const Number& a);
Number add(Builder& make, const Number& a, const Number& b);
Number subtract(Builder& make, const Number& a, const Number& b);
Number multiply(Builder& make, const Number& a, const Number& b);
/// Where b is 0 the result is rubbish.
Number divide(Builder& make, const Number& a, const Number& b);
Number minimum(Builder& make, const Number& a, const Number& b);
Number maximum(Builder& make, const Number& a, const Number& b);
Number choose(Builder& make, ValueId mask, const Number& yes, const Number& no);

ValueId less(Builder& make, const Number& a, const Number& b);
ValueId equal(Builder& make, const Number& a, const Number& b);
ValueId is_zero(Builder& make, const Number& a);
/// Whether |a| > limit, limit ≥ 0.
ValueId beyond(Builder& make, const Number& a, const Rational& limit);

/// round(a / unit): a count of units.
ValueId round_to(Builder& make, const Number& a, Rounding mode, const Rational& unit);
/// The same between `lo` (where there is one) and `hi`; a result beyond them may come out as anything at or beyond the same end. That keeps
/// the dividend small.
ValueId round_within(Builder& make, const Number& a, Rounding mode, const Rational& unit, const std::optional<Integer>& lo,
                     const Integer& hi);

}  // namespace huice::ir
