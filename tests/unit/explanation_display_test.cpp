#include "compiler/explanation/display.h"

#include <gtest/gtest.h>

namespace huice::explanation {
namespace {

using diagnostics::Language;

Rational q(const char* text) {
  Rational value(text);
  value.canonicalize();
  return value;
}

rules::Type type(std::vector<Dimension::Power> powers, rules::Share share = rules::Share::none) {
  rules::Type result;
  result.dimension.powers = std::move(powers);
  result.share = share;
  return result;
}

std::string shown(const char* value, const rules::Type& of, const rules::CellUnit* unit = nullptr) {
  return show_number(q(value), of, unit, Language::en);
}

TEST(Display, PlainDecimalsAreExact) {
  EXPECT_EQ(plain(q("0")), "0");
  EXPECT_EQ(plain(q("-3")), "-3");
  EXPECT_EQ(plain(q("1/8")), "0.125");
  EXPECT_EQ(plain(q("-1/8")), "-0.125");
  EXPECT_EQ(plain(q("1/100")), "0.01");
  EXPECT_EQ(plain(q("100001/1000")), "100.001");
  EXPECT_EQ(plain(q("1/3")), "1/3");
  EXPECT_EQ(plain(q("-22/7")), "-22/7");
  EXPECT_EQ(plain(q("1000000000000000000000000/3")), "1000000000000000000000000/3");
}

TEST(Display, ApproximationsRoundHalfUpAndDropZeros) {
  EXPECT_EQ(approximate(q("1/3"), 4), "0.3333");
  EXPECT_EQ(approximate(q("2/3"), 4), "0.6667");
  EXPECT_EQ(approximate(q("-2/3"), 2), "-0.67");
  EXPECT_EQ(approximate(q("3000001/1000000"), 4), "3");
}

TEST(Display, MoneyInTheShortestExactForm) {
  rules::Type money = type({{Base::yuan, 1}});
  EXPECT_EQ(shown("80000", money), "8万元");
  EXPECT_EQ(shown("350000000", money), "3.5亿元");
  EXPECT_EQ(shown("-50000", money), "-5万元");
  EXPECT_EQ(shown("9999", money), "9999元");
  EXPECT_EQ(shown("1999999984/1000", money), "1999999.984元");
  EXPECT_EQ(shown("1234500", money), "123.45万元");
  EXPECT_EQ(shown("1234567", money), "1234567元");
  EXPECT_EQ(shown("10000/3", money), "10000/3元");
  EXPECT_EQ(show_in_full(q("80000"), money, Language::en), "80000元 (8万元)");
  EXPECT_EQ(show_in_full(q("80"), money, Language::en), "80元");
  EXPECT_EQ(show_in_full(q("10000/3"), money, Language::en), "10000/3元 (≈3333.3333元)");
  EXPECT_EQ(show_amount("80000.00", q("80000"), Language::en), "80000.00元 (8万元)");
  EXPECT_EQ(show_amount("0.02", q("1/50"), Language::en), "0.02元");
}

TEST(Display, PercentsPointsAndPureNumbers) {
  EXPECT_EQ(shown("3/10", type({}, rules::Share::percent)), "30%");
  EXPECT_EQ(shown("1/3", type({}, rules::Share::percent)), "1/3 (≈33.3333%)");
  EXPECT_EQ(shown("1/100", type({}, rules::Share::point)), "1pp");
  EXPECT_EQ(show_number(q("1/100"), type({}, rules::Share::point), nullptr, Language::zh), "1个百分点");
  EXPECT_EQ(shown("12", type({})), "12");
  EXPECT_EQ(shown("1/3", type({})), "1/3");
}

TEST(Display, QuantitiesInTheirFieldsUnitOrTheRoundest) {
  rules::Type area = type({{Base::area, 1}}), price = type({{Base::yuan, 1}, {Base::area, -1}});
  rules::CellUnit mu{"亩", q("2000/3")};
  EXPECT_EQ(shown("100000/3", area, &mu), "50亩");
  EXPECT_EQ(shown("100000/3", area), "50亩");
  EXPECT_EQ(shown("100", area), "100平方米");
  EXPECT_EQ(shown("6/5", price), "800元/亩");
  EXPECT_EQ(shown("2", price), "2元/平方米");
  EXPECT_EQ(shown("1/7", area), "1/7平方米 (≈0.1429)");
  EXPECT_EQ(shown("1500", type({{Base::mass, 1}})), "1500千克");
}

TEST(Display, OtherValues) {
  rules::Program program;
  rules::Type choice;
  choice.choice = program.choices.add({"", {{"goods", "货物贸易"}, {"services", "服务贸易"}}});
  EXPECT_EQ(show(program, uint16_t{1}, choice, nullptr, Language::zh), "services");
  EXPECT_EQ(show(program, true, {}, nullptr, Language::en), "true");
  EXPECT_EQ(show(program, false, {}, nullptr, Language::zh), "否");
  EXPECT_EQ(show(program, std::string("甬A"), {}, nullptr, Language::en), "\"甬A\"");
  EXPECT_EQ(show(program, *parse_iso_date("2024-03-05"), {}, nullptr, Language::en), "2024-03-05");
  EXPECT_EQ(show(program, *parse_iso_datetime("2024-03-05 09:00:01"), {}, nullptr, Language::en), "2024-03-05 09:00:01");
  EXPECT_EQ(show(program, Period{36, 0}, {}, nullptr, Language::zh), "3年");
  EXPECT_EQ(show(program, Period{6, 0}, {}, nullptr, Language::en), "6 months");
  EXPECT_EQ(show(program, Period{0, 90}, {}, nullptr, Language::zh), "90日");
}

}  // namespace
}  // namespace huice::explanation
