// Where a declaration or a clause begins: told from the first words of a line, for going on after an error.
#include "compiler/syntax/antlr/errors.h"

namespace huice::syntax::antlr {
namespace {

using antlr4::Token;
using P = PolicyParser;

bool first_on_line(antlr4::TokenStream& tokens, const Token& token) {
  return token.getTokenIndex() == 0 || tokens.get(token.getTokenIndex() - 1)->getLine() < token.getLine();
}

size_t next_type(antlr4::TokenStream& tokens, const Token& token) {
  const size_t next = token.getTokenIndex() + 1;
  return next < tokens.size() ? tokens.get(next)->getType() : static_cast<size_t>(Token::EOF);
}

bool is_name(size_t type) { return type == P::NAME || type == P::QUOTED_NAME || is_contextual(type); }

bool begins_measure_clause(antlr4::TokenStream& tokens, const Token& token) {
  switch (token.getType()) {
    case P::CITES: case P::DATED: case P::REQUIRE: case P::LET: case P::PAY: case P::LIMIT: case P::ONCE: case P::SHARE:
    case P::PAID: case P::PAID_FROM: case P::VERSION: case P::NO: case P::NO_VERSION: case P::IN_FORCE: case P::ROUNDING:
    case P::ROUNDED: return true;
    case P::IN: return next_type(tokens, token) == P::FORCE;
    default: return false;
  }
}

bool begins_field(antlr4::TokenStream& tokens, const Token& token) {
  if (!is_name(token.getType())) return false;
  const size_t next = next_type(tokens, token);
  if (next == P::COLON) return true;
  return next == P::STRING && next_type(tokens, *tokens.get(token.getTokenIndex() + 1)) == P::COLON;
}

}  // namespace

bool is_recovery_rule(size_t rule) {
  switch (rule) {
    case P::RuleVersionLine: case P::RuleItem: case P::RuleDocumentClause: case P::RuleField: case P::RuleDatedValue:
    case P::RuleMeasureClause: case P::RulePoolClause: case P::RuleTargetClause: case P::RuleStep: return true;
    default: return false;
  }
}

bool begins_item(antlr4::TokenStream& tokens, const Token& token) {
  if (!first_on_line(tokens, token)) return false;
  const size_t next = next_type(tokens, token);
  switch (token.getType()) {
    case P::DOCUMENT: case P::ENTITY: case P::TYPE: case P::PARAMETER: case P::TABLE: case P::LIST: case P::FUNCTION:
    case P::MEASURE: case P::POOL: case P::TARGET: return token.getCharPositionInLine() == 0 && (is_name(next) || is_reserved(next));
    case P::SCENARIO: case P::SCENARIOS: return token.getCharPositionInLine() == 0 && (next == P::STRING || is_name(next));
    case P::LET: return token.getCharPositionInLine() == 0 && is_name(next);
    case P::USE: return token.getCharPositionInLine() == 0 && next == P::STRING;
    case P::CHOOSE: return token.getCharPositionInLine() == 0 && (next == P::HIGHEST || next == P::FIRST);
    case P::LIMIT: return token.getCharPositionInLine() == 0 && (next == P::NUMBER || is_name(next));
    default: return false;
  }
}

bool can_begin(antlr4::TokenStream& tokens, const Token& token, size_t rule) {
  switch (rule) {
    case P::RuleMeasureClause: return begins_measure_clause(tokens, token);
    case P::RuleField: return begins_field(tokens, token);
    case P::RuleDatedValue: return token.getType() == P::FROM;
    case P::RuleStep: return token.getType() == P::GIVEN || token.getType() == P::EXPECT;
    case P::RuleTargetClause: return token.getType() == P::CITES || token.getType() == P::DATED || token.getType() == P::REACH;
    case P::RuleDocumentClause:
      switch (token.getType()) {
        case P::ISSUER: case P::SOURCE: case P::IN_FORCE: case P::CLAUSES: case P::QUALITATIVE: case P::ROUNDING:
        case P::ROUNDED: return true;
        case P::IN: return next_type(tokens, token) == P::FORCE;
        default: return false;
      }
    case P::RulePoolClause:
      switch (token.getType()) {
        case P::CITES: case P::IN_FORCE: case P::TOTAL: case P::ORDER: case P::ORDER_BY: case P::WHEN:
        case P::WHEN_EXHAUSTED: case P::QUOTA: return true;
        case P::IN: return next_type(tokens, token) == P::FORCE;
        default: return false;
      }
    default: return false;
  }
}

bool begins_clause(antlr4::TokenStream& tokens, const Token& token, size_t rule) {
  return first_on_line(tokens, token) && can_begin(tokens, token, rule);
}

size_t clause_rule(size_t rule) {
  switch (rule) {
    case P::RuleMeasure:
    case P::RuleVersion: return P::RuleMeasureClause;
    case P::RuleEntity: return P::RuleField;
    case P::RuleParameter: return P::RuleDatedValue;
    case P::RuleScenario: return P::RuleStep;
    case P::RuleTarget: return P::RuleTargetClause;
    case P::RuleDocument: return P::RuleDocumentClause;
    case P::RulePool: return P::RulePoolClause;
    default: return rule;
  }
}

bool may_begin_in_block(antlr4::TokenStream& tokens, const Token& token, size_t rule) {
  const size_t type = token.getType();
  if (type == P::COMMA || type == P::RIGHT_BRACE) return true;
  const size_t clause = clause_rule(rule);
  if (clause == rule) return true;
  if (rule == P::RuleEntity) return is_name(type) || type == P::MOST || type == P::LEAST;
  if (rule == P::RuleScenario && type == P::PIPE) return true;
  return can_begin(tokens, token, clause);
}

std::vector<std::string> item_words() {
  return {"use",  "document", "type", "entity", "parameter", "let", "function", "table",    "list",   "measure", "limit", "pool", "choose", "target", "scenario",
          "引用", "文件",     "类型", "主体",   "参数",      "令",  "函数",     "表",       "名单",   "措施",    "限额",  "资金池", "择取", "目标", "算例"};
}

std::vector<std::string> block_words(size_t rule) {
  switch (clause_rule(rule)) {
    case P::RuleMeasureClause:
      return {"cites", "dated", "require", "let", "pay", "limit", "once", "share", "paid", "rounding", "version",
              "依据",  "基准日", "条件",   "令",  "支付", "限额", "一次性", "分担", "出自", "取整", "版本", "有效期", "无版本"};
    case P::RuleDocumentClause:
      return {"issuer", "source", "clauses", "qualitative", "rounding", "发文机关", "原文", "条款", "定性", "取整", "有效期"};
    case P::RulePoolClause: return {"cites", "total", "order", "when", "quota", "依据", "总额", "排序", "用尽时", "配额"};
    case P::RuleTargetClause: return {"cites", "dated", "reach", "依据", "基准日", "达到"};
    case P::RuleStep: return {"given", "expect", "已知", "应得"};
    case P::RuleDatedValue: return {"from", "自"};
    default: return {};
  }
}

}  // namespace huice::syntax::antlr
