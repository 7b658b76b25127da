// Statuses, amounts and ceilings (language.md sections 5 and 7), as the reference decides them.
#include <gtest/gtest.h>

#include "tests/unit/rules_builder.h"

namespace huice::test {
namespace {

using reference::Decision;
using enum rules::BoundKind;

std::vector<bool> bits(std::initializer_list<bool> list) { return list; }

TEST(Decision, FalseBeatsErrorBeatsMissing) {
  Rules r;
  Term spend = r.money("spend"), revenue = r.money("revenue");
  r.require("size", spend > r.number("200"));
  r.require("intensity", spend / revenue >= r.number("3/100"));
  r.pay(r.number("1/10") * spend);
  EXPECT_EQ(r.decide({{"spend", Rational(200)}}).status, Status::ineligible);
  EXPECT_EQ(r.decide({{"spend", Rational(200)}}).failed, bits({true, false}));
  EXPECT_EQ(r.decide({{"spend", Rational(200)}, {"revenue", Rational(0)}}).status, Status::ineligible);
  EXPECT_EQ(r.decide({{"revenue", Rational(0)}}).status, Status::error);
  EXPECT_EQ(r.error_of(r.decide({{"revenue", Rational(0)}})), "division_by_zero@intensity");
  Decision open = r.decide({{"spend", Rational(201)}});
  EXPECT_EQ(open.status, Status::undetermined);
  EXPECT_EQ(open.missing, bits({false, true}));
  EXPECT_EQ(r.decide({}).missing, bits({true, true}));
  Decision paid = r.decide({{"spend", Rational(201)}, {"revenue", Rational(6700)}});
  EXPECT_EQ(paid.status, Status::eligible);
  EXPECT_EQ(paid.amount, 2010);
  EXPECT_EQ(paid.failed, bits({false, false}));
}

TEST(Decision, TheFirstErrorIsAConditionsThenTheAmounts) {
  Rules r;
  Term x = r.money("x"), y = r.money("y"), one = r.number("1");
  r.require("first", one / x >= r.number("0"));
  r.pay(one / y);
  EXPECT_EQ(r.error_of(r.decide({{"x", Rational(0)}, {"y", Rational(0)}})), "division_by_zero@first");
  EXPECT_EQ(r.error_of(r.decide({{"x", Rational(1)}, {"y", Rational(0)}})), "division_by_zero@pay");
  EXPECT_EQ(r.error_of(r.decide({{"y", Rational(0)}})), "division_by_zero@pay");
}

TEST(Decision, DatesDecideWhatIsInForce) {
  Rules r;
  Term x = r.money("x");
  r.field("d", rules::Kind::date);
  r.measure.dated = 1;
  r.measure.in_force = rules::DateRange{parse_iso_date("2024-01-01"), parse_iso_date("2024-12-31")};
  r.require("c", x > r.number("0"));
  auto on = [&](const char* day) { return r.decide({{"d", *parse_iso_date(day)}}).status; };
  EXPECT_EQ(on("2023-12-31"), Status::not_in_force);
  EXPECT_EQ(on("2024-01-01"), Status::undetermined);
  EXPECT_EQ(on("2024-12-31"), Status::undetermined);
  EXPECT_EQ(on("2025-01-01"), Status::not_in_force);
  Decision undated = r.decide({{"x", Rational(0)}});  // nothing else is evaluated
  EXPECT_EQ(undated.status, Status::undetermined);
  EXPECT_EQ(undated.missing, bits({false, true}));
  EXPECT_EQ(undated.failed, bits({false}));
}

TEST(Decision, DatetimesCountByTheirDayAndAsOfServesTheUndated) {
  Rules r;
  r.field("d", rules::Kind::datetime);
  r.measure.dated = 0;
  r.measure.in_force = rules::DateRange{std::nullopt, parse_iso_date("2024-12-31")};
  EXPECT_EQ(r.decide({{"d", *parse_iso_datetime("2024-12-31 23:59:59")}}).status, Status::eligible);
  EXPECT_EQ(r.decide({{"d", *parse_iso_datetime("2025-01-01 00:00:00")}}).status, Status::not_in_force);
  Rules s;
  s.measure.in_force = rules::DateRange{parse_iso_date("2024-01-01"), std::nullopt};
  EXPECT_EQ(s.decide({}, parse_iso_date("2024-01-01")).status, Status::eligible);
  EXPECT_EQ(s.decide({}, parse_iso_date("2023-12-31")).status, Status::not_in_force);
}

TEST(Amount, RoundsOnceThenAppliesBoundsInward) {
  Rules r;
  Term x = r.money("x"), c = r.money("c");
  auto paid = [&](const char* value, const char* bound) {
    Rational v(value), b(bound);
    v.canonicalize(), b.canonicalize();
    return r.decide({{"x", v}, {"c", b}}).amount;
  };
  r.pay(x, {{at_most, c}});
  EXPECT_EQ(paid("1/8", "100"), 13);       // 0.125 half up
  EXPECT_EQ(paid("1/8", "127/1000"), 12);  // the cap 0.127 rounds down to 0.12
  EXPECT_EQ(paid("0", "0"), 0);
  r.pay(x, {{at_least, c}});
  EXPECT_EQ(paid("1/8", "131/1000"), 14);  // 0.131 rounds up to 0.14
  r.pay(x, {{at_most, r.number("10")}, {at_least, r.number("20")}});
  EXPECT_EQ(paid("15", "0"), 2000);  // in order: 10, then 20
}

TEST(Amount, RoundingModesGoAwayFromOrTowardZero) {
  Rules r;
  Term x = r.money("x");
  auto paid = [&](Rounding mode, const char* value) {
    r.measure.rounding = {mode, Rational(1)};
    r.pay(r.rounded(x, mode, "1") + r.number("100"));
    Rational v(value);
    v.canonicalize();
    return r.decide({{"x", v}}).amount - 100;
  };
  EXPECT_EQ(paid(Rounding::half_up, "5/2"), 3);
  EXPECT_EQ(paid(Rounding::half_up, "-5/2"), -3);
  EXPECT_EQ(paid(Rounding::half_up, "249/100"), 2);
  EXPECT_EQ(paid(Rounding::down, "29/10"), 2);
  EXPECT_EQ(paid(Rounding::down, "-29/10"), -2);
  EXPECT_EQ(paid(Rounding::up, "21/10"), 3);
  EXPECT_EQ(paid(Rounding::up, "-21/10"), -3);
  EXPECT_EQ(paid(Rounding::up, "2"), 2);
}

TEST(Amount, BelowZeroAndBeyondItsRangeAreErrors) {
  Rules r;
  Term x = r.money("x");
  r.pay(x);
  EXPECT_EQ(r.error_of(r.decide({{"x", Rational(-1, 100)}})), "negative@pay");
  EXPECT_EQ(r.decide({{"x", Rational(-1, 1000)}}).status, Status::eligible);  // rounds to 0
  EXPECT_EQ(r.decide({{"x", power_of_ten(15)}}).amount, 100000000000000000);
  EXPECT_EQ(r.error_of(r.decide({{"x", Rational(power_of_ten(15) + Rational(1, 100))}})), "range@pay");
  EXPECT_EQ(r.error_of(r.decide({{"x", power_of_ten(40)}})), "range@pay");
  EXPECT_EQ(r.error_of(r.decide({{"x", Rational(-power_of_ten(40))}})), "negative@pay");
  r.pay(x, {{at_most, r.number("300")}});
  EXPECT_EQ(r.decide({{"x", power_of_ten(40)}}).amount, 30000);  // only the final result counts
  r.pay(x, {{at_least, r.number("0")}});
  EXPECT_EQ(r.decide({{"x", Rational(-5)}}).amount, 0);
}

TEST(Amount, MissingBoundsAreMissingAmounts) {
  Rules r;
  Term x = r.money("x"), c = r.money("c");
  r.pay(x, {{at_most, c}});
  EXPECT_EQ(r.decide({{"x", Rational(1)}}).missing, bits({false, true}));
  EXPECT_EQ(r.decide({}).missing, bits({true, true}));
}

TEST(Amount, CappedWhereAnAtMostOverADecidedValueTakesItsBound) {
  Rules r;
  Term rate = r.decided(r.field("rate", rules::Kind::number)), x = r.money("x");
  Term third = r.number("3/10"), bounded = r.at_most(rate, third);
  auto capped = [&](const char* value, int64_t money) {
    Rational v(value);
    v.canonicalize();
    Decision d = r.decide({{"rate", v}, {"x", Rational(money)}});
    EXPECT_EQ(d.status, Status::eligible);
    return d.capped;
  };
  r.pay(bounded * x);
  EXPECT_FALSE(capped("3/10", 100));
  EXPECT_TRUE(capped("31/100", 100));
  r.pay(r.let("l", bounded) * x);
  EXPECT_TRUE(capped("31/100", 100));
  r.pay(rate * x, {{at_most, r.number("30")}});
  EXPECT_FALSE(capped("3/10", 100));
  EXPECT_TRUE(capped("3001/10000", 100));
  EXPECT_FALSE(capped("30001/1000000", 1000));  // 30.001 rounds to 30.00
  r.pay(x, {{at_most, r.number("30")}});        // nothing decided
  EXPECT_FALSE(capped("1", 100));
  r.pay(r.at_most(x, rate));  // only the bound is decided
  EXPECT_FALSE(capped("1", 100));
  r.pay(r.when({{x > r.number("50"), bounded}}, third) * x);  // only on the chosen path
  EXPECT_TRUE(capped("1", 100));
  EXPECT_FALSE(capped("1", 10));
  r.pay(x);
  r.require("c", bounded <= third);  // not in the amount
  EXPECT_FALSE(capped("1", 100));
}

// ---- Referred rows and their ceilings -------------------------------------------------------------------------------

struct Referral {
  Rules r;
  Term rate = r.decided(r.field("rate", rules::Kind::number));
  Term sum = r.decided(r.money("sum"));
  Term kind = r.decided(r.field("kind", rules::Kind::choice));
  Term x = r.money("x");
  Term y = r.money("y");

