// What lies beside an output while it is written, and what is found there later.
#include "runtime/decisions/target.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace huice::decisions {
namespace {

namespace fs = std::filesystem;

class TargetTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  std::unique_ptr<Target> open() const {
    auto target = open_target(folder_ / "out.csv", OutEncoding::utf_8, false);
    EXPECT_TRUE(target.ok());
    return std::move(*target);
  }
  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) names.insert(entry.path().filename());
    return names;
  }
  std::string content() const {
    std::ifstream file(folder_ / "out.csv");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void touch(const std::string& name) const { std::ofstream(folder_ / name) << "left"; }

  fs::path folder_ = fs::temp_directory_path() / ("huice-target-" + std::to_string(getpid()));
};

TEST_F(TargetTest, removes_what_killed_processes_left_of_the_same_output) {
  const std::set<std::string> others{".other.csv.huice-12", ".out.csv.huice-", ".out.csv.huice-12.csv.huice-7", "out.csv.huice-12"};
  for (const std::string& name : others) touch(name);
  for (const char* name : {".out.csv.huice-12", ".out.csv.huice-12-2"}) touch(name);
  touch(".out.csv.huice-" + std::to_string(getpid()));
  open().reset();
  EXPECT_EQ(names(), others);
}

TEST_F(TargetTest, leaves_alone_what_is_being_written) {
  auto first = open();
  auto second = open();  // of one process number, as in two containers
  ASSERT_TRUE(first->write("first\n") && second->write("second\n"));
  ASSERT_TRUE(first->finish());
  auto third = open();  // after finish the lock still holds
  ASSERT_TRUE(first->commit());
  EXPECT_EQ(content(), "first\n");
  ASSERT_TRUE(second->finish() && second->commit());
  EXPECT_EQ(content(), "second\n");
  third.reset();
  EXPECT_EQ(names(), std::set<std::string>{"out.csv"});
}

TEST_F(TargetTest, removes_a_former_file_behind_its_link) {
  touch("real.csv");
  fs::create_symlink("real.csv", folder_ / "out.csv");
  auto target = open();
  ASSERT_TRUE(target->write("new\n") && target->finish() && target->remove_former());
  EXPECT_FALSE(fs::exists(folder_ / "real.csv"));
  ASSERT_TRUE(target->commit());
  EXPECT_TRUE(fs::is_symlink(folder_ / "out.csv"));
  EXPECT_EQ(content(), "new\n");
}

}  // namespace
}  // namespace huice::decisions
