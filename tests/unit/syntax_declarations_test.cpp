// Every construct of the language, in English and in Chinese: both give the same tree.
#include <gtest/gtest.h>

#include "tests/unit/syntax_reading.h"

namespace huice::syntax {
namespace {

void expect_both(const std::string& english, const std::string& chinese, const std::string& tree) {
  Reading en(english);
  EXPECT_EQ(en.codes(), "") << english;
  EXPECT_EQ(en.shown(), tree) << english;
  Reading zh(chinese);
  EXPECT_EQ(zh.codes(), "") << chinese;
  EXPECT_EQ(zh.shown(), tree) << chinese;
}

TEST(Declarations, version_and_use) {
  Reading reading("惠策 1\n引用 \"../a.policy\"\n");
  EXPECT_EQ(reading.tree.files[0].version, 1);
  expect_both("huice 1\nuse \"a.policy\"", "惠策 1\n引用 “a.policy”", "use \"a.policy\"\n");
  EXPECT_EQ(Reading("").codes(), "empty_file 1:1");
  EXPECT_EQ(Reading("// nothing\n").tree.files[0].comments.size(), 1U);
}

TEST(Declarations, document) {
  expect_both(R"x(document d "标题" { issuer "市政府", in force 2024-10-01 to 2025-12-31
    source "a.txt"
    clauses 1 to 30, "附则"
    qualitative 7, 23
    rounding half up to 0.01元 })x",
              R"x(文件 d “标题” ｛ 发文机关 “市政府”，有效期 2024年10月1日 至 2025-12-31
    原文 “a.txt”
    条款 第1条 至 第30条、“附则”
    定性 7、23
    取整 四舍五入 到 0.01元 ｝)x",
              R"x(document d "标题"
  issuer "市政府"
  in force 2024-10-01 to 2025-12-31
  source "a.txt"
  clauses 1–30 附则
  qualitative 7 23
  rounding half up to 0.01元
)x");
  EXPECT_EQ(Reading("document d { in force from 2024-01-01 }").shown(), "document d\n  in force 2024-01-01 to …\n");
  EXPECT_EQ(Reading("document d { in force to 2024-01-01 }").shown(), "document d\n  in force … to 2024-01-01\n");
}

TEST(Declarations, entity) {
  expect_both(R"x(entity e "主体" {
  id "代码" : text key
  kind : one of { a "甲", b }
  tags : set of Tag
  income : money in 万元 required
  rate : percent in % from 0% to 100% decided by "市局"
  share : percent as ratio
  area : quantity of 亩 digits 4
  price : 元/亩
  profit : money may be negative default -5元
  score : decimal(3)
  n : count  m : integer  ok : bool  d : date  t : datetime  p : period
  home : Household
})x",
              R"x(主体 e “主体” {
  id “代码”：文本 主键
  kind：单选 { a “甲”，b }
  tags：多选 Tag
  income：金额 单位 万元 必填
  rate：比例 单位 % 自 0% 至 100% 核定 “市局”
  share：比例 比值
  area：数量 亩 位数 4
  price：元/亩
  profit：金额 可为负 缺省 -5元
  score：小数(3)
  n：计数 m：整数 ok：是否 d：日期 t：时间 p：期限
  home：Household
})x",
              R"x(entity e "主体"
  id "代码" : text key
  kind : one of {a "甲", b}
  tags : set of Tag
  income : money in ×10000元 required
  rate : percent in % from 0% to 100% decided by "市局"
  share : percent as ratio
  area : quantity of 亩 digits 4
  price : price 元/亩
  profit : money may be negative default (- 5元)
  score : decimal(3)
  n : count
  m : integer
  ok : bool
  d : date
  t : datetime
  p : period
  home : Household
)x");
}

