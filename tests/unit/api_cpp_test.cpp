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

}  // namespace
