// How each clause and declaration is written: the hint under "expected …, found …".
#include "compiler/syntax/antlr/errors.h"

namespace huice::syntax::antlr {
namespace {

using P = PolicyParser;

Phrase both(std::string_view text) { return {std::string(text), std::string(text)}; }

Phrase of_measure_clause(size_t first) {
  switch (first) {
    case P::CITES: return {"cites DOCUMENT clause N \"fragment\"", "依据 文件名 第N条 \"引文\""};
    case P::DATED: return {"dated FIELD", "基准日 字段"};
    case P::REQUIRE: return {"require NAME \"label\": CONDITION unless CONDITION", "条件 名称 \"说明\"：条件式 除非 条件式"};
    case P::LET: return {"let NAME = EXPRESSION", "令 名称 = 表达式"};
    case P::PAY: return {"pay EXPRESSION at most BOUND", "支付 表达式 最高 上限"};
    case P::LIMIT: return {"limit AMOUNT per KEY per year", "限额 数额 每 主键 每年"};
    case P::ONCE: return {"once per KEY", "一次性 每 主键"};
    case P::SHARE: return {"share NAME AMOUNT, NAME rest", "分担 名称 数额，名称 其余"};
    case P::PAID: case P::PAID_FROM: return {"paid from POOL", "出自 资金池"};
    case P::IN: case P::IN_FORCE: return {"in force 2024-10-01 to 2025-12-31", "有效期 2024-10-01 至 2025-12-31"};
    case P::ROUNDING: case P::ROUNDED: return {"rounding half up to 0.01元", "取整 四舍五入 到 0.01元"};
    case P::VERSION: return {"version NAME in force DATE to DATE { … }", "版本 名称 有效期 日期 至 日期 { … }"};
    default:
      return {"cites, dated, in force, require, let, pay, limit, once, share, paid from, rounding or version",
              "依据、基准日、有效期、条件、令、支付、限额、一次性、分担、出自、取整 或 版本"};
  }
}

Phrase of_item(size_t first) {
  switch (first) {
    case P::USE: return both("use \"other.policy\"");
    case P::DOCUMENT: return {"document NAME \"label\" { … }", "文件 名称 \"标题\" { … }"};
    case P::TYPE: return {"type NAME = one of { a \"label\", b \"label\" }", "类型 名称 = 单选 { 甲 \"说明\"，乙 \"说明\" }"};
    case P::ENTITY: return {"entity NAME \"label\" { FIELD \"label\" : TYPE … }", "主体 名称 \"标题\" { 字段 \"说明\"：类型 … }"};
    case P::PARAMETER: return {"parameter NAME : TYPE { from 2024-01-01: VALUE }", "参数 名称：类型 { 自 2024-01-01：值 }"};
    case P::LET: return {"let NAME = EXPRESSION, or let NAME of ENTITY = EXPRESSION", "令 名称 = 表达式，或 令 名称 属 主体 = 表达式"};
    case P::FUNCTION: return {"function NAME(a: TYPE) -> TYPE = EXPRESSION", "函数 名称(甲：类型) -> 类型 = 表达式"};
    case P::TABLE: return {"table NAME(a: TYPE) -> TYPE unique { | a | amount | … }", "表 名称(甲：类型) -> 类型 唯一 { | 甲 | 金额 | … }"};
    case P::LIST: return {"list NAME of TYPE from \"file.csv\" column \"header\"", "名单 名称 属 类型 自 \"文件.csv\" 列 \"表头\""};
    case P::MEASURE: return {"measure NAME \"label\" for ENTITY { … }", "措施 名称 \"标题\" 适用 主体 { … }"};
    case P::LIMIT: return {"limit AMOUNT of MEASURE, MEASURE per KEY per year", "限额 数额 的 措施，措施 每 主键 每年"};
    case P::POOL: return {"pool NAME \"label\" { … }", "资金池 名称 \"标题\" { … }"};
    case P::CHOOSE: return {"choose highest of MEASURE, MEASURE per KEY", "择取 最高者 措施，措施 每 主键"};
    case P::TARGET: return {"target NAME \"label\" over ENTITY { … }", "目标 名称 \"标题\" 统计 主体 { … }"};
    case P::SCENARIO: case P::SCENARIOS:
      return {"scenario \"label\" for MEASURE { given …  expect … }", "算例 \"标题\" 适用 措施 { 已知 …  应得 … }"};
    default: return {};
  }
}

Phrase of_document_clause() {
  return {"issuer, in force, source, clauses, qualitative or rounding", "发文机关、有效期、原文、条款、定性 或 取整"};
}

}  // namespace

Phrase form_of(antlr4::RuleContext* context, antlr4::TokenStream& tokens) {
  for (; context != nullptr; context = dynamic_cast<antlr4::RuleContext*>(context->parent)) {
    const auto* rule = dynamic_cast<antlr4::ParserRuleContext*>(context);
    if (rule == nullptr || rule->start == nullptr) return {};
    const size_t first = tokens.get(rule->start->getTokenIndex())->getType();
    switch (context->getRuleIndex()) {
      case P::RuleMatchArm: return {"VALUE: RESULT", "取值：结果"};
      case P::RuleScaleStep: return {"<= BOUND: RESULT", "<= 上界：结果"};
      case P::RuleDatedValue: return {"from 2024-01-01: VALUE", "自 2024-01-01：值"};
      case P::RuleField: return {"NAME \"label\" : TYPE", "名称 \"说明\"：类型"};
      case P::RuleExceptClause: return {"except NAME \"label\": VALUE when CONDITION", "例外 名称 \"说明\"：值 当 条件式"};
      case P::RuleMeasureClause: return of_measure_clause(first);
      case P::RuleDocumentClause: return of_document_clause();
      case P::RulePoolClause: return {"cites, total, order by, when exhausted, quota or in force", "依据、总额、排序、用尽时、配额 或 有效期"};
      case P::RuleReach: return {"reach X >= Y by DATE", "达到 X >= Y 截至 日期"};
      case P::RuleStep:
        return first == P::GIVEN ? Phrase{"given FIELD = VALUE, FIELD = VALUE", "已知 字段 = 值，字段 = 值"}
                                 : Phrase{"expect STATUS, pays AMOUNT because REASON", "应得 状态，支付 数额 因 理由"};
      case P::RuleMeasure: return of_measure_clause(0);
      case P::RuleItem: return of_item(first);
      default: break;
    }
  }
  return {};
}

}  // namespace huice::syntax::antlr
