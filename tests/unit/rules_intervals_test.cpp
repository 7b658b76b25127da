// Ranges: every result that an operation can have lies in the range computed for it.
#include <gtest/gtest.h>

#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

Range between(int lo, int hi) { return {Rational(lo), Rational(hi)}; }
Range from(int lo) { return {Rational(lo), {}}; }
Range to(int hi) { return {{}, Rational(hi)}; }

/// Tries every pair of small numbers in the two ranges.
void expect_sound(ArithmeticOp op, const Range& a, const Range& b) {
  Range result = compute(op, a, b);
  for (int x = -6; x <= 6; ++x) {
    for (int y = -6; y <= 6; ++y) {
      if (!a.contains(x) || !b.contains(y) || (op == ArithmeticOp::divide && y == 0)) continue;
      Rational value = op == ArithmeticOp::add        ? Rational(x + y)
                       : op == ArithmeticOp::subtract ? Rational(x - y)
                       : op == ArithmeticOp::multiply ? Rational(x * y)
                                                      : Rational(x) / Rational(y);
      EXPECT_TRUE(result.contains(value)) << x << " " << y << " gives " << value;
    }
  }
}

TEST(Intervals, AreSound) {
  const Range ranges[] = {between(-3, 5), between(0, 4), between(2, 3), between(-4, -1), between(-2, 0),
                          between(0, 0),  from(-1),      from(0),       from(2),         to(3),
                          to(0),          to(-2),        Range{}};
  for (auto op : {ArithmeticOp::add, ArithmeticOp::subtract, ArithmeticOp::multiply, ArithmeticOp::divide}) {
    for (const Range& a : ranges) {
      for (const Range& b : ranges) expect_sound(op, a, b);
    }
  }
}

TEST(Intervals, AreTightWhereItMatters) {
  Range product = compute(ArithmeticOp::multiply, between(0, 4), between(2, 3));
  EXPECT_EQ(*product.lo, 0);
  EXPECT_EQ(*product.hi, 12);
  Range quotient = compute(ArithmeticOp::divide, between(4, 8), between(2, 4));
  EXPECT_EQ(*quotient.lo, 1);
  EXPECT_EQ(*quotient.hi, 4);
  Range open = compute(ArithmeticOp::divide, between(0, 8), from(0));
  EXPECT_EQ(*open.lo, 0);
  EXPECT_FALSE(open.hi);
}

TEST(Intervals, BoundsRoundingAndHulls) {
  Range capped = bounded(BoundKind::at_most, from(0), between(5, 7));
  EXPECT_EQ(*capped.lo, 0);
  EXPECT_EQ(*capped.hi, 7);
  Range floored = bounded(BoundKind::at_least, to(9), between(5, 7));
  EXPECT_EQ(*floored.lo, 5);
  EXPECT_EQ(*floored.hi, 9);
  Range whole = rounded({Rational(3, 2), Rational(5, 2)}, Rounding::up, 2);
  EXPECT_EQ(*whole.lo, 2);
  EXPECT_EQ(*whole.hi, 4);
  EXPECT_FALSE(hull(from(2), between(0, 5)).hi);
  EXPECT_EQ(*hull(from(2), between(0, 5)).lo, 0);
}

TEST(Intervals, HugeEndsAreGivenUp) {
  Range range = between(-9, 9);
  for (int i = 0; i < 20; ++i) range = compute(ArithmeticOp::multiply, range, range);
  EXPECT_FALSE(range.hi);
  Range let = within_let_limit(range);
  EXPECT_EQ(*let.hi, power_of_ten(18));
}

TEST(Intervals, WhatComparisonsCanBe) {
  EXPECT_FALSE(possible(CompareOp::greater, between(0, 3), between(3, 5)));
  EXPECT_TRUE(possible(CompareOp::greater_equal, between(0, 3), between(3, 5)));
  EXPECT_FALSE(possible(CompareOp::equal, between(0, 2), between(3, 5)));
  EXPECT_FALSE(possible(CompareOp::not_equal, between(3, 3), between(3, 3)));
  EXPECT_TRUE(possible(CompareOp::less, Range{}, between(0, 0)));
}

}  // namespace
}  // namespace huice::rules
