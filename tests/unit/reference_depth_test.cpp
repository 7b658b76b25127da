// The longest expressions that the parser lets through must not exhaust a thread's stack.
#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/rules_builder.h"

namespace huice::test {
namespace {

constexpr int links = 5000, levels = 1000;

TEST(Depth, LongSumsAreDecidedInAThread) {
  Rules r;
  Term x = r.money("x"), sum = x;
  for (int i = 1; i < links; ++i) sum = sum + x;
  r.require("c", sum > r.number("0"));
  r.pay(sum, {{rules::BoundKind::at_most, r.number("1000000")}});
  reference::Decision known, missing;
  std::thread worker([&] {
    known = r.decide({{"x", Rational(1)}});
    missing = r.decide({});
  });
  worker.join();
  EXPECT_EQ(known.amount, links * 100);
  EXPECT_EQ(missing.status, Status::undetermined);
}

TEST(Depth, LongSumsHaveCeilings) {
  Rules r;
  Term x = r.decided(r.money("x")), sum = x;
  for (int i = 1; i < links; ++i) sum = sum + x;
  r.pay(r.at_most(sum, r.number("7")));
  reference::Decision decision;
  std::thread worker([&] { decision = r.decide({}); });
  worker.join();
  EXPECT_EQ(decision.ceiling, 700);
}

TEST(Depth, LongChainsOfTruthValues) {
  Rules r;
  Term flag = r.field("flag", rules::Kind::boolean), all = flag;
  for (int i = 1; i < links; ++i) all = both(all, flag);
  r.require("c", all);
  Term deep = r.always(false);
  for (int i = 1; i < levels; ++i) deep = either(r.always(false), !both(flag, !deep));
  r.require("d", deep, flag);
  reference::Decision decision;
  std::thread worker([&] { decision = r.decide({{"flag", true}}); });
  worker.join();
  EXPECT_EQ(decision.status, Status::eligible);
}

TEST(Depth, NestedMatches) {
  Rules r;
  Term x = r.decided(r.money("x")), y = r.money("y"), value = y;
  for (int i = 0; i < levels; ++i) value = r.when({{x > r.number("1"), r.number("1")}}, value);
  r.pay(value);
  reference::Decision referred, paid;
  std::thread worker([&] {
    referred = r.decide({{"y", Rational(5)}});
    paid = r.decide({{"x", Rational(1)}, {"y", Rational(5)}});
  });
  worker.join();
  EXPECT_EQ(referred.ceiling, 500);
  EXPECT_EQ(paid.amount, 500);
}

}  // namespace
}  // namespace huice::test
