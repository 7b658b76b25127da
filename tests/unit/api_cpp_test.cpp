// The public C++ API, as an engineer would use it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "api/huice.hpp"

namespace {

using huice::Status;

/// A program of its own in a temporary folder.
class Policy {
 public:
  explicit Policy(const std::string& text) {
    char name[] = "/tmp/huice-api-XXXXXX";
    folder_ = mkdtemp(name);
    path_ = folder_ + "/api.policy";
    std::ofstream(path_) << text;
  }
  ~Policy() { std::filesystem::remove_all(folder_); }
  const std::string& path() const { return path_; }

 private:
  std::string folder_, path_;
};

const char* const premium = R"(huice 1
entity Exporter "外贸企业" {
  uscc "统一社会信用代码": text key
  trade "贸易类型": one of { goods "货物贸易", services "服务贸易" }
  premium "实缴保费": money in 万元
  rate "核定支持比例": percent in % decided by "市商务局"
}
measure support "保费支持" for Exporter {
  require insured: premium > 0元
  pay (rate at most match trade { goods: 30%, services: 80% }) of premium
}
)";

TEST(CppApi, DecidesApplicantsInMemory) {
  const Policy policy(premium);
  for (const bool machine_code : {true, false}) {
    auto program = huice::Program::compile(policy.path(), {machine_code, {}});
    ASSERT_TRUE(program.ok()) << program.failure().message.en;
    auto applicants = program->applicants("外贸企业");
    ASSERT_TRUE(applicants.ok());
    ASSERT_TRUE(applicants->add({{"uscc", "A"}, {"trade", "services"}, {"实缴保费", "10"}, {"rate", "90%"}}).ok());
    ASSERT_TRUE(applicants->add({{"uscc", "B"}, {"trade", "货物贸易"}, {"premium", "10"}}).ok());
    ASSERT_TRUE(applicants->add({{"uscc", "C"}, {"trade", "goods"}, {"premium", "ten"}}).ok());
    ASSERT_TRUE(applicants->add({{"uscc", "D"}, {"premium", "0"}, {"rate", "1%"}}).ok());
    const auto decisions = program->evaluate(*applicants);
    ASSERT_TRUE(decisions.ok()) << decisions.failure().message.en;
    ASSERT_EQ(decisions->size(), 4u);
    EXPECT_EQ(decisions->measures(), std::vector<std::string>{"support"});

    const huice::Decision paid = decisions->at(0, "support");
    EXPECT_EQ(paid.status, Status::eligible);
    EXPECT_EQ(paid.amount, "80000.00");
    EXPECT_EQ(paid.reasons, std::vector<std::string>{"ceiling"});
    const huice::Decision referred = decisions->at(1, "support");
    EXPECT_EQ(referred.status, Status::referred);
    EXPECT_EQ(referred.ceiling, "30000.00");
    EXPECT_EQ(referred.amount, "");
    ASSERT_TRUE(decisions->rejected(2).has_value());
    EXPECT_EQ(decisions->rejected(2)->code, "bad_number");
    EXPECT_EQ(decisions->rejected(2)->field, "premium");
    const huice::Decision failed = decisions->at(3, "support");
    EXPECT_EQ(failed.status, Status::ineligible);
    EXPECT_EQ(failed.reasons, std::vector<std::string>{"insured"});
  }
}

TEST(CppApi, ManyBatches) {
  const Policy policy(premium);
  auto program = huice::Program::compile(policy.path());
  ASSERT_TRUE(program.ok());
  auto applicants = program->applicants("Exporter");
  for (int i = 0; i < 5000; ++i)
    ASSERT_TRUE(applicants->add({{"uscc", std::to_string(i)}, {"trade", "goods"}, {"premium", std::to_string(i)}, {"rate", "10%"}}).ok());
  const auto decisions = program->evaluate(*applicants);
  ASSERT_TRUE(decisions.ok());
  EXPECT_EQ(decisions->at(4999, "support").amount, "4999000.00");
  EXPECT_EQ(decisions->at(2048, "support").amount, "2048000.00");
  EXPECT_EQ(decisions->at(0, "support").status, Status::ineligible);
}