TEST(Declarations, types_parameters_lets_functions_tables_lists) {
  expect_both(R"x(type t = one of { a "甲", b }
parameter cap : money { from 2024-09-07: 2000元, from 2026-01-01: 1500元 }
parameter usd "汇率" : 元/美元 { from 2024-01-02: 7.0770元/美元 }
parameter std : money external
parameter half = 50%
let total of Household = sum(Person.income where Person.adult)
let rate = 15% except top "一级": 20% when level = l1 except 5% when old
function growth(now: money, before: money) -> percent = now / before - 1
table sub(kind: Kind, size: quantity of 升) -> money unique {
  | kind | size    | amount |
  | e    | any     | 2万元  |
  | p    | <= 2.0升 | 1万元 | | q | > 2升 | 0元 |
}
table tiers "档" (n: count) -> money highest from "tiers.csv"
list champions "冠军" of text from "c.csv" column "代码")x",
              R"x(类型 t = 单选 { a “甲”，b }
参数 cap：金额 { 自 2024-09-07：2000元，自 2026-01-01：1500元 }
参数 usd “汇率”：元/美元 { 自 2024-01-02：7.0770元/美元 }
参数 std：金额 外部
参数 half = 50%
令 total 属 Household = 合计（Person.income 其中 Person.adult）
令 rate = 15% 例外 top “一级”：20% 当 level = l1 例外 5% 当 old
函数 growth（now：金额，before：金额）－＞ 比例 = now ÷ before − 1
表 sub（kind：Kind，size：数量 升）-> 金额 唯一 {
  ｜ kind ｜ size ｜ amount ｜
  ｜ e ｜ 任意 ｜ 2万元 ｜
  ｜ p ｜ 不超过 2.0升 ｜ 1万元 ｜
  ｜ q ｜ 超过 2升 ｜ 0元 ｜
}
表 tiers “档”（n：计数）-> 金额 取高 自 “tiers.csv”
名单 champions “冠军” 属 文本 自 “c.csv” 列 “代码”)x",
              R"x(type t = one of {a "甲", b}
parameter cap : money
  from 2024-09-07: 2000元
  from 2026-01-01: 1500元
parameter usd "汇率" : price 元/美元
  from 2024-01-02: 7.0770元/美元
parameter std : money external
parameter half
  always: 50%
let total of Household = (sum Person.income where Person.adult)
let rate = 15%
  except top "一级": 20% when (= level l1)
  except: 5% when old
function growth(now: money, before: money) -> percent = (- (/ now before) 1)
table sub(kind: Kind, size: quantity of 升) -> money unique
  columns kind, size, amount
  row | e | any | 2×10000元
  row | p | <= 2.0升 | 1×10000元
  row | q | > 2升 | 0元
table tiers "档"(n: count) -> money highest from "tiers.csv"
list champions "冠军" of text from "c.csv" column "代码"
)x");
}

TEST(Declarations, measures) {
  expect_both(R"x(measure m "补助" for e {
  cites d clause 24 "引文", dated applied
  cites d clause 25 "一段", "二段", in force 2024-01-01 to 2024-06-30
  cites d clause "2/(四)"
  in force 2024-01-01 to 2024-06-30
  require big: x > 1
  require "标签": y unless z
  require w
  let r = 1
  pay r of x at most 300万元
  limit 100万元 per uscc per year
  limit 5000万元 per project, owner in total
  once per base
  share city c, county rest
  paid from fund
  paid share city from fund
  rounding down to 1元
  version v1 in force 2024-01-01 to 2024-12-31 { pay 1元 }
  no version 2025-01-01 to 2025-06-30
})x",
              R"x(措施 m “补助” 适用 e {
  依据 d 第24条 “引文”，基准日 applied
  依据 d 第25条 “一段”、“二段”，有效期 2024-01-01 至 2024-06-30
  依据 d 第 “2/(四)” 条
  有效期 2024-01-01 至 2024-06-30
  条件 big：x > 1
  条件 “标签”：y 除非 z
  条件 w
  令 r = 1
  支付 r 的 x 最高 300万元
  限额 100万元 每 uscc 每年
  限额 5000万元 每 project、owner 累计
  一次性 每 base
  分担 city c，county 其余
  出自 fund
  已付 分担 city 自 fund
  取整 舍去 到 1元
  版本 v1 有效期 2024-01-01 至 2024-12-31 { 支付 1元 }
  无版本 2025-01-01 至 2025-06-30
})x",
              R"x(measure m "补助" for e
  cites d 24 "引文"
  dated applied
  cites d 25 "一段", "二段"
  in force 2024-01-01 to 2024-06-30
  cites d 2/(四)
  in force 2024-01-01 to 2024-06-30
  require big: (> x 1)
  require "标签": y unless z
  require: w
  let r = 1
  pay (at_most (of r x) 300×10000元)
  limit 100×10000元 per uscc per year
  limit 5000×10000元 per project, owner in total
  once per base
  share city c, county rest
  paid from fund
  paid share city from fund
  rounding down to 1元
  version v1 in force 2024-01-01 to 2024-12-31
    pay 1元
  no version 2025-01-01 to 2025-06-30
)x");
}

