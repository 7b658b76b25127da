// Every conversion of base/units.def against figures written down independently: SI brochure (metre, kilogram, litre, joule,
// watt, nautical mile), GB 3100 and the State Council order of 1984 (亩), GB/T 2589 (standard coal: 29,307 kJ a kilogram).
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/rational.h"
#include "base/units.h"

namespace huice {
namespace {

/// How many of the base unit 1 of each is, as decimals or fractions.
const std::map<std::string, std::string> figures = {
    // money: no currency converts to another
    {"元", "1"}, {"人民币", "1"}, {"yuan", "1"}, {"CNY", "1"}, {"美元", "1"}, {"USD", "1"}, {"欧元", "1"}, {"EUR", "1"},
    {"日元", "1"}, {"JPY", "1"}, {"港元", "1"}, {"港币", "1"}, {"HKD", "1"}, {"澳门元", "1"}, {"MOP", "1"}, {"新台币", "1"},
    {"TWD", "1"}, {"英镑", "1"}, {"GBP", "1"}, {"韩元", "1"}, {"KRW", "1"}, {"新加坡元", "1"}, {"SGD", "1"}, {"澳元", "1"},
    {"AUD", "1"}, {"加元", "1"}, {"CAD", "1"}, {"瑞士法郎", "1"}, {"CHF", "1"}, {"卢布", "1"}, {"RUB", "1"},
    // square metres; 15 mu are a hectare
    {"平方米", "1"}, {"㎡", "1"}, {"m²", "1"}, {"sqm", "1"}, {"亩", "10000/15"}, {"mu", "10000/15"}, {"公顷", "10000"},
    {"hectare", "10000"}, {"hectares", "10000"}, {"ha", "10000"}, {"平方公里", "1000000"}, {"平方千米", "1000000"}, {"km²", "1000000"},
    // metres
    {"米", "1"}, {"m", "1"}, {"公里", "1000"}, {"千米", "1000"}, {"km", "1000"}, {"海里", "1852"}, {"分米", "1/10"},
    {"厘米", "1/100"}, {"cm", "1/100"}, {"毫米", "1/1000"}, {"mm", "1/1000"},
    // kilograms; 2斤, 20两 are a kilogram
    {"千克", "1"}, {"公斤", "1"}, {"kg", "1"}, {"斤", "1/2"}, {"两", "1/20"}, {"克", "1/1000"}, {"g", "1/1000"},
    {"毫克", "1/1000000"}, {"mg", "1/1000000"}, {"吨", "1000"}, {"t", "1000"}, {"tonne", "1000"}, {"tonnes", "1000"},
    // litres
    {"升", "1"}, {"L", "1"}, {"litre", "1"}, {"litres", "1"}, {"毫升", "1/1000"}, {"mL", "1/1000"}, {"立方厘米", "1/1000"},
    {"立方米", "1000"}, {"m³", "1000"},
    // joules; a kilowatt-hour is 1000 W for 3600 s
    {"焦耳", "1"}, {"兆焦", "1000000"}, {"MJ", "1000000"}, {"吉焦", "1000000000"}, {"GJ", "1000000000"}, {"度", "3600000"},
    {"千瓦时", "3600000"}, {"kWh", "3600000"}, {"兆瓦时", "3600000000"}, {"MWh", "3600000000"}, {"千克标准煤", "29307000"},
    {"kgce", "29307000"}, {"吨标准煤", "29307000000"}, {"tce", "29307000000"},
    // watts
    {"瓦", "1"}, {"千瓦", "1000"}, {"kW", "1000"}, {"兆瓦", "1000000"}, {"MW", "1000000"},
    // seconds
    {"秒", "1"}, {"s", "1"}, {"分钟", "60"}, {"minutes", "60"}, {"小时", "3600"}, {"hour", "3600"}, {"hours", "3600"}};

TEST(UnitFigures, EveryConversion) {
  for (const Unit& unit : all_units()) {
    if (unit.kind != UnitKind::quantity) continue;
    const auto found = figures.find(std::string(unit.name));
    ASSERT_NE(found, figures.end()) << unit.name << ": write down its figure here";
    Rational expected(found->second), is(unit.numerator, unit.denominator);
    expected.canonicalize();
    is.canonicalize();
    EXPECT_EQ(is, expected) << unit.name;
  }
}

TEST(UnitFigures, CountsAreNumbers) {
  for (const Unit& unit : all_units()) {
    if (unit.kind != UnitKind::count) continue;
    EXPECT_TRUE(unit.dimension.none() && unit.numerator == 1 && unit.denominator == 1) << unit.name;
  }
}

TEST(UnitFigures, MagnitudesAreWhatTheirNamesSay) {
  const std::map<std::string, int> zeros = {{"百", 2}, {"千", 3}, {"万", 4}, {"十万", 5}, {"百万", 6}, {"千万", 7},
                                            {"亿", 8}, {"十亿", 9}, {"百亿", 10}, {"千亿", 11}, {"万亿", 12}};
  for (const Magnitude& magnitude : all_magnitudes()) {
    ASSERT_TRUE(zeros.count(std::string(magnitude.name))) << magnitude.name;
    EXPECT_EQ(Rational(static_cast<long>(magnitude.factor)), power_of_ten(zeros.at(std::string(magnitude.name)))) << magnitude.name;
  }
}

/// Each currency is a dimension of its own, and shown under a name that is a unit.
TEST(UnitFigures, Bases) {
  for (const Unit& unit : all_units()) {
    if (unit.kind != UnitKind::quantity) continue;
    const Base base = unit.dimension.powers.at(0).base;
    const Unit* shown = find_unit(info(base).shown);
    ASSERT_NE(shown, nullptr) << unit.name;
    EXPECT_EQ(shown->dimension, unit.dimension) << unit.name;
    EXPECT_TRUE(shown->numerator == 1 && shown->denominator == 1) << unit.name;
    EXPECT_EQ(is_money(unit.dimension), info(base).currency) << unit.name;
  }
  EXPECT_FALSE(is_money(divide(find_unit("元")->dimension, find_unit("亩")->dimension)));
  EXPECT_NE(find_unit("元")->dimension, find_unit("港元")->dimension);
}

}  // namespace
}  // namespace huice
