// What is recorded comes back as it was; what is not committed does not.
#include "tests/unit/ledger_fixture.h"

namespace huice::ledger {
namespace {

TEST(LedgerKey, NoTwoKeysShareAText) {
  const std::vector<std::vector<std::string>> keys = {{"a", "b"}, {"a,b"}, {"\"a\"", "b"}, {"a", "\"b\""}, {"", "a"},
                                                      {"a", ""},  {""},    {"", ""},       {",", ""},      {"", ","},
                                                      {"a\nb"},   {"\"a"}, {"企业,一"}};
  std::vector<std::string> texts, key;
  for (const auto& each : keys) {
    texts.push_back(key_text(each));
    EXPECT_TRUE(parse_key(texts.back(), key)) << texts.back();
    EXPECT_EQ(key, each);
  }
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(std::unique(texts.begin(), texts.end()), texts.end());
  EXPECT_EQ(key_text({"E1", "P,2"}), "E1,\"P,2\"");
  for (const char* broken : {"\"a", "\"a\"b", "a\"b", "a\nb"}) EXPECT_FALSE(parse_key(broken, key)) << broken;
}

TEST_F(LedgerTest, EverythingComesBack) {
  Entry entry = line("E1", "2024-02-29", 250);
  entry.version = "v2024";
  entry.key = {"91330200MA00000001", "a,\"b\""};
  entry.computed = 1000;
  entry.reasons = "limit:uscc;pool:trade_in";
  entry.pool = "trade_in";
  entry.charged = 125;
  entry.category = "东区";
  entry.shares = {{"city", 125}, {"county", 125}};
  entry.fields = {{"uscc", "E\"1\\"}, {"地区", "a\tb"}, {"empty", ""}};
  {
    const auto ledger = open();
    ASSERT_TRUE(ledger->begin().ok());
    huice::ledger::Run run;
    run.id = "first";
    run.program = "xxh3:1";
    run.compiler = "0.1.0";
    run.as_of = "2024-03-01";
    run.inputs = {{"a.csv", "xxh3:2"}, {"申报.csv", "xxh3:3"}};
    run.recorded_at = "2024-03-02T08:00:00Z";
    EXPECT_EQ(*ledger->add_run(run), 1u);
    ASSERT_TRUE(ledger->add(entry).ok());
    ASSERT_TRUE(ledger->commit().ok());
  }
  const auto ledger = open(Access::read);
  const auto found = ledger->find_line("m", entry.key, entry.date);
  ASSERT_TRUE(found.ok() && *found);
  const Entry& read = **found;
  EXPECT_EQ(read.measure, "m");
  EXPECT_EQ(read.version, "v2024");
  EXPECT_EQ(read.key, entry.key);
  EXPECT_EQ(read.date, entry.date);
  EXPECT_EQ(read.computed, 1000);
  EXPECT_EQ(read.granted, 250);
  EXPECT_EQ(read.paid, 250);
  EXPECT_EQ(read.inputs, entry.inputs);
  EXPECT_EQ(read.reasons, entry.reasons);
  EXPECT_EQ(read.pool, "trade_in");
  EXPECT_EQ(read.charged, 125);
  EXPECT_EQ(read.category, "东区");
  EXPECT_EQ(read.shares, entry.shares);
  EXPECT_EQ(read.fields, entry.fields);
  EXPECT_EQ(read.run, 1u);
  EXPECT_EQ(read.decision, 1u);
  const auto run = ledger->find_run("first");
  ASSERT_TRUE(run.ok() && *run);
  EXPECT_EQ((*run)->number, 1u);
  EXPECT_EQ((*run)->kind, RunKind::run);
  EXPECT_EQ((*run)->program, "xxh3:1");
  EXPECT_EQ((*run)->compiler, "0.1.0");
  EXPECT_EQ((*run)->as_of, "2024-03-01");
  EXPECT_EQ((*run)->recorded_at, "2024-03-02T08:00:00Z");
  EXPECT_EQ((*run)->inputs, (std::vector<Input>{{"a.csv", "xxh3:2"}, {"申报.csv", "xxh3:3"}}));
  EXPECT_EQ((*run)->entries, 1u);
  EXPECT_EQ((*run)->paid, 250);
  EXPECT_FALSE(*ledger->find_run("second"));
  EXPECT_FALSE(*ledger->find_line("m", {"91330200MA00000001"}, entry.date));
}

TEST_F(LedgerTest, LinesAsRunsLeftThem) {
  const auto ledger = open();
  ASSERT_TRUE(record(*ledger, "a",
                     {line("E2", "2024-01-01", 100), line("E1", "2024-01-02", 10), line("E1", "2024-01-01", 20),
                      line("E9", "2023-01-01", 5, 0, "k")})
                  .ok());
  ASSERT_TRUE(record(*ledger, "b", {line("E2", "2024-01-01", 70, 100), line("E3", "2024-01-01", 1)}).ok());
  ASSERT_TRUE(record(*ledger, "c", {line("E1", "2024-01-01", 0, 20)}).ok());
  EXPECT_EQ(lines(*ledger), (Lines{"k E9 2023-01-01 5 @1", "m E1 2024-01-01 0 @3", "m E1 2024-01-02 10 @1",
                                   "m E2 2024-01-01 70 @2", "m E3 2024-01-01 1 @2"}));
  EXPECT_EQ(lines(*ledger, 3), (Lines{"k E9 2023-01-01 5 @1", "m E1 2024-01-01 20 @1", "m E1 2024-01-02 10 @1",
                                      "m E2 2024-01-01 70 @2", "m E3 2024-01-01 1 @2"}));
  EXPECT_EQ(lines(*ledger, 2),
            (Lines{"k E9 2023-01-01 5 @1", "m E1 2024-01-01 20 @1", "m E1 2024-01-02 10 @1", "m E2 2024-01-01 100 @1"}));
  EXPECT_EQ(lines(*ledger, 1), Lines{});
  EXPECT_EQ((*ledger->find_run("b").value()).paid, -29);
  EXPECT_EQ((*ledger->find_line("m", {"E2"}, line("", "2024-01-01", 0).date, 2))->granted, 100);
}

TEST_F(LedgerTest, EntriesOfAKeyAndOfARun) {
  const auto ledger = open();
  ASSERT_TRUE(
      record(*ledger, "a", {line("E1", "2024-01-01", 1), line("E2", "2024-01-01", 2), line("E1", "2024-01-01", 3, 0, "z")})
          .ok());
  ASSERT_TRUE(record(*ledger, "b", {line("E1", "2024-01-01", 4, 1), line("E1", "2023-01-01", 5)}).ok());
  const auto granted = [&](const Filter& filter) {
    std::vector<int64_t> all;
    EXPECT_TRUE(
        ledger->each_entry(filter, [&](const Entry& entry) -> Outcome { return all.push_back(entry.granted), Nothing{}; })
            .ok());
    return all;
  };
  EXPECT_EQ(granted({}), (std::vector<int64_t>{5, 1, 4, 2, 3}));
  EXPECT_EQ(granted({{{"E1"}}, 0}), (std::vector<int64_t>{5, 1, 4, 3}));
  EXPECT_EQ(granted({{{"E1"}}, 1}), (std::vector<int64_t>{1, 3}));
  EXPECT_EQ(granted({{}, 2}), (std::vector<int64_t>{5, 4}));
  EXPECT_EQ(granted({{{"E"}}, 0}), (std::vector<int64_t>{}));
}

TEST_F(LedgerTest, AVisitStops) {
  const auto ledger = open();
  ASSERT_TRUE(record(*ledger, "a", {line("E1", "2024-01-01", 1), line("E2", "2024-01-01", 2)}).ok());
  int visits = 0;
  const Outcome outcome =
      ledger->each_line(0, [&](const Entry&) -> Outcome { return ++visits, Failure{Exit::environment, {"stop", "停"}}; });
  EXPECT_FALSE(outcome.ok());
  EXPECT_EQ(visits, 1);
}

TEST_F(LedgerTest, WhatIsNotCommittedIsGone) {
  {
    const auto ledger = open();
    ASSERT_TRUE(record(*ledger, "a", {line("E1", "2024-01-01", 1)}).ok());
    ASSERT_TRUE(ledger->begin().ok());
    huice::ledger::Run run;
    run.id = "b";
    ASSERT_TRUE(ledger->add_run(run).ok());
    ASSERT_TRUE(ledger->add(line("E2", "2024-01-01", 2)).ok());
  }
  const auto ledger = open(Access::read);
  EXPECT_EQ(lines(*ledger), Lines{"m E1 2024-01-01 1 @1"});
  EXPECT_EQ(ledger->runs()->size(), 1u);
}

TEST_F(LedgerTest, LinesMayBeAddedWhileTheyAreRead) {
  const auto ledger = open();
  std::vector<Entry> entries;
  for (int i = 1000; i < 4000; i += 2) entries.push_back(line("E" + std::to_string(i), "2024-01-01", i));
  ASSERT_TRUE(record(*ledger, "a", entries).ok());
  ASSERT_TRUE(ledger->begin().ok());
  huice::ledger::Run run;
  run.id = "b";
  ASSERT_TRUE(ledger->add_run(run).ok());
  int seen = 0;
  const Outcome outcome = ledger->each_line(0, [&](const Entry& entry) -> Outcome {
    ++seen;
    Entry next = line("E" + std::to_string(entry.granted + 1), "2024-01-01", 7);  // behind the line at hand
    if (Outcome added = ledger->add(next); !added) return added;
    next = entry;  // and the line itself
    next.granted = 0;
    next.paid = -entry.granted;
    return ledger->add(next);
  });
  ASSERT_TRUE(outcome.ok()) << outcome.failure().message.en;
  EXPECT_EQ(seen, 1500);
  ASSERT_TRUE(ledger->commit().ok());
  EXPECT_EQ(lines(*ledger).size(), 3000u);
}

TEST_F(LedgerTest, FaultsInWhatIsAdded) {
  const auto ledger = open();
  ASSERT_TRUE(record(*ledger, "a", {line("E1", "2024-01-01", 1)}).ok());
  const Outcome twice = record(*ledger, "b", {line("E2", "2024-01-01", 1), line("E2", "2024-01-01", 1)});
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(twice.failure().message.en, "two rows of this run are one line of the ledger: measure m, one key, 2024-01-01");
  for (const Entry& entry : {line("E1", "2024-01-01", 5), line("E1", "2024-01-01", 5, 2), line("E1", "2024-01-01", -1, 1)}) {
    const auto other = Ledger::open(path("other.db"), Access::write);
    ASSERT_TRUE(record(**other, "a" + std::to_string((*other)->runs()->size()),
                       {line("E1", "2024-01-01", 1, (*other)->runs()->empty() ? 0 : 1)})
                    .ok());
    const Outcome outcome = record(**other, "b", {entry});
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.failure().exit, Exit::internal);
  }
  const auto other = Ledger::open(path("again.db"), Access::write);
  ASSERT_TRUE(record(**other, "a", {}).ok());
  const Outcome again = record(**other, "a", {});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.failure().exit, Exit::usage);
  EXPECT_NE(again.failure().message.en.find("there is a run a in "), std::string::npos);
}

TEST_F(LedgerTest, ASumBeyond64Bits) {
  const auto ledger = open();
  const int64_t most = INT64_MAX / 2 + 1;
  const Outcome outcome = record(*ledger, "a", {line("E1", "2024-01-01", most), line("E2", "2024-01-01", most)});
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.failure().message.en, "what this run pays passes 92233720368547758.07 yuan: split it");
}

}  // namespace
}  // namespace huice::ledger
