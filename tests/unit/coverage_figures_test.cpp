// Figures of a text, and where its clauses stand.
#include <gtest/gtest.h>

#include "compiler/coverage/figures.h"
#include "compiler/coverage/source_clauses.h"

namespace huice::coverage {
namespace {

std::string shown(std::string_view text) {
  std::string all;
  for (const Figure& figure : figures(plain(text))) all += (all.empty() ? "" : " ") + figure.text;
  return all;
}

TEST(CoverageFigures, numbers) {
  EXPECT_EQ(shown("新增贷款 4500 亿元，增长10%以上，按 ５‰ 计"), "4500亿元 10% 5‰");
  EXPECT_EQ(shown("给予800元/亩、1000 元/亩"), "800元/亩 1000元/亩");
  EXPECT_EQ(shown("企业1500余家，需求近3500项，3万多户"), "1500余家 3500项 3万多户");
  EXPECT_EQ(shown("400万吨标准煤、40亿千瓦时、12.5米、1个百分点"), "400万吨标准煤 40亿千瓦时 12.5米 1个百分点");
  EXPECT_EQ(shown("集群1—2个"), "1 2个");
}

TEST(CoverageFigures, dates) {
  EXPECT_EQ(shown("2024 年12月31日前，2025年底，6月30日，10月，3年内"), "2024年12月31日 2025年 6月30日 10月 3年");
  EXPECT_EQ(shown("成立75周年，每2周"), "75周年 2周");
}

TEST(CoverageFigures, words) {
  EXPECT_EQ(shown("“5210”行动，5G工厂，“415X”，4+N，2+6+6，PM2.5，REITs，5A级。1.2"), "5210 5G 415X 4+N 2+6+6 PM2.5 5A 1.2");
}

TEST(CoverageFigures, chinese) {
  EXPECT_EQ(shown("三年内，近十倍，四分之三，两个月，一季度，五成，八折"), "三年 十倍 四分之三 两个月 一季度 五成 八折");
  EXPECT_EQ(shown("亿元以上、百亿级、万亿元、千万亿级"), "亿元 百亿级 万亿元 千万亿级");
  EXPECT_EQ(shown("三大工程，一批，一次性，十类，万名，百家，第一，统一，十五五"), "");
}

std::string clause(std::string_view text, const std::string& name, const std::vector<FirstWords>& words = {}, std::vector<std::string> others = {}) {
  others.push_back(name);
  const SourceClause found = find_clauses(text, others, words).back();
  if (found.sought != Sought::found) return found.sought == Sought::absent ? "absent" : "several";
  return std::string(text.substr(found.begin, found.end - found.begin));
}

TEST(CoverageClauses, numbered) {
  const std::vector<std::string> all{"1", "2", "3", "4"};
  constexpr std::string_view text = "题\n1.甲\n\n乙2.5亿\n3. 不是\n二、章\n 2．丙\n第3条 丁\n４、戊（一）\n（二）己\n";
  EXPECT_EQ(clause(text, "1", {}, all), "1.甲\n\n乙2.5亿\n3. 不是\n");
  EXPECT_EQ(clause(text, "2", {}, all), " 2．丙\n");
  EXPECT_EQ(clause(text, "3", {}, all), "第3条 丁\n");
  EXPECT_EQ(clause(text, "4", {}, all), "４、戊（一）\n（二）己\n");
  EXPECT_EQ(clause(text, "5"), "absent");
}

TEST(CoverageClauses, parts) {
  constexpr std::string_view text = "一、甲\n（一）一一\n二、乙\n目标：5%\n(一)二一\n居第\n一，14次\n（二）二二\n结尾的话\n";
  const std::vector<FirstWords> words{{"2/目标", "二、乙"}, {"-", "结尾 的话"}, {"两处", "一"}};
  const std::vector<std::string> all{"2/目标", "2/(一)", "2/（二）"};
  EXPECT_EQ(clause(text, "2/(一)", words, all), "(一)二一\n居第\n一，14次\n");
  EXPECT_EQ(clause(text, "2/（二）", words, all), "（二）二二\n");
  EXPECT_EQ(clause(text, "2/目标", words, all), "二、乙\n目标：5%\n");
  EXPECT_EQ(clause(text, "1/(一)", words, all), "（一）一一\n");
  EXPECT_EQ(clause(text, "两处", words, all), "several");
  EXPECT_EQ(clause(text, "附则", words, all), "absent");
}

}  // namespace
}  // namespace huice::coverage
