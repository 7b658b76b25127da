#include <gtest/gtest.h>

#include <set>

#include "base/rational.h"
#include "base/units.h"

namespace huice {
namespace {

TEST(Units, MagnitudeAndUnit) {
  auto wan = parse_scaled_unit("万元");
  ASSERT_TRUE(wan);
  EXPECT_EQ(wan->magnitude, 10000);
  EXPECT_EQ(wan->unit, find_unit("元"));
  auto alone = parse_scaled_unit("亿");
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->magnitude, 100000000);
  EXPECT_EQ(alone->unit, nullptr);
  EXPECT_FALSE(parse_scaled_unit("万里"));
  EXPECT_FALSE(parse_scaled_unit(""));
}

TEST(Units, LongestUnitNameWins) {
  EXPECT_EQ(parse_scaled_unit("千克")->unit->name, "千克");
  EXPECT_EQ(parse_scaled_unit("千瓦时")->magnitude, 1);
  EXPECT_EQ(parse_scaled_unit("万千瓦时")->magnitude, 10000);
  EXPECT_EQ(parse_scaled_unit("百万千瓦时")->magnitude, 1000000);
  EXPECT_EQ(parse_scaled_unit("万吨标准煤")->unit->dimension.powers[0].base, Base::energy);
  EXPECT_EQ(parse_scaled_unit("千家")->unit->kind, UnitKind::count);
}

TEST(Units, ExactConversions) {
  const Unit* mu = find_unit("亩");
  const Unit* hectare = find_unit("公顷");
  Rational fifteen_mu = Rational(15 * mu->numerator, mu->denominator);
  fifteen_mu.canonicalize();
  EXPECT_EQ(fifteen_mu, Rational(hectare->numerator));
  EXPECT_EQ(find_unit("‰")->denominator, 1000);
  EXPECT_TRUE(find_unit("年")->months);
  EXPECT_EQ(find_unit("年")->numerator, 12);
}

TEST(Units, NamesAreUniqueAndCanonicalNamesExist) {
  std::set<std::string_view> seen;
  for (const Unit& unit : all_units()) {
    EXPECT_TRUE(seen.insert(unit.name).second) << unit.name;
    ASSERT_NE(find_unit(unit.canonical), nullptr) << unit.name;
    EXPECT_EQ(find_unit(unit.canonical)->kind, unit.kind) << unit.name;
  }
}

TEST(Units, DimensionsMultiplyAndCancel) {
  Dimension money = find_unit("元")->dimension, area = find_unit("亩")->dimension;
  Dimension price = divide(money, area);
  EXPECT_EQ(to_string(price), "元/平方米");
  EXPECT_EQ(multiply(area, price), money);
  EXPECT_TRUE(divide(price, price).none());
  EXPECT_EQ(to_string(divide(Dimension{}, money)), "1/元");
}

TEST(Rational, FloorCeilBits) {
  EXPECT_EQ(floor(Rational(-7, 2)), -4);
  EXPECT_EQ(ceil(Rational(-7, 2)), -3);
  EXPECT_EQ(power_of_ten(-2), Rational(1, 100));
  EXPECT_EQ(signed_bits(-128, 127), 8);
  EXPECT_EQ(signed_bits(-129, 0), 9);
  EXPECT_EQ(signed_bits(0, 128), 9);
}

TEST(Rational, RoundsByMode) {
  Rational half(5, 2), minus(-5, 2);
  EXPECT_EQ(round(half, Rounding::half_up), 3);
  EXPECT_EQ(round(minus, Rounding::half_up), -3);
  EXPECT_EQ(round(Rational(-12, 5), Rounding::half_up), -2);
  EXPECT_EQ(round(minus, Rounding::down), -2);
  EXPECT_EQ(round(minus, Rounding::up), -3);
  EXPECT_EQ(round(minus, Rounding::floor), -3);
  EXPECT_EQ(round(minus, Rounding::ceil), -2);
  EXPECT_EQ(round(half, Rounding::up), 3);
  EXPECT_EQ(round_to(Rational(12345, 1000), Rounding::half_up, Rational(1, 100)), Rational(247, 20));
  EXPECT_EQ(round_to(Rational(12345), Rounding::down, Rational(100)), 12300);
}

}  // namespace
}  // namespace huice
