// The keywords in both languages. A word that means several things is told by the rule it stands in.
#include "compiler/syntax/antlr/keyword_words.h"

#include <algorithm>
#include <map>

namespace huice::syntax::antlr {
namespace {

using P = PolicyParser;
using antlr4::ParserRuleContext;
using Types = std::vector<size_t>;

/// Keywords that are one word in either language and the same wherever they stand.
const std::map<size_t, Words>& single() {
  static const std::map<size_t, Words> words{
      {P::AND, {"and", "且"}}, {P::OR, {"or", "或"}}, {P::NOT, {"not", "非"}}, {P::NOT_IN, {"not in", "不属于"}},
      {P::IS_GIVEN, {"is given", "已填"}}, {P::AT, {"at", "于"}}, {P::MATCH, {"match", "按"}}, {P::STEPPED, {"stepped", "分档"}},
      {P::MARGINAL, {"marginal", "累进"}}, {P::INTERPOLATED, {"interpolated", "插值"}}, {P::WHERE, {"where", "其中"}},
      {P::WHEN, {"when", "当"}}, {P::UNLESS, {"unless", "除非"}}, {P::EXCEPT, {"except", "例外"}}, {P::DEFAULT, {"default", "缺省"}},
      {P::TRUE, {"true", "是"}}, {P::FALSE, {"false", "否"}}, {P::OTHERWISE, {"otherwise", "其余"}}, {P::HUICE, {"huice", "惠策"}},
      {P::USE, {"use", "引用"}}, {P::DOCUMENT, {"document", "文件"}}, {P::ISSUER, {"issuer", "发文机关"}},
      {P::SOURCE, {"source", "原文"}}, {P::IN_FORCE, {"in force", "有效期"}}, {P::FROM, {"from", "自"}},
      {P::CLAUSES, {"clauses", "条款"}}, {P::QUALITATIVE, {"qualitative", "定性"}}, {P::HALF_UP, {"half up", "四舍五入"}},
      {P::UP, {"up", "进位"}}, {P::DOWN, {"down", "舍去"}}, {P::ENTITY, {"entity", "主体"}}, {P::TYPE, {"type", "类型"}},
      {P::KEY, {"key", "主键"}}, {P::REQUIRED, {"required", "必填"}}, {P::MAY_BE_NEGATIVE, {"may be negative", "可为负"}},
      {P::DECIDED_BY, {"decided by", "核定"}}, {P::EXTERNAL, {"external", "外部"}}, {P::ONE_OF, {"one of", "单选"}},
      {P::SET_OF, {"set of", "多选"}}, {P::QUANTITY_OF, {"quantity of", "数量"}}, {P::MONEY, {"money", "金额"}},
      {P::PERCENT, {"percent", "比例"}}, {P::INTEGER, {"integer", "整数"}}, {P::COUNT, {"count", "计数"}}, {P::TEXT, {"text", "文本"}},
      {P::BOOL, {"bool", "是否"}}, {P::DATE_TYPE, {"date", "日期"}}, {P::DATETIME_TYPE, {"datetime", "时间"}},
      {P::PERIOD_TYPE, {"period", "期限"}}, {P::DECIMAL, {"decimal", "小数"}}, {P::DATA_UNIT, {"in", "单位"}},
      {P::RATIO, {"as ratio", "比值"}}, {P::DIGITS, {"digits", "位数"}}, {P::PARAMETER, {"parameter", "参数"}},
      {P::TABLE, {"table", "表"}}, {P::LIST, {"list", "名单"}}, {P::FUNCTION, {"function", "函数"}}, {P::LET, {"let", "令"}},
      {P::BELONGING, {"of", "属"}}, {P::UNIQUE, {"unique", "唯一"}}, {P::COLUMN, {"column", "列"}}, {P::VIA, {"via", "经"}},
      {P::SUM, {"sum", "合计"}}, {P::MIN, {"min", "最小"}}, {P::MAX, {"max", "最大"}}, {P::AVERAGE, {"average", "平均"}},
      {P::ALL, {"all", "全部"}}, {P::ANY, {"any", "任一"}}, {P::MEASURE, {"measure", "措施"}}, {P::FOR, {"for", "适用"}},
      {P::VERSION, {"version", "版本"}}, {P::NO_VERSION, {"no version", "无版本"}}, {P::CITES, {"cites", "依据"}},
      {P::DATED, {"dated", "基准日"}}, {P::REQUIRE, {"require", "条件"}}, {P::AT_MOST, {"at most", "最高"}},
      {P::AT_LEAST, {"at least", "最低"}}, {P::LIMIT, {"limit", "限额"}}, {P::PER, {"per", "每"}}, {P::PER_YEAR, {"per year", "每年"}},
      {P::TOTAL, {"total", "总额"}}, {P::IN_TOTAL, {"in total", "累计"}}, {P::ONCE, {"once", "一次性"}}, {P::SHARE, {"share", "分担"}},
      {P::REST, {"rest", "其余"}}, {P::GIVEN, {"given", "已知"}}, {P::STARTS_WITH, {"starts with", "开头为"}},
      {P::POOL, {"pool", "资金池"}}, {P::PAID, {"paid", "已付"}}, {P::PAID_FROM, {"paid from", "出自"}},
      {P::ORDER_BY, {"order by", "排序"}}, {P::WHEN_EXHAUSTED, {"when exhausted", "用尽时"}}, {P::STOP, {"stop", "停止"}},
      {P::PARTIAL, {"partial", "部分"}}, {P::PRORATE, {"prorate", "按比例"}}, {P::QUOTA, {"quota", "配额"}},
      {P::CHOOSE, {"choose", "择取"}}, {P::TARGET, {"target", "目标"}}, {P::OVER, {"over", "统计"}}, {P::REACH, {"reach", "达到"}},
      {P::DURING, {"during", "期间"}}, {P::EACH_YEAR, {"each year", "逐年"}}, {P::FOR_EACH, {"for each", "各"}},
      {P::TENTATIVE, {"tentative", "力争"}}, {P::ABOUT, {"about", "约"}}, {P::WITHIN, {"within", "误差"}},
      {P::EXPECT, {"expect", "应得"}}, {P::PAYS, {"pays", "支付"}}, {P::BECAUSE, {"because", "因"}}, {P::CEILING, {"ceiling", "上限"}},
      {P::AS_OF, {"as of", "截至日"}},
  };
  return words;
}

/// Keywords of several words in English: the type whose spellings they share.
const std::vector<std::pair<Types, size_t>>& phrases() {
  static const std::vector<std::pair<Types, size_t>> all{
      {{P::MAY, P::BE, P::NEGATIVE}, P::MAY_BE_NEGATIVE}, {{P::AT, P::MOST}, P::AT_MOST}, {{P::AT, P::LEAST}, P::AT_LEAST},
      {{P::IN, P::FORCE}, P::IN_FORCE}, {{P::HALF, P::UP}, P::HALF_UP}, {{P::DECIDED, P::BY}, P::DECIDED_BY}, {{P::ONE, P::OF}, P::ONE_OF},
      {{P::SET, P::OF}, P::SET_OF}, {{P::QUANTITY, P::OF}, P::QUANTITY_OF}, {{P::AS, P::RATIO}, P::RATIO}, {{P::IS, P::GIVEN}, P::IS_GIVEN},
      {{P::NOT, P::IN}, P::NOT_IN}, {{P::STARTS, P::WITH}, P::STARTS_WITH}, {{P::NO, P::VERSION}, P::NO_VERSION},
      {{P::PAID, P::FROM}, P::PAID_FROM}, {{P::ORDER, P::BY}, P::ORDER_BY}, {{P::WHEN, P::EXHAUSTED}, P::WHEN_EXHAUSTED},
      {{P::EACH, P::YEAR}, P::EACH_YEAR}, {{P::FOR, P::EACH}, P::FOR_EACH}, {{P::PER, P::YEAR}, P::PER_YEAR}, {{P::IN, P::TOTAL}, P::IN_TOTAL},
      {{P::AS, P::OF}, P::AS_OF}};
  return all;
}

/// What a keyword means by its place, where that is not said by its type alone.
std::optional<Words> by_place(ParserRuleContext* rule, size_t type, size_t child) {
  switch (rule->getRuleIndex()) {
    case P::RuleRounding:
    case P::RuleBoundTail:
      if (type == P::TO) return Words{"to", "到"};
      if (type == P::ROUNDING || type == P::ROUNDED) return rule->getRuleIndex() == P::RuleRounding ? Words{"rounding", "取整"} : Words{"rounded", "取整"};
      break;
    case P::RuleFieldOption:
      if (type == P::IN) return Words{"in", "单位"};
      break;
    case P::RuleTopLet:
    case P::RuleList:
      if (type == P::OF) return Words{"of", "属"};
      break;
    case P::RuleOperand:  // stepped by x
      if ((type == P::BY || type == P::MATCH) && child > 0) return Words{"by", "按"};
      break;
    case P::RuleTablePolicy:
      if (type == P::HIGHEST) return Words{"highest", "取高"};
      break;
    case P::RuleChoose:
      if (type == P::HIGHEST) return Words{"highest of", "最高者"};
      if (type == P::FIRST) return Words{"first of", "最先者"};
      if (type == P::OF) return Words{"", ""};
      break;
    case P::RuleCell:
      if (type == P::ANY) return Words{"any", "任意"};
      break;
    case P::RuleSharePart:
      if (type == P::OTHERWISE) return Words{"rest", "其余"};
      break;
    case P::RuleScenario:
      if (type == P::SCENARIO || type == P::SCENARIOS) {
        const bool table = rule->getRuleContext<P::GridContext>(0) != nullptr;
        return Words{table ? "scenarios" : "scenario", "算例"};
      }
      break;
    case P::RuleExpectation:
      if (type == P::PAY) return Words{"pays", "支付"};
      break;
    default: break;
  }
  switch (type) {
    case P::TO: return Words{"to", "至"};
    case P::IN: return Words{"in", "属于"};
    case P::OF: return Words{"of", "的"};
    case P::BY: return Words{"by", "截至"};
    case P::PAY: return Words{"pay", "支付"};
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<Words> words_of(ParserRuleContext* rule, size_t type, size_t child) {
  if (auto placed = by_place(rule, type, child)) return placed;
  const auto found = single().find(type);
  if (found == single().end()) return std::nullopt;
  return found->second;
}

std::pair<size_t, size_t> phrase_at(const std::vector<size_t>& types, size_t from) {
  for (const auto& [phrase, type] : phrases()) {
    if (from + phrase.size() > types.size()) continue;
    if (std::equal(phrase.begin(), phrase.end(), types.begin() + static_cast<ptrdiff_t>(from))) return {phrase.size(), type};
  }
  return {1, types[from]};
}

}  // namespace huice::syntax::antlr
