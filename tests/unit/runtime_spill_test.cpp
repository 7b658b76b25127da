// Sorting within little memory, and files without a name.
#include <dirent.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "runtime/engine/options.h"
#include "runtime/spill/bytes.h"
#include "runtime/spill/sorter.h"

namespace huice::spill {
namespace {

std::string folder() { return ::testing::TempDir(); }

std::vector<std::string> sorted(const std::vector<std::string>& records, size_t memory) {
  Sorter sorter(folder(), memory);
  for (const std::string& record : records) EXPECT_TRUE(sorter.add(record).ok());
  auto result = sorter.finish();
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result->records(), records.size());
  std::vector<std::string> first, second;
  for (auto* into : {&first, &second}) {
    Merge merge = result->read(memory);
    for (;;) {
      auto more = merge.next();
      EXPECT_TRUE(more.ok());
      if (!*more) break;
      into->emplace_back(merge.record());
    }
  }
  EXPECT_EQ(first, second);  // it can be read again
  return first;
}

TEST(Sorter, SortsByBytesWhateverTheMemory) {
  std::mt19937 random(1);
  for (const size_t count : {0, 1, 2, 100, 20000}) {
    std::vector<std::string> records;
    for (size_t i = 0; i < count; ++i) {
      std::string record(random() % 30, '\0');
      for (char& c : record) c = static_cast<char>(random() % 3 + (random() % 2) * 253);
      records.push_back(record);
    }
    if (count > 100) records[50] = std::string(100'000, 'x');
    auto wanted = records;
    std::sort(wanted.begin(), wanted.end());
    // Of the least memory there are more runs than are merged at once, and again of those.
    for (const size_t memory : {1, 1000, 100'000, 100'000'000}) EXPECT_EQ(sorted(records, memory), wanted) << count << ' ' << memory;
  }
}

/// What owns sorted records may be moved while somebody reads them: owners stand in tables that grow.
TEST(Sorter, ReadingGoesOnWhenTheRecordsMove) {
  for (const size_t memory : {size_t{1}, size_t{100'000'000}}) {
    Sorter sorter(folder(), memory);
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(sorter.add(std::string(1, static_cast<char>(i % 100))).ok());
    auto records = sorter.finish();
    ASSERT_TRUE(records.ok());
    Merge merge = records->read(memory);
    std::vector<SortedRecords> moved;
    for (int i = 0; i < 1000; ++i) {
      if (i == 500) moved.push_back(std::move(*records));
      const auto more = merge.next();
      ASSERT_TRUE(more.ok() && *more) << i;
      ASSERT_EQ(merge.record(), std::string(1, static_cast<char>(i / 10))) << i;
    }
    const auto more = merge.next();
    EXPECT_TRUE(more.ok() && !*more);
  }
}

TEST(Sorter, OrderedNumbersSortAsNumbers) {
  std::vector<uint64_t> numbers{0, 1, 255, 256, 65536, UINT64_MAX, uint64_t{1} << 44, uint64_t{1} << 63};
  std::vector<std::string> records;
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) put_ordered(records.emplace_back(), *number);
  std::sort(numbers.begin(), numbers.end());
  const auto found = sorted(records, 1);
  for (size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(ordered(found[i]), numbers[i]);
}

TEST(TempFile, HasNoNameAndFailsClearly) {
  const std::string own = folder() + "huice-spill-test";
  std::system(("rm -rf " + own + " && mkdir " + own).c_str());
  auto file = TempFile::create(own);
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE((*file)->append("abc").ok());
  char text[2];
  EXPECT_TRUE((*file)->read(1, text, 2).ok());
  EXPECT_EQ(std::string(text, 2), "bc");
  EXPECT_FALSE((*file)->read(2, text, 2).ok());  // never fewer bytes than asked for
  int names = 0;
  DIR* const list = opendir(own.c_str());
  while (readdir(list) != nullptr) ++names;
  closedir(list);
  EXPECT_EQ(names, 2);  // . and ..
  const auto none = TempFile::create(own + "/none");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.failure().exit, Exit::environment);
  EXPECT_NE(none.failure().message.en.find("TMPDIR"), std::string::npos);
}

TEST(Memory, Sizes) {
  EXPECT_EQ(engine::parse_memory("1"), 1);
  EXPECT_EQ(engine::parse_memory("200MB"), 200'000'000);
  EXPECT_EQ(engine::parse_memory("200 mb"), 200'000'000);
  EXPECT_EQ(engine::parse_memory("4GiB"), uint64_t{4} << 30);
  EXPECT_EQ(engine::parse_memory("12kib"), 12 << 10);
  EXPECT_EQ(engine::parse_memory("1TB"), 1'000'000'000'000);
  for (const char* wrong : {"", "0", "0MB", "MB", "-1", "1.5GB", "1e9", "5%", "3 parsecs", "10MBit", "99999999999TB", "9999999999999999"}) {
    EXPECT_FALSE(engine::parse_memory(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace huice::spill