TEST(Declarations, settlement) {
  expect_both(R"x(limit 200万元 of m1, m2 per uscc per year
pool p "资金" { cites d clause 1
  in force 2024-01-01 to 2024-12-31
  total cap
  order by applied
  when exhausted prorate
  quota region { east: 5亿元, otherwise: 1亿元 } }
choose highest of a, b per buyer
choose first of a, b per buyer, class)x",
              R"x(限额 200万元 的 m1、m2 每 uscc 每年
资金池 p “资金” { 依据 d 第1条
  有效期 2024-01-01 至 2024-12-31
  总额 cap
  排序 applied
  用尽时 按比例
  配额 region { east：5亿元，其余：1亿元 } }
择取 最高者 a、b 每 buyer
择取 最先者 a、b 每 buyer、class)x",
              R"x(limit 200×10000元 of m1, m2 per uscc per year
pool p "资金"
  cites d 1
  in force 2024-01-01 to 2024-12-31
  total cap
  order by applied
  when exhausted prorate
  quota region [east: 5×100000000元] [otherwise: 1×100000000元]
choose highest of a, b per buyer
choose first of a, b per buyer, class
)x");
}

TEST(Declarations, targets) {
  expect_both(R"x(target t "目标" over e {
  cites d clause 22
  dated signed
  reach sum(a where b) / sum(a) >= 80% each year tentative
  reach count(c) >= 1 by 2025-12-31 for each district in cities
  reach x from 1 to 2 during 2024-01-01 to 2024-12-31
  reach x about 5% within 2个百分点
  reach opened by 2025-06-30
})x",
              R"x(目标 t “目标” 统计 e {
  依据 d 第22条
  基准日 signed
  达到 合计(a 其中 b) ÷ 合计(a) 不低于 80% 逐年 力争
  达到 计数(c) ≥ 1 截至 2025-12-31 各 district 属于 cities
  达到 x 自 1 至 2 期间 2024-01-01 至 2024-12-31
  达到 x 约 5% 误差 2个百分点
  达到 opened 截至 2025-06-30
})x",
              R"x(target t "目标" over e
  cites d 22
  dated signed
  reach (/ (sum a where b) (sum a)) >= 80% each year tentative
  reach (count c) >= 1 by 2025-12-31 for each district in cities
  reach x from 1 to 2 during 2024-01-01 to 2024-12-31
  reach x about 5% within 2个百分点
  reach opened by 2025-06-30
)x");
}

TEST(Declarations, scenarios) {
  expect_both(R"x(scenario "标题" for m {
  given a = 1, b = x, as of 2024-11-01
  expect referred because rate, ceiling 3万元
  given paid 5元
  expect eligible, pays 8万元
  given a = 2 expect error because division_by_zero@share
}
scenarios for m {
  | a   | b | -> | status   | pays  | because |
  | 1亩 | x | -> | eligible | 4万元 |         |
  |     | y | -> | ineligible |     | size, kind |
})x",
              R"x(算例 “标题” 适用 m {
  已知 a = 1，b = x，截至日 2024-11-01
  应得 referred 因 rate，上限 3万元
  已知 已付 5元
  应得 eligible，支付 8万元
  已知 a = 2 应得 error 因 division_by_zero@share
}
算例 适用 m {
  | a | b | -> | status | pays | because |
  | 1亩 | x | -> | eligible | 4万元 | |
  | | y | -> | ineligible | | size、kind |
})x",
              R"x(scenario "标题" for m
  given a = 1, b = x, as of 2024-11-01
  expect referred, ceiling 3×10000元, because rate
  given paid 5元
  expect eligible, pays 8×10000元
  given a = 2
  expect error, because division_by_zero@share
scenarios for m
  columns a, b -> status, pays, because
  row | 1亩 | x -> | eligible | 4×10000元 | 
  row |  | y -> | ineligible |  | {size kind}
)x");
}

}  // namespace
}  // namespace huice::syntax