  /// The ceiling with x = 1000 and y missing; -1: none.
  int64_t ceiling(Term amount, const std::vector<std::pair<rules::BoundKind, Term>>& bounds = {}) {
    r.pay(amount, bounds);
    Decision d = r.decide({{"x", Rational(1000)}});
    EXPECT_EQ(d.status, Status::referred);
    return d.ceiling.value_or(-1);
  }
};

TEST(Ceiling, OnlyDecidedFieldsAreMissing) {
  Referral t;
  t.r.pay(t.rate * t.x);
  Decision d = t.r.decide({{"x", Rational(1)}});
  EXPECT_EQ(d.status, Status::referred);
  EXPECT_EQ(d.missing, bits({true, false}));
  EXPECT_FALSE(d.ceiling);
  d = t.r.decide({});
  EXPECT_EQ(d.status, Status::undetermined);
  EXPECT_EQ(d.missing, bits({false, true}));
}

TEST(Ceiling, RangesOverWhatMayBeDecided) {
  Referral t;
  EXPECT_EQ(t.ceiling(t.sum), -1);
  EXPECT_EQ(t.ceiling(t.sum, {{at_most, t.r.number("200")}}), 20000);
  EXPECT_EQ(t.ceiling(t.r.at_most(t.rate, t.r.number("3/10")) * t.x), 30000);
  EXPECT_EQ(t.ceiling(t.x - t.sum), 100000);          // from 0 on
  EXPECT_EQ(t.ceiling(t.x - t.sum - t.x - t.x), -1);  // below zero
  EXPECT_EQ(t.ceiling(-t.sum + t.x), 100000);
  t.r.entity().fields[0].range = {Rational(0), Rational(1)};
  EXPECT_EQ(t.ceiling(t.rate * t.x), -1);  // a limit of the language is no declared range
  t.r.entity().fields[0].range_declared = true;
  EXPECT_EQ(t.ceiling(t.rate * t.x), 100000);
  EXPECT_EQ(t.ceiling((t.r.number("2") - t.rate) * t.x), 200000);
  EXPECT_EQ(t.ceiling(t.x / (t.r.number("2") - t.rate)), 100000);
  EXPECT_EQ(t.ceiling(t.x / t.rate), -1);  // may be divided by zero
  EXPECT_EQ(t.ceiling(t.r.at_most(t.x / t.rate, t.x)), 100000);
  t.r.entity().fields[1].may_be_negative = true;
  EXPECT_EQ(t.ceiling(t.x - t.sum), -1);
}

TEST(Ceiling, ZeroTimesUnboundedIsZero) {
  Referral t;
  EXPECT_EQ(t.ceiling((t.x - t.x) * t.sum), 0);
  EXPECT_EQ(t.ceiling((t.x - t.x - t.x) * t.sum), 0);  // [-∞, 0]
}

TEST(Ceiling, RoundsAndBoundsAsPayDoes) {
  Referral t;
  Term rate = t.r.at_most(t.rate, t.r.number("1/3"));
  EXPECT_EQ(t.ceiling(rate * t.x), 33333);
  EXPECT_EQ(t.ceiling(rate * t.x, {{at_most, t.r.number("3333339/10000")}}), 33333);
  EXPECT_EQ(t.ceiling(rate * t.x, {{at_most, t.r.number("100")}, {at_least, t.r.number("150001/1000")}}), 15001);
  EXPECT_EQ(t.ceiling(t.r.rounded(rate * t.x, Rounding::down, "100")), 30000);
  EXPECT_EQ(t.ceiling(t.x, {{at_most, t.sum}}), 100000);
  EXPECT_EQ(t.ceiling(t.x, {{at_least, t.sum}}), -1);
  EXPECT_EQ(t.ceiling(t.x * t.r.number("1000000000000000"), {{at_most, t.sum}}), -1);  // beyond the range of pay
}

TEST(Ceiling, AnUndecidedMatchIsAllItsArms) {
  Referral t;
  Term by_kind = t.r.match(t.kind, {{t.r.choice(0), t.r.number("1")}, {t.r.choice(1), t.r.number("5")}}, t.r.number("3"));
  EXPECT_EQ(t.ceiling(by_kind), 500);
  EXPECT_EQ(t.ceiling(t.x - by_kind), 99900);
  Term is_first = t.kind == t.r.choice(0), large = t.x > t.r.number("500"), small = t.x < t.r.number("500");
  Term one = t.r.number("1"), two = t.r.number("2"), three = t.r.number("3"), nine = t.r.number("9");
  EXPECT_EQ(t.ceiling(t.r.when({{is_first, one}, {large, two}, {is_first, nine}}, nine)), 200);
  EXPECT_EQ(t.ceiling(t.r.when({{small, nine}, {is_first, one}}, three)), 300);
  EXPECT_EQ(t.ceiling(t.r.when({{is_first, three}, {small, nine}}, one)), 300);
  EXPECT_EQ(t.ceiling(t.r.when({{is_first, three}, {large, one}}, t.y)), 300);  // an arm that cannot be chosen
  EXPECT_EQ(t.ceiling(t.r.when({{is_first, three}}, t.y)), -1);                 // misses what the applicant states
  EXPECT_EQ(t.ceiling(t.r.when({{is_first, three}}, one / (t.x - t.x))), -1);   // may be in error
  EXPECT_EQ(t.ceiling(t.r.match(t.kind, {{t.r.choice(0), one}}, t.y)), -1);
}

TEST(Ceiling, LetsParametersAndDefaults) {
  Referral t;
  Term let = t.r.let("l", t.r.at_most(t.sum, t.r.parameter("cap", {{"", t.r.number("70")}})));
  EXPECT_EQ(t.ceiling(let + let), 14000);
  EXPECT_EQ(t.ceiling(t.r.or_default(t.sum, t.rate) + t.x), -1);
  EXPECT_EQ(t.ceiling(t.r.at_most(t.r.or_default(t.sum, t.rate), t.x)), 100000);
  EXPECT_EQ(t.ceiling(t.r.or_default(t.sum, t.x) + t.r.at_most(t.rate, t.r.number("1"))), 100100);
  Term huge = t.r.let("huge", t.x * t.r.number("1000000000000000000000") + t.rate);
  EXPECT_EQ(t.ceiling(t.r.at_most(huge, t.x)), 100000);  // no range of an undecided let
}

TEST(Ceiling, MeasuresWithoutPayHaveNone) {
  Referral t;
  t.r.require("c", t.kind == t.r.choice(0));
  Decision d = t.r.decide({});
  EXPECT_EQ(d.status, Status::referred);
  EXPECT_FALSE(d.ceiling);
}

TEST(Decision, MoreThan64Inputs) {
  Rules r;
  std::vector<Term> fields;
  for (int i = 0; i < 130; ++i) fields.push_back(r.money("f" + std::to_string(i)));
  Term sum = fields[0];
  for (int i = 1; i < 130; ++i) sum = sum + fields[static_cast<size_t>(i)];
  for (int i = 0; i < 70; ++i) r.require("c" + std::to_string(i), fields[static_cast<size_t>(i)] >= r.number("0"));
  r.pay(sum);
  Decision d = r.decide({{"f0", Rational(1)}, {"f63", Rational(1)}, {"f64", Rational(1)}, {"f129", Rational(1)}});
  EXPECT_EQ(d.status, Status::undetermined);
  for (size_t i = 0; i < 130; ++i) EXPECT_EQ(d.missing[i], i != 0 && i != 63 && i != 64 && i != 129) << i;
  d = r.decide({{"f69", Rational(-1)}, {"f3", Rational(-1)}});
  EXPECT_EQ(d.status, Status::ineligible);
  for (size_t i = 0; i < 70; ++i) EXPECT_EQ(d.failed[i], i == 3 || i == 69) << i;
}

}  // namespace
}  // namespace huice::test
