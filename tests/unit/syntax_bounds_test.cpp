// Texts that are too deep, too long or no text: a located error, soon.
#include <gtest/gtest.h>


#include "tests/unit/syntax_reading.h"

namespace huice::syntax {
namespace {

std::string times(size_t n, std::string_view part) {
  std::string text;
  for (size_t i = 0; i < n; ++i) text += part;
  return text;
}

TEST(Bounds, nesting) {
  EXPECT_EQ(Reading("let x = " + times(199, "(") + "1" + times(199, ")")).codes(), "");
  EXPECT_EQ(Reading("let x = " + times(100'000, "(") + "1" + times(100'000, ")") + "\nlet y = 1").codes(), "nested_too_deeply 1:209");
  EXPECT_EQ(Reading("let x = " + times(100'000, "{")).codes(), "nested_too_deeply 1:209");
  EXPECT_EQ(Reading("let x = " + times(20'000, "match a { b: ") + "1" + times(20'000, "}")).codes(), "nested_too_deeply 1:2617");
}

TEST(Bounds, chains) {
  EXPECT_EQ(Reading("let x = " + times(399, "1+") + "1").codes(), "");
  EXPECT_EQ(Reading("let x = " + times(50'000, "-") + "1").codes(), "expression_too_deep 1:408");
  EXPECT_EQ(Reading("let x = " + times(50'000, "not ") + "a").codes(), "expression_too_deep 1:1605");
  EXPECT_EQ(Reading("let x = " + times(100'000, "1+") + "1\nlet y = 2").codes(), "expression_too_deep 1:808");
  EXPECT_EQ(Reading("let x = " + times(100'000, "a and ") + "b").codes(), "expression_too_deep 1:2405");
  EXPECT_EQ(Reading("let x = " + times(100'000, "a < ") + "b").codes(), "chained_comparison 1:15, chained_comparison 1:23");
  EXPECT_EQ(Reading("let x = a" + times(100'000, ".b")).codes(), "expression_too_deep 1:808");
  EXPECT_EQ(Reading("let x = a" + times(100'000, " default b")).codes(), "expression_too_deep 1:4001");
}

TEST(Bounds, a_deep_expression_in_brackets_is_found_when_built) {
  // 180 levels of two operations and a group each; no chain is long, and the brackets alone are not too deep.
  EXPECT_EQ(Reading("let x = " + times(180, "not not (") + "a" + times(180, ")")).codes(), "expression_too_deep 1:130");
  EXPECT_EQ(Reading("let x = " + times(160, "not not (") + "a" + times(160, ")")).codes(), "");
}

TEST(Bounds, what_stands_beside_is_still_read) {
  Reading reading("let x = " + times(100'000, "(") + times(100'000, ")") + "\nlet y = 2");
  EXPECT_EQ(reading.tree.files[0].items.size(), 2U);
}

TEST(Bounds, files) {
  EXPECT_EQ(Reading("").codes(), "empty_file 1:1");
  EXPECT_EQ(Reading(std::string(100'000, '\0')).codes(), "nul_byte 1:1");
  EXPECT_EQ(Reading("let x = 1\nlet \xFFy").codes(), "invalid_utf8 2:5");
  EXPECT_EQ(Reading("let x = " + std::string(100'000'000, 'a')).codes(), "file_too_large 1:1");
  EXPECT_EQ(Reading("let x = " + std::string(1'000'000, '1')).codes(), "number_too_long 1:9");
}

TEST(Bounds, errors_of_one_file) {
  Reading many(times(5'000, "let x = \n"));
  EXPECT_EQ(many.sink.all().size(), 31U);
  EXPECT_EQ(diagnostics::info(many.sink.all().back().kind).code, "too_many_errors");
  EXPECT_EQ(Reading(times(5'000, "let x = a ? b\n")).sink.all().size(), 31U);
}

TEST(Bounds, a_megabyte_of_rules_is_read_whole) {
  std::string text;
  for (size_t i = 0; text.size() < 1'000'000; ++i) {
    const std::string n = std::to_string(i);
    text += "措施 措施" + n + " \"研发投入增量补助\" 适用 企业 {\n  依据   宁波2024 第24条 \"按增量部分10%的比例\"\n  基准日 申请日期\n" +
            "  条件   增长 \"研发经费增长超过10%\"： 研发经费 > 110% 的 上年研发经费\n  令     上限 = 按 类型 { 甲： 30%， 乙： 80% }\n" +
            "  支付   （核定比例 最高 上限） × （研发经费 - 上年研发经费） 最高 300万元\n}\n";
  }
  Reading reading(std::move(text));
  EXPECT_EQ(reading.codes(), "");
}

}  // namespace
}  // namespace huice::syntax
