// Reserved words, contextual keywords, quoted names.
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/syntax_reading.h"

namespace huice::syntax {
namespace {

const std::vector<std::string> reserved{
    "and",    "or",    "not",     "in",     "is",      "of",   "at",    "match", "stepped",  "marginal", "interpolated", "where", "when",
    "unless", "except", "default", "rounded", "true",    "false", "otherwise", "且",    "或",       "非",       "属于",         "不属于", "已填",
    "的",     "于",    "按",      "分档",   "累进",    "插值", "其中",  "当",    "除非",     "例外",     "缺省",         "取整",  "是",
    "否",     "其余"};

const std::vector<std::string> contextual{
    "huice", "use", "document", "issuer", "source", "force", "from", "to", "clauses", "qualitative", "rounding", "half", "up", "down",
    "entity", "type", "key", "required", "may", "be", "negative", "decided", "by", "external", "one", "set", "quantity", "money", "percent",
    "integer", "text", "bool", "date", "datetime", "period", "decimal", "as", "ratio", "digits", "parameter", "table", "list", "function",
    "let", "unique", "highest", "first", "column", "via", "sum", "count", "min", "max", "average", "all", "any", "measure", "for",
    "version", "no", "cites", "clause", "dated", "require", "pay", "most", "least", "limit", "per", "year", "total", "once", "share",
    "rest", "given", "starts", "with", "pool", "paid", "order", "exhausted", "stop", "partial", "prorate", "quota", "choose", "target",
    "over", "reach", "during", "each", "tentative", "about", "within", "scenario", "scenarios", "expect", "pays", "because", "ceiling",
    "惠策", "引用", "文件", "发文机关", "原文", "有效期", "至", "到", "自", "条款", "定性", "四舍五入", "舍去", "进位", "主体", "类型",
    "主键", "必填", "可为负", "核定", "外部", "单选", "多选", "数量", "金额", "比例", "整数", "文本", "是否", "日期", "时间", "期限",
    "参数", "表", "名单", "函数", "令", "属", "唯一", "取高", "最高者", "最先者", "列", "经", "合计", "计数", "最小", "最大", "平均",
    "全部", "任一", "任意", "措施", "适用", "版本", "无版本", "依据", "第", "条", "基准日", "条件", "支付", "最高", "最低", "限额", "每",
    "每年", "总额", "累计", "一次性", "分担", "截至", "已知", "开头为", "超过", "不超过", "不低于", "不足", "资金池", "已付", "出自",
    "排序", "用尽时", "停止", "部分", "按比例", "配额", "择取", "目标", "统计", "达到", "期间", "逐年", "各", "力争", "约", "误差",
    "算例", "应得", "因", "上限", "截至日", "单位", "比值", "小数"};

TEST(Names, every_keyword_that_is_not_reserved_may_be_one) {
  for (const std::string& word : contextual) {
    // as a field, a condition, a let, in expressions, in a match and in a scenario
    Reading reading("entity e {\n  " + word + " : money\n  b : text\n}\nmeasure m for e {\n  require " + word + ": " + word +
                    " > 0\n  let " + word + " = " + word + " + 2 * " + word + "\n  pay match b { " + word + ": (" + word +
                    ") at most " + word + ", otherwise: 1 }\n}\nscenario for m {\n  given " + word + " = 1, b = " + word +
                    "\n  expect eligible because " + word + "\n}\n");
    EXPECT_EQ(reading.codes(), "") << word;
    EXPECT_EQ(reading.shown(), "entity e\n  " + word + " : money\n  b : text\nmeasure m for e\n  require " + word + ": (> " + word +
                                   " 0)\n  let " + word + " = (+ " + word + " (* 2 " + word + "))\n  pay (match b [" + word +
                                   ": (at_most (group " + word + ") " + word + ")] [otherwise: 1])\nscenario for m\n  given " + word +
                                   " = 1, b = " + word + "\n  expect eligible, because " + word + "\n");
  }
}

TEST(Names, reserved_words_must_be_quoted) {
  for (const std::string& word : reserved) {
    EXPECT_EQ(Reading("entity e {\n  " + word + " : money\n}\n").codes(), "reserved_word 2:3") << word;
    Reading quoted("entity e {\n  「" + word + "」 : money\n}\nlet x = 「" + word + "」\n");
    EXPECT_EQ(quoted.shown(), "entity e\n  " + word + " : money\nlet x = " + word + "\n");
    EXPECT_EQ(quoted.codes(), "") << word;
  }
}

TEST(Names, are_compared_in_nfc_with_full_width_signs_folded) {
  EXPECT_EQ(expression("cafe\xCC\x81"), "caf\xC3\xA9");
  EXPECT_EQ(expression("ＡＢ１"), "AB1");
  EXPECT_EQ(expression("「甲 (乙)」"), "甲 (乙)");
  EXPECT_EQ(expression("𠮷野家"), "𠮷野家");
}

TEST(Names, at_most_is_always_the_operator) {
  EXPECT_EQ(expression("a at most (b)"), "(at_most a (group b))");
  EXPECT_EQ(expression("a 最高 (b)"), "(at_most a (group b))");
  EXPECT_EQ(expression("最高 + 最低"), "(+ 最高 最低)");
  EXPECT_EQ(expression("most at most least"), "(at_most most least)");
}

TEST(Names, an_option_and_a_field_are_told_apart_by_what_follows) {
  Reading reading(R"(entity e {
  a : text key
  key : text required
  required "标签" : bool default true
  digits : integer digits 3 in : x
})");
  EXPECT_EQ(reading.codes(), "unexpected_token 5:32");
  Reading good("entity e {\n a : text key\n key : text required\n required \"标签\" : bool default true\n from : date\n in_force : date }");
  EXPECT_EQ(good.codes(), "");
  EXPECT_EQ(good.shown(),
            "entity e\n  a : text key\n  key : text required\n  required \"标签\" : bool default true\n  from : date\n  in_force : date\n");
}

TEST(Names, a_clause_is_told_from_an_operand) {
  Reading reading(R"(measure m for e {
  let x = a
  in force 2024-01-01 to 2024-12-31
  require a in force
  pay pay
  limit limit per per per year
})");
  EXPECT_EQ(reading.codes(), "");
  EXPECT_EQ(reading.shown(), R"(measure m for e
  let x = a
  in force 2024-01-01 to 2024-12-31
  require: (in a force)
  pay pay
  limit limit per per per year
)");
}

}  // namespace
}  // namespace huice::syntax