TEST(CppApi, SaysWhatIsWrong) {
  const Policy broken("huice 1\nentity E { a: money }\nmeasure m for E { pay 10% of aa }\n");
  const auto program = huice::Program::compile(broken.path());
  ASSERT_FALSE(program.ok());
  EXPECT_EQ(program.failure().exit, huice::Exit::wrong);
  EXPECT_NE(program.failure().message.en.find("unknown_name"), std::string::npos);
  EXPECT_EQ(huice::Program::compile("/no/such/folder").failure().exit, huice::Exit::environment);

  const Policy policy(premium);
  auto good = huice::Program::compile(policy.path());
  EXPECT_EQ(good->applicants("Exporters").failure().exit, huice::Exit::usage);
  auto applicants = good->applicants("Exporter");
  const auto unknown = applicants->add({{"premuim", "1"}});
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.failure().message.en.find("premium"), std::string::npos);
  EXPECT_EQ(applicants->size(), 0u);
}

TEST(CppApi, ADateWhereNoneIsGiven) {
  const Policy policy(
      "huice 1\nentity E { id: text key a: money }\nmeasure m for E { in force 2024-01-01 to 2024-12-31 pay 10% of a }\n");
  auto program = huice::Program::compile(policy.path());
  ASSERT_TRUE(program.ok()) << program.failure().message.en;
  auto applicants = program->applicants("E");
  ASSERT_TRUE(applicants->add({{"id", "1"}, {"a", "100"}}).ok());
  EXPECT_EQ(program->evaluate(*applicants).failure().exit, huice::Exit::usage);
  EXPECT_EQ(program->evaluate(*applicants, huice::make_date(2024, 5, 1))->at(0, "m").amount, "10.00");
  EXPECT_EQ(program->evaluate(*applicants, huice::make_date(2025, 5, 1))->at(0, "m").status, Status::not_in_force);
}

const char* const households = R"(huice 1
entity Region { rid: text key share: percent in % }
entity Household { hid: text key region: Region }
entity Person { pid: text key household: Household income: money age: integer }
parameter line: money external
measure low_income for Household {
  require income: sum(Person.income where age >= 18) <= 10万元
  pay region.share of line
}
measure bonus for Person { require place: household.region.share > 50%  pay 100元 }
measure plain for Household { require some: hid starts with "H" }
)";

TEST(CppApi, RowsOfOtherEntities) {
  const Policy policy(households);
  for (const bool machine_code : {true, false}) {
    auto program = huice::Program::compile(policy.path(), {machine_code, {}, {{"line", "1000元", {}}}});
    ASSERT_TRUE(program.ok()) << program.failure().message.en;
    auto regions = program->applicants("Region"), homes = program->applicants("Household"), persons = program->applicants("Person");
    ASSERT_TRUE(regions->add({{"rid", "R"}, {"share", "60%"}}).ok());
    ASSERT_TRUE(homes->add({{"hid", "H1"}, {"region", "R"}}).ok());
    ASSERT_TRUE(homes->add({{"hid", "H2"}, {"region", "R"}}).ok());
    ASSERT_TRUE(homes->add({{"hid", "H3"}, {"region", "S"}}).ok());
    ASSERT_TRUE(homes->add({{"hid", "H4"}, {"region", "R"}}).ok());
    ASSERT_TRUE(homes->add({{"hid", "H1"}}).ok());
    ASSERT_TRUE(persons->add({{"pid", "1"}, {"household", "H1"}, {"income", "60000"}, {"age", "18"}}).ok());
    ASSERT_TRUE(persons->add({{"pid", "2"}, {"household", "H1"}, {"income", "40000"}, {"age", "40"}}).ok());
    ASSERT_TRUE(persons->add({{"pid", "3"}, {"household", "H2"}, {"income", "100000.01"}, {"age", "18"}}).ok());
    ASSERT_TRUE(persons->add({{"pid", "4"}, {"household", "nowhere"}, {"income", "1"}, {"age", "18"}}).ok());
    const auto decisions = program->evaluate_with({&*regions, &*persons}, *homes);
    ASSERT_TRUE(decisions.ok()) << decisions.failure().message.en;
    EXPECT_TRUE(decisions->left_out().empty());
    EXPECT_EQ(decisions->at(0, "low_income").amount, "600.00");
    EXPECT_EQ(decisions->at(1, "low_income").reasons, std::vector<std::string>{"income"});
    ASSERT_TRUE(decisions->rejected(2).has_value());
    EXPECT_EQ(decisions->rejected(2)->code, "dangling_reference");
    EXPECT_EQ(decisions->rejected(2)->field, "region");
    EXPECT_EQ(decisions->at(3, "low_income").status, Status::undetermined);
    EXPECT_EQ(decisions->at(3, "low_income").reasons, std::vector<std::string>{"Person"});
    ASSERT_TRUE(decisions->rejected(4).has_value());
    EXPECT_EQ(decisions->rejected(4)->code, "duplicate_key");
    ASSERT_EQ(decisions->rejected_others().size(), 1u);
    EXPECT_EQ(decisions->rejected_others()[0].row, 3u);

    const auto of_persons = program->evaluate_with({&*homes, &*regions}, *persons);
    ASSERT_TRUE(of_persons.ok()) << of_persons.failure().message.en;
    EXPECT_EQ(of_persons->at(0, "bonus").status, Status::eligible);
    EXPECT_EQ(of_persons->rejected(3)->code, "dangling_reference");
    EXPECT_EQ(program->evaluate_with({&*homes, &*homes}, *persons).failure().exit, huice::Exit::usage);
  }
}

