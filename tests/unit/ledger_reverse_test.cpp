// Taking runs back: counter-entries that bring back what stood before.
#include "tests/unit/ledger_fixture.h"

namespace huice::ledger {
namespace {

class LedgerReverse : public LedgerTest {
 protected:
  LedgerReverse() : ledger(open()) {
    Entry pooled = line("E1", "2024-01-01", 100);
    pooled.pool = "p";
    pooled.charged = 60;
    pooled.shares = {{"city", 60}, {"county", 40}};
    pooled.fields = {{"uscc", "U1"}};
    EXPECT_TRUE(record(*ledger, "a", {pooled, line("E2", "2024-01-01", 20)}).ok());
    EXPECT_TRUE(record(*ledger, "b", {line("E1", "2024-01-01", 70, 100), line("E3", "2024-01-01", 5)}).ok());
  }
  std::string refusal(const std::string& id) {
    const auto reversed = ledger->reverse(id, {});
    return reversed.ok() ? "" : reversed.failure().message.en;
  }
  std::unique_ptr<Ledger> ledger;
};

TEST_F(LedgerReverse, BringsBackWhatStoodBefore) {
  huice::ledger::Run given;
  given.compiler = "0.1.0";
  const auto reversal = ledger->reverse("b", given);
  ASSERT_TRUE(reversal.ok()) << reversal.failure().message.en;
  EXPECT_EQ(reversal->id, "b-reversed");
  EXPECT_EQ(reversal->kind, RunKind::reversal);
  EXPECT_EQ(reversal->reverses, "b");
  EXPECT_EQ(reversal->entries, 2u);
  EXPECT_EQ(reversal->paid, 25);
  EXPECT_EQ(reversal->compiler, "0.1.0");
  EXPECT_EQ(ledger->find_run("b").value()->reversed_by, "b-reversed");
  EXPECT_EQ(lines(*ledger), (Lines{"m E1 2024-01-01 100 @1", "m E2 2024-01-01 20 @1"}));
  EXPECT_EQ(lines(*ledger, 3), (Lines{"m E1 2024-01-01 70 @2", "m E2 2024-01-01 20 @1", "m E3 2024-01-01 5 @2"}));
  const auto found = ledger->find_line("m", {"E1"}, line("", "2024-01-01", 0).date);
  EXPECT_EQ((*found)->charged, 60);
  EXPECT_EQ((*found)->pool, "p");
  EXPECT_EQ((*found)->computed, 101);
  EXPECT_EQ((*found)->inputs, "xxh3:100");
  EXPECT_EQ((*found)->shares, (std::vector<Share>{{"city", 60}, {"county", 40}}));
  EXPECT_EQ((*found)->run, 3u);
}

TEST_F(LedgerReverse, NothingIsEverRemoved) {
  ASSERT_TRUE(ledger->reverse("b", {}).ok());
  std::vector<std::string> all;
  const Outcome outcome = ledger->each_entry({}, [&](const Entry& entry) -> Outcome {
    all.push_back(key_text(entry.key) + " " + std::to_string(entry.run) + " " + std::to_string(entry.paid) + " " +
                  std::to_string(entry.granted));
    return Nothing{};
  });
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(all, (Lines{"E1 1 100 100", "E1 2 -30 70", "E1 3 30 100", "E2 1 20 20", "E3 2 5 5", "E3 3 -5 0"}));
}

TEST_F(LedgerReverse, TheLaterRunFirst) {
  EXPECT_EQ(refusal("a"), "run b decided some of the same lines after run a: reverse it first");
  ASSERT_TRUE(record(*ledger, "c", {line("E2", "2024-01-01", 0, 20)}).ok());
  EXPECT_EQ(refusal("a"), "run c decided some of the same lines after run a: reverse it first");
  ASSERT_TRUE(ledger->reverse("c", {}).ok());
  EXPECT_EQ(refusal("a"), "run b decided some of the same lines after run a: reverse it first");
  ASSERT_TRUE(ledger->reverse("b", {}).ok());
  ASSERT_TRUE(ledger->reverse("a", {}).ok());
  EXPECT_EQ(lines(*ledger), Lines{});
  int64_t paid = 0;
  const auto runs = ledger->runs();
  for (const auto& run : *runs) paid += run.paid;
  EXPECT_EQ(paid, 0);
}

TEST_F(LedgerReverse, ARunOfOtherLinesIsNotInTheWay) {
  ASSERT_TRUE(record(*ledger, "c", {line("E2", "2024-01-01", 0, 20)}).ok());
  ASSERT_TRUE(ledger->reverse("b", {}).ok());
  EXPECT_EQ(lines(*ledger), (Lines{"m E1 2024-01-01 100 @1", "m E2 2024-01-01 0 @3"}));
}

TEST_F(LedgerReverse, OnlyOnceAndNoReversal) {
  huice::ledger::Run named;
  named.id = "back";
  ASSERT_TRUE(ledger->reverse("b", named).ok());
  EXPECT_EQ(refusal("b"), "run b was reversed already, by run back");
  EXPECT_EQ(refusal("back"), "run back reverses run b: a reversal cannot be reversed; run again what it took back");
  EXPECT_EQ(refusal("x"), "there is no run x in " + path());
  huice::ledger::Run taken;
  taken.id = "b";
  const auto reversed = ledger->reverse("a", taken);
  ASSERT_FALSE(reversed.ok());
  EXPECT_EQ(reversed.failure().message.en, "there is a run b in " + path() + " already");
  EXPECT_EQ(ledger->runs()->size(), 3u);
}

TEST_F(LedgerReverse, PaymentsAfterAReversal) {
  ASSERT_TRUE(ledger->reverse("b", {}).ok());
  ASSERT_TRUE(record(*ledger, "d", {line("E1", "2024-01-01", 40, 100), line("E3", "2024-01-01", 9)}).ok());
  EXPECT_EQ(lines(*ledger), (Lines{"m E1 2024-01-01 40 @4", "m E2 2024-01-01 20 @1", "m E3 2024-01-01 9 @4"}));
  ASSERT_TRUE(ledger->reverse("d", {}).ok());
  EXPECT_EQ(lines(*ledger), (Lines{"m E1 2024-01-01 100 @1", "m E2 2024-01-01 20 @1"}));
}

}  // namespace
}  // namespace huice::ledger
