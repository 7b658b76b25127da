// Made-up applicants of the shipped policies: the same bytes every time, every status and threshold reached, valid CSV.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <vector>

#include "compiler/program/program.h"
#include "compiler/program/supply.h"
#include "compiler/samples/random.h"
#include "compiler/samples/samples.h"

namespace huice::samples {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr uint64_t fewer = 4;  // sanitizers are slow
#else
constexpr uint64_t fewer = 1;
#endif

/// External parameters that sampled measures read.
const std::map<std::string, std::vector<program::SuppliedValue>> external = {
    {"ningbo/2024",
     {{"coal_factor", {}, "0.3千克标准煤/千瓦时", "here"},
      {"nev_output_floor", {}, "10000", "here"},
      {"nev_value_floor", {}, "20亿元", "here"},
      {"city_part", {}, "60%", "here"},
      {"key_lab_standard", {}, "1000万元", "here"}}},
    {"nanjing/2024", {{"以旧换新总额", {}, "20亿元", "here"}}}};

const program::Program& city(const std::string& name) {
  static std::map<std::string, std::unique_ptr<program::Program>> compiled;
  auto& slot = compiled[name];
  if (!slot) {
    auto result = program::compile(std::string(HUICE_SOURCE_DIR) + "/policies/" + name);
    if (!result) throw std::runtime_error(result.failure().message.en);
    slot = std::move(*result);
    if (!program::supply(*slot, external.at(name), false)) throw std::runtime_error("a parameter is not supplied");
  }
  return *slot;
}

uint32_t entity_of(const program::Program& program, const std::string& name) {
  for (uint32_t i = 0; i < program.schemas.size(); ++i) {
    if (program.schemas[i].entity == name) return i;
  }
  throw std::runtime_error("no entity " + name);
}

/// What stands in a file; what a target comes to has no columns, and of other rows' values the engine takes care.
std::vector<batch::Field> columns(const program::Program& program, uint32_t entity) {
  std::vector<batch::Field> fields;
  for (const auto& field : program.schemas[entity].fields) {
    if (!field.derived) fields.push_back(field);
  }
  return fields;
}

std::string sample(const program::Program& program, uint32_t entity, uint64_t rows, const Options& options) {
  Samples samples(program, entity, options);
  std::string csv = samples.header();
  samples.rows(rows, csv);
  return csv;
}

/// RFC 4180 with LF; fails the test on a stray quote.
std::vector<std::vector<std::string>> parse(const std::string& csv) {
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (size_t i = 0; i < csv.size(); ++i) {
    char c = csv[i];
    std::string& cell = lines.back().back();
    if (quoted) {
      if (c != '"')
        cell += c;
      else if (i + 1 < csv.size() && csv[i + 1] == '"')
        cell += csv[++i];
      else
        quoted = false;
    } else if (c == '"') {
      EXPECT_TRUE(cell.empty()) << "a quote inside a bare cell";
      quoted = true;
    } else if (c == ',') {
      lines.back().emplace_back();
    } else if (c == '\n') {
      lines.emplace_back(1, "");
    } else {
      cell += c;
    }
  }
  EXPECT_FALSE(quoted);
  lines.pop_back();
  return lines;
}

TEST(Random, SameNumbersEverywhere) {
  Random random(7);
  // From an independent computation of splitmix64 and xoshiro256**.
  for (uint64_t expected : {12923355070828475994ull, 5142052590334782674ull, 15488392906492639638ull})
    EXPECT_EQ(random.next(), expected);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_LT(random.below(3), 3u);
    auto n = random.between(-2, 2);
    EXPECT_TRUE(n >= -2);
    EXPECT_TRUE(n <= 2);
  }
}

class Cities : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Shipped, Cities, testing::Values("ningbo/2024", "nanjing/2024"), [](const auto& info) {
  return std::string(info.param).substr(0, std::string(info.param).find('/'));
});

TEST_P(Cities, AreDeterministicAndDoNotDependOnPieces) {
  const auto& program = city(GetParam());
  for (uint32_t entity = 0; entity < program.schemas.size(); ++entity) {
    if (columns(program, entity).empty()) continue;
    std::string once = sample(program, entity, 500, {.seed = 3});
    EXPECT_EQ(once, sample(program, entity, 500, {.seed = 3}));
    EXPECT_NE(once, sample(program, entity, 500, {.seed = 4}));
    Samples piecewise(program, entity, {.seed = 3});
    std::string pieces = piecewise.header();
    for (int i = 0; i < 50; ++i) piecewise.rows(10, pieces);
    EXPECT_EQ(once, pieces);
  }
}

