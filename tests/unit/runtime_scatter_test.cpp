// Records in parts, and texts, within little memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "runtime/settlement/serials.h"
#include "runtime/spill/scatter.h"
#include "runtime/spill/texts.h"

namespace huice::spill {
namespace {

std::string folder() { return ::testing::TempDir(); }

std::vector<std::string> random_records(size_t count) {
  std::mt19937 random(1);
  std::vector<std::string> records;
  for (size_t i = 0; i < count; ++i) {
    std::string record(random() % 40, '\0');
    for (char& c : record) c = static_cast<char>(random() % 3 + (random() % 2) * 253);
    records.push_back(record);
  }
  if (count > 100) records[50] = std::string(100'000, 'x');
  return records;
}

std::vector<std::string> read_all(const SortedRecords& sorted, size_t memory) {
  std::vector<std::string> all;
  Merge merge = sorted.read(memory);
  for (;;) {
    auto more = merge.next();
    EXPECT_TRUE(more.ok());
    if (!*more) return all;
    all.emplace_back(merge.record());
  }
}

TEST(Scatter, PartsAreSortedWhateverTheMemory) {
  constexpr size_t parts = 4;
  for (const size_t count : {0, 1, 100, 20000}) {
    const std::vector<std::string> records = random_records(count);
    std::vector<std::vector<std::string>> wanted(parts);
    for (size_t i = 0; i < count; ++i) wanted[i % parts].push_back(records[i]);
    for (auto& part : wanted) std::sort(part.begin(), part.end());
    for (const uint64_t most : {0, 100'000, 100'000'000}) {
      for (const uint64_t loading : {1, 100'000, 100'000'000}) {
        Memory memory(most);
        {
          Parts all(folder(), parts);
          for (size_t thread = 0; thread < 2; ++thread) {
            Scatter scatter(memory, most / 4, std::make_shared<Overflow>(Overflow{folder()}), parts);
            for (size_t i = thread; i < count; i += 2) {
              char* const record = scatter.add(i % parts, static_cast<uint32_t>(records[i].size()));
              ASSERT_NE(record, nullptr);
              records[i].copy(record, records[i].size());
            }
            all.take(std::move(scatter));
          }
          EXPECT_EQ(all.records(), count);
          for (size_t part = 0; part < parts; ++part) {
            for (const int threads : {1, 3}) {
              auto sorted = all.sorted(part, loading, threads);
              ASSERT_TRUE(sorted.ok());
              EXPECT_EQ(sorted->records(), wanted[part].size());
              EXPECT_EQ(read_all(*sorted, loading), wanted[part]) << count << ' ' << most << ' ' << loading;
              EXPECT_EQ(read_all(*sorted, loading), wanted[part]);
            }
            all.drop(part);
          }
        }
        memory.release();
      }
    }
  }
}

TEST(Scatter, ManyAreSortedByThreads) {
  Memory memory(UINT64_MAX);
  Scatter scatter(memory, 0, std::make_shared<Overflow>(Overflow{folder()}), 1);
  std::vector<std::string> wanted;
  std::mt19937 random(2);
  for (int i = 0; i < 100'000; ++i) {
    std::string record(8, 'a');  // alike in front
    for (int part = 0; part < 2; ++part) put_ordered(record, random() % 300);
    record.copy(scatter.add(0, static_cast<uint32_t>(record.size())), record.size());
    wanted.push_back(std::move(record));
  }
  std::sort(wanted.begin(), wanted.end());
  Parts all(folder(), 1);
  all.take(std::move(scatter));
  auto sorted = all.sorted(0, 0, 4);
  ASSERT_TRUE(sorted.ok());
  EXPECT_EQ(read_all(*sorted, 0), wanted);
}

TEST(Serials, ReadFromAnywhere) {
  using settlement::SerialParts;
  using settlement::SerialReader;
  EXPECT_EQ(SerialParts::up_to(0, 1024).of(0), 0U);
  EXPECT_LT(SerialParts::up_to(UINT64_MAX, 1024).of(UINT64_MAX), 1024U);
  const uint64_t last = uint64_t{1000} << 24;
  const SerialParts parts = SerialParts::up_to(last, 64);
  Memory memory(UINT64_MAX);
  Scatter scatter(memory, 0, std::make_shared<Overflow>(Overflow{folder()}), parts.count);
  for (uint64_t ticket = 1000; ticket > 0; ticket -= 2) {
    for (const char text : {'b', 'a'}) {
      std::string record;
      put_ordered(record, ticket << 24 | 7);
      record += text;
      record.copy(scatter.add(parts.of(ticket << 24 | 7), static_cast<uint32_t>(record.size())), record.size());
    }
  }
  Parts all(folder(), parts.count);
  all.take(std::move(scatter));
  for (const uint64_t from : {0, 500, 999}) {
    SerialReader reader(all, parts, 0);
    for (uint64_t ticket = from; ticket <= 1000; ++ticket) {
      EXPECT_FALSE(*reader.find(ticket << 24 | 6));
      const bool there = ticket > 0 && ticket % 2 == 0;
      ASSERT_EQ(*reader.find(ticket << 24 | 7), there) << ticket;
      if (!there || ticket % 3 == 0) continue;
      EXPECT_EQ(reader.record(), "a");
      EXPECT_TRUE(reader.next().ok());
      ASSERT_TRUE(*reader.find(ticket << 24 | 7));
      EXPECT_EQ(reader.record(), "b");
    }
  }
}

TEST(Texts, AreThereFromMemoryAndFile) {
  for (const uint64_t memory : {uint64_t{0}, uint64_t{200'000}, UINT64_MAX}) {
    Texts texts({memory, folder()});
    const auto text = [](size_t i) { return std::string(i * 50 % 9000, static_cast<char>('a' + i % 26)); };
    for (size_t i = 0; i < 300; ++i) EXPECT_TRUE(texts.add(text(i) + "|" + std::to_string(i)).ok());
    std::string scratch;
    for (size_t i = 300; i-- > 0;) {
      auto read = texts.read(i, scratch);
      ASSERT_TRUE(read.ok());
      EXPECT_EQ(*read, text(i) + "|" + std::to_string(i));
      texts.drop(i);
    }
  }
}

}  // namespace
}  // namespace huice::spill
