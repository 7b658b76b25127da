// Made-up applicants as `run` reads them: no row is rejected. And a program with what the shipped policies lack: datetimes,
// periods, parameters, lets, matches on conditions and on numbers, wide units, numeric and composite keys, text prefixes.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <vector>

#include "compiler/program/program.h"
#include "compiler/program/supply.h"
#include "compiler/samples/samples.h"
#include "runtime/batch/from_csv.h"

namespace huice::samples {
namespace {

namespace fs = std::filesystem;

/// A folder that goes when the test ends.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "huice-samples-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }

 private:
  fs::path path_;
};

std::unique_ptr<program::Program> compile(const std::string& path) {
  auto result = program::compile(path);
  if (!result) throw std::runtime_error(result.failure().message.en);
  for (const auto& diagnostic : (*result)->sink.all()) {
    if (diagnostic.severity() == diagnostics::Severity::error)
      throw std::runtime_error(diagnostics::to_text(diagnostic, (*result)->sources, diagnostics::Language::en, false));
  }
  return std::move(*result);
}

/// Every row of every entity is accepted, and there are as many as asked for, and now and then one that refers to nothing.
void expect_readable(const program::Program& program, uint64_t rows) {
  Folder folder;
  for (uint32_t entity = 0; entity < program.schemas.size(); ++entity) {
    for (Labels labels : {Labels::names, Labels::zh}) {
      const batch::Schema& schema = program.schemas[entity];
      if (std::ranges::all_of(schema.fields, &batch::Field::derived)) continue;  // of a target: it has no file
      Options options;
      options.labels = labels;
      Samples samples(program, entity, options);
      std::string csv = samples.header();
      samples.rows(rows, csv);
      batch::Wanted wanted;
      for (const auto& field : schema.fields) wanted.fields.push_back(!field.derived);
      batch::InputOptions input;
      input.check_keys = true;
      auto reader = batch::CsvReader::open(schema, wanted, {folder.write("rows.csv", csv)}, input);
      ASSERT_TRUE(reader.ok()) << reader.failure().message.en;
      batch::Chunk chunk = (*reader)->make_chunk();
      batch::Batch batch = (*reader)->make_batch();
      uint64_t read = 0;
      for (;;) {
        auto more = (*reader)->next(chunk, batch);
        ASSERT_TRUE(more.ok()) << more.failure().message.en;
        if (!*more) break;
        read += static_cast<uint64_t>(batch.rows());
        for (const auto& fault : chunk.rows().faults()) {
          ADD_FAILURE() << schema.entity << ": " << chunk.rows().place(fault.row).text << "\n  " << fault.value;
        }
      }
      EXPECT_GE(read, rows) << schema.entity;
      EXPECT_LE(read, rows + rows / 100) << schema.entity;
    }
  }
}

TEST(SamplesInput, ShippedPoliciesAreReadWithoutRejects) {
  const std::string policies = std::string(HUICE_SOURCE_DIR) + "/policies/";
  expect_readable(*compile(policies + "nanjing/2024"), 5000);
  auto ningbo = compile(policies + "ningbo/2024");
  const std::vector<program::SuppliedValue> values = {{"coal_factor", {}, "0.3千克标准煤/千瓦时", "here"},
                                                      {"nev_output_floor", {}, "10000", "here"},
                                                      {"nev_value_floor", {}, "20亿元", "here"},
                                                      {"key_lab_standard", {}, "1000万元", "here"}};
  ASSERT_TRUE(program::supply(*ningbo, values, false));
  expect_readable(*ningbo, 5000);
}

constexpr const char* many_features = R"(huice 1
document d "文件" {
  in force 2024-01-01 to 2025-12-31
  rounding half up to 1元
}
parameter cap : money { from 2024-03-01: 2000元, from 2025-01-01: 1500元 }
entity Shop "商户" {
  id        "编号"     : integer key
  district  "区"       : one of { east "东区", west "西区" } key
  code      "行业代码" : text
  opened    "开业日期" : date
  filed     "提交时间" : datetime
  turnover  "营业额"   : money in 万元
  area      "面积"     : quantity of 平方米
  staff     "人数"     : integer from 0 to 500
  score     "评分"     : decimal(2)
  rate      "利率"     : percent
  tier      "档"       : integer from 1 to 3
  extra     "加成"     : money may be negative default 0元
  approved  "核定"     : money decided by "市局"
  checked   "已核"     : bool decided by "市局"
}
measure award "奖励" for Shop {
  cites   d clause 1
  dated   filed
  require industry: code starts with "A1" or code in { "B20", "B21" }
  require mature:   filed >= opened + 1年
  require intime:   filed < 2025-10-01 12:00:00
  require dense:    turnover / area >= 0.5万元/平方米
  require size:     staff >= 3 and staff <= 300
  require graded:   score >= 4.5 unless checked
  let factor = match { staff >= 100: 3, turnover > 1000万元: 2, otherwise: 1 }
  let base   = match tier { 1: 1000元, 2: 800元, otherwise: 5000元 }
  pay     factor * (base at most cap) + extra + 0.1 * approved at most 50000元 at least 100元
}
measure loan "贴息" for Shop {
  cites   d clause 1
  require low: rate <= 3.65%
  require old: filed - opened > 400日
  pay     rate of turnover / staff
}
)";

class Features : public testing::Test {
 protected:
  void SetUp() override { program = compile(folder.write("program.policy", many_features)); }
  Folder folder;
  std::unique_ptr<program::Program> program;
};

TEST_F(Features, AreReadWithoutRejects) { expect_readable(*program, 3000); }

TEST_F(Features, AreReached) {
  Histogram counted = histogram(*program, 0, 20000);
  std::string table = to_text(counted, diagnostics::Language::zh);
  const auto& award = counted.measures.at(0);
  for (int i = 0; i < status_count; ++i) EXPECT_GE(award.statuses[i], 60u) << table;
  EXPECT_GE(award.thresholds.size(), 15u) << table;
  for (const auto& measure : counted.measures) {
    for (const auto& threshold : measure.thresholds) {
      EXPECT_GT(threshold.at, 0u) << threshold.text;
      EXPECT_EQ(threshold.below > 0, threshold.below_exists) << threshold.text;
      EXPECT_EQ(threshold.above > 0, threshold.above_exists) << threshold.text;
    }
  }
  if (HasFailure()) std::cerr << table;
  EXPECT_NE(table.find("tier = 2"), std::string::npos) << table;
}

}  // namespace
}  // namespace huice::samples
