// Known, missing and in error (language.md section 6), as the reference sees them.
#include <gtest/gtest.h>

#include "tests/unit/rules_builder.h"

namespace huice::test {
namespace {

using reference::Decision;
using reference::Value;

/// What one condition `test` comes to, told from the decision of a measure that has no other.
std::string outcome(Rules& r, Term test, const Rules::Cells& cells) {
  r.measure.conditions.clear();
  r.require("c", test);
  Decision d = r.decide(cells);
  switch (d.status) {
    case Status::eligible:
      return "true";
    case Status::ineligible:
      return "false";
    case Status::error:
      return r.error_of(d);
    default:
      break;
  }
  std::string out = "missing";
  for (size_t i = 0; i < d.missing.size(); ++i) {
    if (d.missing[i]) out += " " + r.entity().fields[r.words().inputs[i]].name;
  }
  return out;
}

struct Truths {
  Rules r;
  Term zero = r.number("0"), one = r.number("1");
  Term yes = r.always(true), no = r.always(false);
  Term a = r.field("a", rules::Kind::boolean), b = r.field("b", rules::Kind::boolean);
  Term bad = one / zero > zero;
};

TEST(Algebra, ConjunctionFalseWinsThenErrorThenMissing) {
  Truths t;
  EXPECT_EQ(outcome(t.r, both(t.yes, t.yes), {}), "true");
  EXPECT_EQ(outcome(t.r, both(t.yes, t.no), {}), "false");
  EXPECT_EQ(outcome(t.r, both(t.no, t.yes), {}), "false");
  EXPECT_EQ(outcome(t.r, both(t.bad, t.no), {}), "false");
  EXPECT_EQ(outcome(t.r, both(t.no, t.bad), {}), "false");
  EXPECT_EQ(outcome(t.r, both(t.a, t.no), {}), "false");
  EXPECT_EQ(outcome(t.r, both(t.no, t.a), {}), "false");
  EXPECT_EQ(outcome(t.r, both(t.a, t.bad), {}), "division_by_zero@c");
  EXPECT_EQ(outcome(t.r, both(t.bad, t.a), {}), "division_by_zero@c");
  EXPECT_EQ(outcome(t.r, both(t.yes, t.bad), {}), "division_by_zero@c");
  EXPECT_EQ(outcome(t.r, both(t.a, t.yes), {}), "missing a");
  EXPECT_EQ(outcome(t.r, both(t.a, t.b), {}), "missing a b");
  EXPECT_EQ(outcome(t.r, both(t.a, t.b), {{"a", true}}), "missing b");
}

TEST(Algebra, DisjunctionTrueWinsThenErrorThenMissing) {
  Truths t;
  EXPECT_EQ(outcome(t.r, either(t.no, t.no), {}), "false");
  EXPECT_EQ(outcome(t.r, either(t.no, t.yes), {}), "true");
  EXPECT_EQ(outcome(t.r, either(t.bad, t.yes), {}), "true");
  EXPECT_EQ(outcome(t.r, either(t.yes, t.bad), {}), "true");
  EXPECT_EQ(outcome(t.r, either(t.yes, t.a), {}), "true");
  EXPECT_EQ(outcome(t.r, either(t.a, t.yes), {}), "true");
  EXPECT_EQ(outcome(t.r, either(t.a, t.bad), {}), "division_by_zero@c");
  EXPECT_EQ(outcome(t.r, either(t.no, t.bad), {}), "division_by_zero@c");
  EXPECT_EQ(outcome(t.r, either(t.a, t.no), {}), "missing a");
  EXPECT_EQ(outcome(t.r, either(t.a, t.b), {{"b", false}}), "missing a");
  EXPECT_EQ(outcome(t.r, !t.a, {}), "missing a");
  EXPECT_EQ(outcome(t.r, !t.a, {{"a", false}}), "true");
  EXPECT_EQ(outcome(t.r, !t.bad, {}), "division_by_zero@c");
}

TEST(Algebra, UnlessIsAnOr) {
  Truths t;
  t.r.require("c", t.a, t.b);
  EXPECT_EQ(t.r.decide({{"a", false}, {"b", true}}).status, Status::eligible);
  EXPECT_EQ(t.r.decide({{"b", true}}).status, Status::eligible);
  EXPECT_EQ(t.r.decide({{"a", false}, {"b", false}}).status, Status::ineligible);
  EXPECT_EQ(t.r.decide({{"a", false}}).missing, (std::vector<bool>{false, true}));
  EXPECT_EQ(t.r.decide({}).missing, (std::vector<bool>{true, true}));
}

TEST(Algebra, ArithmeticErrorWinsOverMissingAndTheFirstIsKept) {
  Rules r;
  Term x = r.money("x"), y = r.money("y"), zero = r.number("0");
  Term fault = r.let("first", r.number("1") / zero), other = r.let("second", r.number("2") / zero);
  EXPECT_EQ(outcome(r, x + y > zero, {}), "missing x y");
  EXPECT_EQ(outcome(r, x + y > zero, {{"x", Rational(1)}}), "missing y");
  EXPECT_EQ(outcome(r, x + fault > zero, {}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, fault + x > zero, {}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, fault + other > zero, {}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, other + fault > zero, {}), "division_by_zero@second");
  EXPECT_EQ(outcome(r, x > fault, {}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, r.at_most(x, other) > fault, {}), "division_by_zero@second");
}

TEST(Algebra, DividingByAKnownZeroIsAnErrorWhateverTheDividend) {
  Rules r;
  Term x = r.money("x"), y = r.money("y"), zero = r.number("0");
  EXPECT_EQ(outcome(r, x / zero > zero, {}), "division_by_zero@c");
  EXPECT_EQ(outcome(r, x / y > zero, {{"y", Rational(0)}}), "division_by_zero@c");
  EXPECT_EQ(outcome(r, x / y > zero, {{"x", Rational(0)}}), "missing y");
  EXPECT_EQ(outcome(r, x / y > zero, {}), "missing x y");
  Term fault = r.let("first", r.number("1") / zero);
  EXPECT_EQ(outcome(r, fault / zero > zero, {}), "division_by_zero@first");
}

TEST(Algebra, QuotientsAreExactAndSignsCompareAsNumbersDo) {
  Rules r;
  Term x = r.money("x"), y = r.money("y");
  EXPECT_EQ(outcome(r, x / y * y == x, {{"x", Rational(1)}, {"y", Rational(3)}}), "true");
  EXPECT_EQ(outcome(r, x / y >= r.number("3/100"), {{"x", Rational(3)}, {"y", Rational(100)}}), "true");
  EXPECT_EQ(outcome(r, x / y > r.number("-2"), {{"x", Rational(3)}, {"y", Rational(-1)}}), "false");
  EXPECT_EQ(outcome(r, x / y < r.number("-2"), {{"x", Rational(3)}, {"y", Rational(-1)}}), "true");
}

TEST(Algebra, GivenAndDefault) {
  Rules r;
  Term x = r.money("x"), zero = r.number("0"), fault = r.let("first", r.number("1") / zero);
  EXPECT_EQ(outcome(r, r.given(x), {}), "false");
  EXPECT_EQ(outcome(r, r.given(x), {{"x", Rational(0)}}), "true");
  EXPECT_EQ(outcome(r, r.given(fault), {}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, r.or_default(x, r.number("5")) == r.number("5"), {}), "true");
  EXPECT_EQ(outcome(r, r.or_default(x, r.number("5")) == zero, {{"x", Rational(0)}}), "true");
  EXPECT_EQ(outcome(r, r.or_default(fault, r.number("5")) > zero, {}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, r.or_default(x, fault) == zero, {{"x", Rational(0)}}), "true");
  EXPECT_EQ(outcome(r, r.or_default(x, fault) == zero, {}), "division_by_zero@first");
}

TEST(Algebra, MembershipTextAndChoices) {
  Rules r;
  Term c = r.field("c", rules::Kind::number), t = r.field("t", rules::Kind::text), y = r.money("y");
  Term fault = r.let("first", r.number("1") / r.number("0"));
  Term one = r.number("1"), two = r.number("2");
  EXPECT_EQ(outcome(r, r.in(c, {one, two}), {{"c", Rational(2)}}), "true");
  EXPECT_EQ(outcome(r, r.in(c, {one, two}), {{"c", Rational(3)}}), "false");
  EXPECT_EQ(outcome(r, r.in(c, {one, two}), {}), "missing c");
  EXPECT_EQ(outcome(r, r.in(c, {fault, y, one}), {{"c", Rational(1)}}), "true");
  EXPECT_EQ(outcome(r, r.in(c, {y, fault}), {{"c", Rational(1)}}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, r.in(c, {y, two}), {{"c", Rational(1)}}), "missing y");
  EXPECT_EQ(outcome(r, r.in(c, {fault}), {}), "missing c");
  EXPECT_EQ(outcome(r, r.in(fault, {y}), {}), "division_by_zero@first");
  Term starts = r.truth(rules::StartsWith{t.id, r.text("宁波").id});
  EXPECT_EQ(outcome(r, starts, {{"t", std::string("宁波市")}}), "true");
  EXPECT_EQ(outcome(r, starts, {{"t", std::string("宁")}}), "false");
  EXPECT_EQ(outcome(r, starts, {}), "missing t");
  EXPECT_EQ(outcome(r, t == r.text("a"), {{"t", std::string("a")}}), "true");
  EXPECT_EQ(outcome(r, t != r.text("a"), {{"t", std::string("a ")}}), "true");
  Term k = r.field("k", rules::Kind::choice);
  EXPECT_EQ(outcome(r, k == r.choice(2), {{"k", uint16_t{2}}}), "true");
  EXPECT_EQ(outcome(r, k != r.choice(2), {{"k", uint16_t{1}}}), "true");
}

TEST(Algebra, MatchEvaluatesOnlyTheChosenArm) {
  Rules r;
  Term k = r.field("k", rules::Kind::choice), x = r.money("x"), zero = r.number("0");
  Term fault = r.let("first", r.number("1") / zero);
  Term by_value = r.match(k, {{r.choice(0), r.number("10")}, {r.choice(1), x}}, fault);
  EXPECT_EQ(outcome(r, by_value == r.number("10"), {{"k", uint16_t{0}}}), "true");
  EXPECT_EQ(outcome(r, by_value > zero, {{"k", uint16_t{1}}}), "missing x");
  EXPECT_EQ(outcome(r, by_value > zero, {{"k", uint16_t{2}}}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, by_value > zero, {}), "missing k");
  Term in_order =
      r.when({{x > r.number("5"), r.number("1")}, {x > zero, r.number("2")}, {fault > zero, zero}}, r.number("3"));
  EXPECT_EQ(outcome(r, in_order == r.number("1"), {{"x", Rational(6)}}), "true");
  EXPECT_EQ(outcome(r, in_order == r.number("2"), {{"x", Rational(5)}}), "true");
  EXPECT_EQ(outcome(r, in_order > zero, {{"x", Rational(0)}}), "division_by_zero@first");
  EXPECT_EQ(outcome(r, in_order > zero, {}), "missing x");
}

TEST(Algebra, Dates) {
  Rules r;
  Term d = r.field("d", rules::Kind::date), s = r.field("s", rules::Kind::datetime);
  auto period = [&](int months, int days) { return r.add(rules::PeriodValue{{months, days}}); };
  auto shift = [&](Term date, Term by, bool back) { return r.add(rules::ShiftDate{date.id, by.id, back}); };
  Value leap = *parse_iso_date("2024-02-29");
  EXPECT_EQ(outcome(r, shift(d, period(12, 0), false) == r.date("2025-02-28"), {{"d", leap}}), "true");
  EXPECT_EQ(outcome(r, shift(d, period(1, 0), true) == r.date("2024-01-29"), {{"d", leap}}), "true");
  EXPECT_EQ(outcome(r, shift(d, period(0, 1), false) == r.date("2024-03-01"), {{"d", leap}}), "true");
  EXPECT_EQ(outcome(r, shift(d, period(0, INT32_MIN), true) == r.date("2024-03-01"), {{"d", leap}}), "range@c");
  EXPECT_EQ(outcome(r, shift(d, period(96000, 0), false) > d, {{"d", leap}}), "range@c");
  EXPECT_EQ(outcome(r, shift(d, period(1, 0), false) > d, {}), "missing d");
  Term days = r.add(rules::DaysBetween{d.id, r.date("2024-01-01").id});
  EXPECT_EQ(outcome(r, days == r.number("59"), {{"d", leap}}), "true");
  Term day = r.add(rules::DayOf{s.id});
  EXPECT_EQ(outcome(r, day == r.date("1969-12-31"), {{"s", DateTime{-1}}}), "true");
  EXPECT_EQ(outcome(r, day == d, {}), "missing d s");
}

TEST(Algebra, LetsErrAtTheirOwnSiteAndHaveARange) {
  Rules r;
  Term x = r.money("x"), zero = r.number("0");
  Term inner = r.let("inner", r.number("1000000000") * x), outer = r.let("outer", inner * r.number("10") + zero / zero);
  EXPECT_EQ(outcome(r, inner > zero, {{"x", power_of_ten(9)}}), "true");
  EXPECT_EQ(outcome(r, inner > zero, {{"x", Rational(power_of_ten(9) + power_of_ten(-2))}}), "range@inner");
  EXPECT_EQ(outcome(r, outer > zero, {{"x", power_of_ten(10)}}), "range@inner");
  EXPECT_EQ(outcome(r, outer > zero, {{"x", Rational(1)}}), "division_by_zero@outer");
  EXPECT_EQ(outcome(r, either(r.always(false), -inner < zero), {{"x", power_of_ten(10)}}), "range@inner");
}

TEST(Algebra, AFailingArmIsAnErrorOnlyWhereItIsChosen) {
  Rules r;
  Term x = r.money("x"), five = r.number("5");
  Term chosen = r.let("rate", r.when({{x > five, r.add(rules::Fail{rules::FailKind::conflict})}, {x == five, x}},
                                     r.add(rules::Fail{rules::FailKind::no_row})));
  EXPECT_EQ(outcome(r, chosen == five, {{"x", Rational(5)}}), "true");
  EXPECT_EQ(outcome(r, chosen == five, {{"x", Rational(6)}}), "conflict@rate");
  EXPECT_EQ(outcome(r, chosen == five, {{"x", Rational(4)}}), "no_row@rate");
  EXPECT_EQ(outcome(r, chosen == five, {}), "missing x");
  EXPECT_EQ(outcome(r, r.when({}, r.add(rules::Fail{rules::FailKind::no_row})) == five, {}), "no_row@c");
}

TEST(Algebra, ParametersAreReadAtADate) {
  Rules r;
  Term d = r.field("d", rules::Kind::date);
  std::vector<std::pair<std::string, Term>> values{{"2024-01-01", r.number("1")}, {"2025-01-01", r.number("2")}};
  Term now = r.parameter("now", values), then = r.parameter("then", values, d);
  auto at = [&](Term test, const char* as_of, const Rules::Cells& cells) {
    r.measure.conditions.clear();
    r.require("c", test);
    Decision decision = r.decide(cells, parse_iso_date(as_of));
    return decision.status == Status::error ? r.error_of(decision) : std::string(name(decision.status));
  };
  EXPECT_EQ(at(now == r.number("1"), "2024-12-31", {}), "eligible");
  EXPECT_EQ(at(now == r.number("2"), "2025-01-01", {}), "eligible");
  EXPECT_EQ(at(now == r.number("1"), "2024-01-01", {}), "eligible");
  EXPECT_EQ(at(now == r.number("1"), "2023-12-31", {}), "before_first_date@now");
  EXPECT_EQ(at(then == r.number("1"), "2099-01-01", {{"d", *parse_iso_date("2024-06-01")}}), "eligible");
  EXPECT_EQ(at(then == r.number("1"), "2099-01-01", {{"d", *parse_iso_date("2023-06-01")}}), "before_first_date@then");
  EXPECT_EQ(at(then == r.number("1"), "2099-01-01", {}), "undetermined");
}

}  // namespace
}  // namespace huice::test
