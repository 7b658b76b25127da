#include "base/decimal.h"

#include <gtest/gtest.h>

namespace huice {
namespace {

constexpr __int128 least = static_cast<__int128>(static_cast<unsigned __int128>(1) << 127);

TEST(Decimal, PrintsFractionDigits) {
  EXPECT_EQ(to_decimal(8000000, 2), "80000.00");
  EXPECT_EQ(to_decimal(5, 2), "0.05");
  EXPECT_EQ(to_decimal(-5, 2), "-0.05");
  EXPECT_EQ(to_decimal(0, 2), "0.00");
  EXPECT_EQ(to_decimal(-123, 0), "-123");
  EXPECT_EQ(to_decimal(-123, 3), "-0.123");
}

TEST(Decimal, PrintsAll128Bits) {
  EXPECT_EQ(to_decimal(least), "-170141183460469231731687303715884105728");
  EXPECT_EQ(to_decimal(-(least + 1)), "170141183460469231731687303715884105727");
}

TEST(Decimal, ReadsWhatItPrints) {
  for (__int128 n : {static_cast<__int128>(0), static_cast<__int128>(-7), power_of_ten_128(38), least, -(least + 1)}) {
    EXPECT_TRUE(parse_integer(to_decimal(n)) == n) << to_decimal(n);
  }
}

TEST(Decimal, RefusesWhatIsNoInteger) {
  for (const char* text : {"", "-", "1.0", "+1", " 1", "1e3", "170141183460469231731687303715884105728",
                           "-170141183460469231731687303715884105729", "9999999999999999999999999999999999999999"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

TEST(Decimal, FractionsThatEnd) {
  std::string out;
  EXPECT_TRUE(append_fraction(out, 3, 8, 2));
  EXPECT_EQ(out, "0.375");
  out.clear();
  EXPECT_TRUE(append_fraction(out, -5, 2, 2));
  EXPECT_EQ(out, "-2.50");
  out.clear();
  EXPECT_TRUE(append_fraction(out, 12, 1));
  EXPECT_EQ(out, "12");
  out.clear();
  EXPECT_FALSE(append_fraction(out, 1, 3));
  EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace huice