TEST_P(Cities, AreWellFormedWithUniqueKeys) {
  const auto& program = city(GetParam());
  for (uint32_t entity = 0; entity < program.schemas.size(); ++entity) {
    for (Labels labels : {Labels::names, Labels::zh}) {
      const auto fields = columns(program, entity);
      if (fields.empty()) continue;
      auto lines = parse(sample(program, entity, 2000, {.labels = labels}));
      ASSERT_GE(lines.size(), 2001u);
      EXPECT_LE(lines.size(), 2021u);  // now and then one more row that refers to nothing
      for (size_t i = 0; i < fields.size(); ++i) {
        const std::string& heading = lines[0][i];
        EXPECT_EQ(heading.rfind(labels == Labels::zh ? fields[i].label : fields[i].name, 0), 0u) << heading;
        if (!fields[i].key) continue;
        std::set<std::string> keys;
        for (size_t row = 1; row < lines.size(); ++row) keys.insert(lines[row][i]);
        EXPECT_EQ(keys.size(), lines.size() - 1) << heading;
      }
      for (const auto& line : lines) EXPECT_EQ(line.size(), fields.size());
    }
  }
}

/// Every status that is reached at all has 0.3 percent of the rows; every threshold that has values there is met.
TEST_P(Cities, ReachEveryStatusAndThreshold) {
  const auto& program = city(GetParam());
  constexpr uint64_t rows = 6000 / fewer;
  for (uint32_t entity = 0; entity < program.schemas.size(); ++entity) {
    if (columns(program, entity).empty()) continue;
    Histogram counted = histogram(program, entity, rows, {.seed = 11});
    for (const auto& measure : counted.measures) {
      for (int i = 0; i < status_count; ++i) {
        auto status = static_cast<Status>(i);
        std::string which = measure.name + " " + std::string(name(status));
        if (status != Status::error && status != Status::referred) {
          EXPECT_GT(measure.statuses[i], 0u) << which;
        }
        if (measure.statuses[i] > 0) {
          EXPECT_GE(measure.statuses[i], rows * 3 / 1000) << which;
        }
      }
      EXPECT_GE(measure.thresholds.size(), 2u);  // at least both ends of its force
      for (const auto& threshold : measure.thresholds) {
        EXPECT_GT(threshold.at, 0u) << threshold.text;
        EXPECT_EQ(threshold.below > 0, threshold.below_exists) << threshold.text;
        EXPECT_EQ(threshold.above > 0, threshold.above_exists) << threshold.text;
      }
    }
  }
}

const Histogram::Measure& measure_of(const Histogram& counted, const std::string& name) {
  for (const auto& measure : counted.measures) {
    if (measure.name == name) return measure;
  }
  throw std::runtime_error("no measure " + name);
}

TEST(Samples, MeetWhatTheClausesNeed) {
  const auto& program = city("ningbo/2024");
  Histogram ningbo = histogram(program, entity_of(program, "Enterprise"), 5000);
  const auto& rd = measure_of(ningbo, "rd_increment");
  EXPECT_GT(rd.statuses[static_cast<int>(Status::error)], 0u);     // no revenue: division by zero
  EXPECT_EQ(rd.statuses[static_cast<int>(Status::referred)], 0u);  // nothing is decided by an authority
  std::set<std::string> texts;
  for (const auto& threshold : rd.thresholds) texts.insert(threshold.text);
  EXPECT_TRUE(texts.contains("rd_spend > 110% of rd_spend_last_year"));
  EXPECT_TRUE(texts.contains("rd_spend / revenue >= 3%"));
  EXPECT_TRUE(texts.contains("in force to 2024-12-31"));
  Histogram contracts = histogram(program, entity_of(program, "ServiceContract"), 5000);
  EXPECT_GT(measure_of(contracts, "innovation_voucher").statuses[static_cast<int>(Status::referred)], 0u);

  Histogram nanjing = histogram(city("nanjing/2024"), 0, 5000);
  int caps = 0;  // one threshold for each constant that 上限 can be
  for (const auto& threshold : measure_of(nanjing, "出口信用保险").thresholds) caps += threshold.text.ends_with("0%");
  EXPECT_EQ(caps, 2);
}

TEST(Samples, HistogramIsPrinted) {
  const auto& program = city("ningbo/2024");
  std::string text = to_text(histogram(program, entity_of(program, "Enterprise"), 1000), diagnostics::Language::en);
  EXPECT_NE(text.find("rd_spend > 200万元"), std::string::npos) << text;
  EXPECT_NE(text.find("rd_spend ± 0.01元"), std::string::npos) << text;
  EXPECT_NE(text.find("not reached"), std::string::npos) << text;
}

}  // namespace
}  // namespace huice::samples