TEST(CppApi, RejectedMembersAreMissedByTheirOwners) {
  const Policy policy(R"(huice 1
entity Household { hid : text key }
entity Person { pid : text key  household : Household  boss : Person  income : money }
measure low for Household { require income: sum(Person.income) <= 100元 }
measure some for Household { pay 1元 * count(Person) }
measure led for Person { require place: boss.income > 0元 }
)");
  for (const bool machine_code : {true, false}) {
    auto program = huice::Program::compile(policy.path(), {machine_code, {}, {}});
    ASSERT_TRUE(program.ok()) << program.failure().message.en;
    auto homes = program->applicants("Household"), persons = program->applicants("Person");
    for (const char* key : {"H1", "H2", "H3"}) ASSERT_TRUE(homes->add({{"hid", key}}).ok());
    ASSERT_TRUE(persons->add({{"pid", "1"}, {"household", "H1"}, {"income", "1"}}).ok());
    ASSERT_TRUE(persons->add({{"pid", "2"}, {"household", "H1"}, {"income", "x"}}).ok());
    ASSERT_TRUE(persons->add({{"pid", "3"}, {"household", "3.2E+17"}, {"income", "1"}}).ok());
    ASSERT_TRUE(persons->add({{"pid", ""}, {"household", "H3"}, {"income", "1"}}).ok());
    const auto decisions = program->evaluate_with({&*persons}, *homes);
    ASSERT_TRUE(decisions.ok()) << decisions.failure().message.en;
    EXPECT_EQ(decisions->rejected_others().size(), 3u);
    for (const size_t lacking : {0u, 2u}) {
      for (const char* measure : {"low", "some"}) {
        EXPECT_EQ(decisions->at(lacking, measure).status, Status::undetermined);
        EXPECT_EQ(decisions->at(lacking, measure).reasons, std::vector<std::string>{"Person"});
      }
    }
    EXPECT_EQ(decisions->at(1, "some").amount, "0.00");
  }
}

TEST(CppApi, WhatIsNotGivenIsLeftOut) {
  const Policy policy(households);
  auto program = huice::Program::compile(policy.path());
  ASSERT_TRUE(program.ok()) << program.failure().message.en;
  auto homes = program->applicants("Household"), persons = program->applicants("Person");
  ASSERT_TRUE(homes->add({{"hid", "H1"}}).ok());
  const auto decisions = program->evaluate(*homes);
  ASSERT_TRUE(decisions.ok());
  EXPECT_EQ(decisions->measures(), std::vector<std::string>{"plain"});
  ASSERT_EQ(decisions->left_out().size(), 1u);
  EXPECT_NE(decisions->left_out()[0].why.en.find("line"), std::string::npos);
  const auto of_persons = program->evaluate_with({&*homes}, *persons);
  ASSERT_EQ(of_persons->left_out().size(), 1u);
  EXPECT_EQ(of_persons->left_out()[0].measure, "bonus");
  EXPECT_NE(of_persons->left_out()[0].why.en.find("Region"), std::string::npos);

  EXPECT_EQ(huice::Program::compile(policy.path(), {true, {}, {{"lines", "1元", {}}}}).failure().exit, huice::Exit::usage);
}

}  // namespace
