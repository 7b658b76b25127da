// Header names → fields and units.
#include "tests/unit/runtime_fixture.h"

namespace huice::testing_runtime {
namespace {

using batch::Kind;
using batch::Schema;

Schema schema() { return {"Firm", "企业", {key_field("uscc", "统一社会信用代码"), money_field("revenue", "营业收入"), percent_field("rate", "核定支持比例")}}; }

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Binding, ByNameOrLabelInAnyOrder) {
  EXPECT_EQ(read_text(schema(), "rate,uscc,revenue\n30%,k,1\n").rows, Lines{"k|1|30"});
  EXPECT_EQ(read_text(schema(), "营业收入,核定支持比例,统一社会信用代码,其他\n1,30%,k,x\n").rows, Lines{"k|1|30"});
  EXPECT_EQ(read_text(schema(), "ＲＡＴＥ,uscc,revenue\n").failure.empty(), false);  // width, not case
  EXPECT_EQ(read_text(schema(), "ｒａｔｅ , uscc,　revenue\n30%,k,1\n").rows, Lines{"k|1|30"});
}

TEST(Binding, UnitsInTheHeader) {
  EXPECT_EQ(read_text(schema(), "uscc,营业收入（万元）,rate\nk,1.5,1%\n").rows, Lines{"k|15000|1"});
  EXPECT_EQ(read_text(schema(), "uscc,营业收入 (万元),rate\nk,1.5,1%\n").rows, Lines{"k|15000|1"});
  EXPECT_EQ(read_text(schema(), "uscc,营业收入（单位：亿元）,rate\nk,1.5,1%\n").rows, Lines{"k|150000000|1"});
  EXPECT_EQ(read_text(schema(), "uscc,营业收入（元）,核定支持比例（%）\nk,1.5,1\n").rows, Lines{"k|1.5|1"});
  const std::string failure = read_text(schema(), "uscc,营业收入（亩）,rate\n").failure;
  EXPECT_TRUE(says(failure, "亩") && says(failure, "no unit of revenue")) << failure;
}

TEST(Binding, OtherParenthesesAreOtherColumns) {
  const std::string failure = read_text(schema(), "uscc,营业收入（2023年）,rate\n").failure;
  EXPECT_TRUE(says(failure, "no column for revenue")) << failure;
  Schema labelled = schema();
  labelled.fields[1].label = "营业收入（2023年）";
  EXPECT_EQ(read_text(labelled, "uscc,营业收入(2023年),rate\nk,2,1%\n").rows, Lines{"k|2|1"});
  labelled.fields[1].label = "营业收入（万元）";
  EXPECT_EQ(read_text(labelled, "uscc,营业收入（万元）,rate\nk,2,1%\n").rows, Lines{"k|20000|1"});
}

TEST(Binding, MissingColumnsNameTheClosestHeader) {
  const std::string failure = read_text(schema(), "uscc,营业总收入,核定支持比列\n").failure;
  EXPECT_TRUE(says(failure, "no column for revenue (营业收入), the closest header is `营业总收入`")) << failure;
  EXPECT_TRUE(says(failure, "no column for rate (核定支持比例), the closest header is `核定支持比列`")) << failure;
  const std::string far = read_text(schema(), "uscc,x,rate\n").failure;
  EXPECT_TRUE(says(far, "the headers are: uscc, x, rate")) << far;
}

TEST(Binding, DecidedAndDefaultedColumnsMayBeAbsent) {
  Schema s = schema();
  s.fields[1].defaulted = true;
  s.fields[2].decided = true;
  EXPECT_EQ(read_text(s, "uscc\nk\n").rows, Lines{"k|-|-"});
  s.fields[2].required = true;
  EXPECT_TRUE(says(read_text(s, "uscc\nk\n").failure, "no column for rate"));
}

TEST(Binding, OnlyWantedFieldsAreRead) {
  const Folder folder;
  batch::Wanted wanted{{true, false, false}, {}, {}};
  EXPECT_EQ(read_files(schema(), {folder.write("a.csv", "uscc,revenue\nk,no number\n")}, {}, wanted).rows, Lines{"k|-|-"});
}

TEST(Binding, DuplicateHeaders) {
  EXPECT_TRUE(says(read_text(schema(), "uscc,revenue,营业收入,rate\n").failure, "are both revenue"));
  EXPECT_TRUE(says(read_text(schema(), "uscc,revenue,revenue,rate\n").failure, "are both revenue"));
  EXPECT_EQ(read_text(schema(), "uscc,revenue,other,other,rate\nk,1,2,3,4%\n").rows, Lines{"k|1|4"});
}

TEST(Binding, SharedLabelsAreNotGuessed) {
  Schema s = schema();
  s.fields.push_back(money_field("revenue_last_year", "营业收入"));
  EXPECT_TRUE(says(read_text(s, "uscc,营业收入,rate\n").failure, "is the label of both revenue and revenue_last_year"));
  EXPECT_EQ(read_text(s, "uscc,revenue,revenue_last_year,rate\nk,1,2,3%\n").rows, Lines{"k|1|3|2"});
}

TEST(Binding, Aliases) {
  const Folder folder;
  batch::Wanted wanted{{true, true, true}, {}, {{"年收入", "营业收入"}, {"代码", "uscc"}}};
  EXPECT_EQ(read_files(schema(), {folder.write("a.csv", "代码,年收入（万元）,rate\nk,1,2%\n")}, {}, wanted).rows, Lines{"k|10000|2"});
}

TEST(Binding, CheckKeysRejectsLaterRows) {
  batch::InputOptions options;
  options.check_keys = true;
  const Schema s{"E", "", {key_field("a"), key_field("b"), money_field("m")}};
  const Folder folder;
  const auto first = folder.write("1.csv", "a,b,m\nx,y,1\nx,z,2\nx,y,3\nq,q,bad\nq,q,4\n"), second = folder.write("2.csv", "a,b,m\nx,z,5\nxy,,6\n,xy,7\nx,y2,8\n");
  const ReadResult result = read_files(s, {first, second}, options);
  EXPECT_EQ(result.rows, (Lines{"x|y|1", "x|z|2", "q|q|4", "x|y2|8"}));
  EXPECT_EQ(result.rejects, (Lines{"4 a duplicate_key x,y", "5 m bad_number bad", "2 a duplicate_key x,z", "3 b missing_key ", "4 a missing_key "}));
}

TEST(Binding, CheckKeysHoldsManyKeys) {
  batch::InputOptions options;
  options.check_keys = true;
  std::string csv = "id\n";
  for (int i = 0; i < 50'000; ++i) csv += std::to_string(i % 40'000) + "\n";
  const ReadResult result = read_text({"E", "", {key_field()}}, csv, options);
  EXPECT_EQ(result.rows.size(), 40'000u);
  EXPECT_EQ(result.rejects.size(), 10'000u);
}

}  // namespace
}  // namespace huice::testing_runtime
