// Intervals against every pair of small numbers that they contain.
#include "compiler/ir/interval.h"

#include <gtest/gtest.h>

namespace huice::ir {
namespace {

const Rounding modes[] = {Rounding::half_up, Rounding::down, Rounding::up, Rounding::floor, Rounding::ceil};

/// Calls f for every interval within ±6.
template <class F>
void each_interval(int from, F f) {
  for (int lo = from; lo <= 6; ++lo) {
    for (int hi = lo; hi <= 6; ++hi) f(Interval{lo, hi});
  }
}

/// The smallest interval that holds f(a, b) for all members.
template <class F>
Interval exact(const Interval& a, const Interval& b, F f) {
  Interval all = point(f(a.lo, b.lo));
  for (Integer x = a.lo; x <= a.hi; ++x) {
    for (Integer y = b.lo; y <= b.hi; ++y) all = hull(all, point(f(x, y)));
  }
  return all;
}

TEST(IrInterval, IsExactForEveryOperation) {
  each_interval(-6, [](const Interval& a) {
    each_interval(-6, [&](const Interval& b) {
      ASSERT_EQ(add(a, b), exact(a, b, [](Integer x, Integer y) { return Integer(x + y); }));
      ASSERT_EQ(subtract(a, b), exact(a, b, [](Integer x, Integer y) { return Integer(x - y); }));
      ASSERT_EQ(multiply(a, b), exact(a, b, [](Integer x, Integer y) { return Integer(x * y); }));
      ASSERT_EQ(minimum(a, b), exact(a, b, [](Integer x, Integer y) { return std::min(x, y); }));
      ASSERT_EQ(maximum(a, b), exact(a, b, [](Integer x, Integer y) { return std::max(x, y); }));
    });
    each_interval(1, [&](const Interval& b) {
      for (Rounding mode : modes) {
        ASSERT_EQ(divide(a, b, mode), exact(a, b, [&](Integer x, Integer y) { return divide(x, y, mode); }));
      }
    });
  });
}

TEST(IrInterval, RoundsQuotients) {
  struct { int dividend, divisor, half_up, down, up, floor, ceil; } const cases[] = {
      {7, 2, 4, 3, 4, 3, 4},      {-7, 2, -4, -3, -4, -4, -3}, {5, 3, 2, 1, 2, 1, 2}, {4, 3, 1, 1, 2, 1, 2},
      {-4, 3, -1, -1, -2, -2, -1}, {6, 3, 2, 2, 2, 2, 2},       {0, 5, 0, 0, 0, 0, 0}, {-1, 10, 0, 0, -1, -1, 0}};
  for (const auto& c : cases) {
    EXPECT_EQ(divide(Integer(c.dividend), Integer(c.divisor), Rounding::half_up), c.half_up);
    EXPECT_EQ(divide(Integer(c.dividend), Integer(c.divisor), Rounding::down), c.down);
    EXPECT_EQ(divide(Integer(c.dividend), Integer(c.divisor), Rounding::up), c.up);
    EXPECT_EQ(divide(Integer(c.dividend), Integer(c.divisor), Rounding::floor), c.floor);
    EXPECT_EQ(divide(Integer(c.dividend), Integer(c.divisor), Rounding::ceil), c.ceil);
  }
}

}  // namespace
}  // namespace huice::ir
