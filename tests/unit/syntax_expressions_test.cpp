#include <gtest/gtest.h>

#include "tests/unit/syntax_reading.h"

namespace huice::syntax {
namespace {

TEST(Precedence, is_that_of_the_language) {
  EXPECT_EQ(expression("10% of (a - b) at most 300万元"), "(at_most (of 10% (group (- a b))) 300×10000元)");
  EXPECT_EQ(expression("x / 1000美元 rounded up to 1"), "(rounded (/ x 1000美元) up 1)");
  EXPECT_EQ(expression("a + b * c - d / e"), "(- (+ a (* b c)) (/ d e))");
  EXPECT_EQ(expression("a of b of c"), "(of (of a b) c)");
  EXPECT_EQ(expression("- a * b"), "(* (- a) b)");
  EXPECT_EQ(expression("a - -b"), "(- a (- b))");
  EXPECT_EQ(expression("a-b"), "(- a b)");
  EXPECT_EQ(expression("- x default 1"), "(- (default x 1))");
  EXPECT_EQ(expression("a default b.c * 2"), "(* (default a b.c) 2)");
  EXPECT_EQ(expression("a at most b rounded down to 1元 at least c"), "(at_least (rounded (at_most a b) down 1元) c)");
  EXPECT_EQ(expression("fpl at bought * 2 at most cap at 2024-01-01"), "(at_most (* (at fpl bought) 2) (at cap 2024-01-01))");
  EXPECT_EQ(expression("x at (d)"), "(at x (group d))");
  EXPECT_EQ(expression("not a > b and c"), "(and (not (> a b)) c)");
  EXPECT_EQ(expression("not not a"), "(not (not a))");
  EXPECT_EQ(expression("a + b > c at most d"), "(> (+ a b) (at_most c d))");
  EXPECT_EQ(expression("a in list at d"), "(in a (at list d))");
  EXPECT_EQ(expression("a not in { b, c } or x is given"), "(or (not_in a {b c}) (is_given x))");
  EXPECT_EQ(expression("a starts with \"0\""), "(starts_with a \"0\")");
  EXPECT_EQ(expression("household.district"), "household.district");
  EXPECT_EQ(expression("parent via mother"), "(via parent mother)");
  EXPECT_EQ(expression("area * match s { a: 1, otherwise: 2 } + 1"), "(+ (* area (match s [a: 1] [otherwise: 2])) 1)");
}

TEST(Precedence, chinese_words_are_the_same_operators) {
  EXPECT_EQ(expression("甲 超过 1 且 乙 不低于 2"), "(and (> 甲 1) (>= 乙 2))");
  EXPECT_EQ(expression("甲 不超过 1 或 乙 不足 2"), "(or (<= 甲 1) (< 乙 2))");
  EXPECT_EQ(expression("非 甲 属于 {乙、丙}"), "(not (in 甲 {乙 丙}))");
  EXPECT_EQ(expression("甲 不属于 名录 且 乙 已填"), "(and (not_in 甲 名录) (is_given 乙))");
  EXPECT_EQ(expression("30% 的 甲 最高 5万元 最低 1元"), "(at_least (at_most (of 30% 甲) 5×10000元) 1元)");
  EXPECT_EQ(expression("30%的 甲"), "(of 30% 甲)");
  EXPECT_EQ(expression("甲 取整 四舍五入 到 1元"), "(rounded 甲 half up 1元)");
  EXPECT_EQ(expression("甲 取整 进位 至 1元"), "(rounded 甲 up 1元)");
  EXPECT_EQ(expression("甲 缺省 0"), "(default 甲 0)");
  EXPECT_EQ(expression("基数 于 2024-01-01"), "(at 基数 2024-01-01)");
  EXPECT_EQ(expression("代码 开头为 “91”"), "(starts_with 代码 \"91\")");
  EXPECT_EQ(expression("按 甲 { 乙：1， 其余：2 }"), "(match 甲 [乙: 1] [otherwise: 2])");
  EXPECT_EQ(expression("按 { 甲 且 乙：是，其余：否 }"), "(match [(and 甲 乙): true] [otherwise: false])");
  EXPECT_EQ(expression("合计(成员.收入 其中 成员.在册)"), "(sum 成员.收入 where 成员.在册)");
}

TEST(Signs, full_width_forms_count_as_plain_ones) {
  EXPECT_EQ(expression("（ａ＋ｂ）×２÷３−ｃ"), "(- (/ (* (group (+ a b)) 2) 3) c)");
  EXPECT_EQ(expression("a ≥ ３０％"), "(>= a 30%)");
  EXPECT_EQ(expression("a ≤ b"), "(<= a b)");
  EXPECT_EQ(expression("a ≠ b"), "(!= a b)");
  EXPECT_EQ(expression("a ＞＝ b　and c"), "(and (>= a b) c)");
  EXPECT_EQ(expression("｛a、b，c｝"), "{a b c}");
}

TEST(Texts, end_at_the_partner_of_their_opening_quote) {
  EXPECT_EQ(expression("“甲 \"乙\" 丙”"), "\"甲 \"乙\" 丙\"");
  EXPECT_EQ(expression("\"甲 “乙” 丙（，\""), "\"甲 “乙” 丙（，\"");
  EXPECT_EQ(expression("＂甲\"＂"), "\"甲\"\"");
  EXPECT_EQ(expression("\"\""), "\"\"");
}

TEST(SyntaxNumbers, carry_magnitude_and_unit) {
  EXPECT_EQ(expression("1_200_000.50"), "1200000.50");
  EXPECT_EQ(expression("3.5亿元"), "3.5×100000000元");
  EXPECT_EQ(expression("5‰"), "5‰");
  EXPECT_EQ(expression("1个百分点 + 1pp"), "(+ 1个百分点 1pp)");
  EXPECT_EQ(expression("3年"), "3年");
  EXPECT_EQ(expression("1.3万人"), "1.3×10000人");
  EXPECT_EQ(expression("800元/亩 * 2"), "(* 800元/亩 2)");
  EXPECT_EQ(expression("1000元/人数"), "(/ 1000元 人数)");
  EXPECT_EQ(expression("1000元 / 人"), "(/ 1000元 人)");
  EXPECT_EQ(expression("5万元/万亩"), "5×10000元/×10000亩");
  EXPECT_EQ(expression("30㎡"), "30㎡");
  EXPECT_EQ(expression("30m²"), "30m²");
  EXPECT_EQ(expression("400万吨标准煤"), "400×10000吨标准煤");
}

TEST(SyntaxNumbers, are_exact) {
  Reading reading("let x = 12.345\n");
  const auto& let = std::get<Let>(reading.tree.files[0].items[0].node);
  EXPECT_EQ(std::get<Number>(reading.tree.exprs[let.value].node).digits, Rational(2469, 200));
}

TEST(Dates, are_read_in_both_forms) {
  EXPECT_EQ(expression("2024-12-31"), "2024-12-31");
  EXPECT_EQ(expression("2024年12月31日"), "2024-12-31");
  EXPECT_EQ(expression("2024年1月5日"), "2024-01-05");
  EXPECT_EQ(expression("２０２４－１２－３１"), "2024-12-31");
  EXPECT_EQ(expression("2025-12-02 09:00:00"), "@\"2025-12-02 09:00:00\"");
  EXPECT_EQ(expression("2024 - 12 - 31"), "(- (- 2024 12) 31)");
}

TEST(Scales, are_operands) {
  EXPECT_EQ(expression("stepped by sales { < 1亿元: 10万元, <= 5亿元: 30万元, otherwise: 100万元 }"),
            "(stepped sales [< 1×100000000元: 10×10000元] [<= 5×100000000元: 30×10000元] [otherwise: 100×10000元])");
  EXPECT_EQ(expression("插值 按 基数 { < 133%: 2% \n <= 150%: 3% 至 4% \n 其余: 9.5% }"),
            "(interpolated 基数 [< 133%: 2%] [<= 150%: 3% to 4%] [otherwise: 9.5%])");
}


}  // namespace
}  // namespace huice::syntax
