// What was expected and what was found, as people say it.
#include <vector>

#include "base/unicode/width.h"
#include "compiler/syntax/antlr/errors.h"

namespace huice::syntax::antlr {
namespace {

using antlr4::Token;
using P = PolicyParser;

constexpr size_t most_named = 4;

void join(std::string& to, const std::vector<std::string>& parts, std::string_view comma, std::string_view last) {
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) to += i + 1 == parts.size() ? last : comma;
    to += parts[i];
  }
}

struct Parts {
  std::vector<std::string> en, zh;
  void add(std::string in_english, std::string in_chinese) {
    en.push_back(std::move(in_english));
    zh.push_back(std::move(in_chinese));
  }
};

}  // namespace

Phrase expected_phrase(const antlr4::misc::IntervalSet& expected, const antlr4::dfa::Vocabulary& vocabulary) {
  const bool operand = has(expected, P::NUMBER) && has(expected, P::NAME);
  const bool name = !operand && has(expected, P::NAME);
  const bool operation = has(expected, P::PLUS) && has(expected, P::STAR);
  Parts parts;
  if (operand) parts.add("an expression", "一个表达式");
  if (operation) parts.add("an operator", "运算符");
  if (name) parts.add("a name", "一个名称");
  if (!operand && has(expected, P::NUMBER)) parts.add("a number", "一个数");
  if (!operand && has(expected, P::STRING)) parts.add("a text in quotes", "引号中的文本");
  if (!operand && has(expected, P::DATE)) parts.add("a date", "一个日期");
  std::vector<std::string> others;
  for (const antlr4::misc::Interval& interval : expected.getIntervals()) {
    for (ssize_t type = interval.a; type <= interval.b; ++type) {
      const auto id = static_cast<size_t>(type);
      if (type < 0 || id == P::MINUS_BETWEEN || id == P::UNIT_SLASH || id == P::UNREADABLE || id == P::CLAUSE_N ||
          id == P::CLAUSE_END) {
        continue;
      }
      if ((operand || name) && (is_contextual(id) || id == P::MOST || id == P::LEAST)) continue;
      const std::string literal = vocabulary.getLiteralName(id);  // only single spellings have one: signs
      if (literal.size() < 3) {
        if (is_keyword(id) && !operation) others.push_back(vocabulary.getSymbolicName(id));
        continue;
      }
      const std::string sign = literal.substr(1, literal.size() - 2);
      const bool opens = id == P::LEFT_BRACE || id == P::LEFT_PAREN;
      if ((operand && (opens || id == P::MINUS)) || (operation && id >= P::DOT && id != P::COLON && id != P::PIPE)) continue;
      if (id == P::COMMA && (operation || name)) continue;
      others.push_back("`" + sign + "`");
    }
  }
  if (others.size() <= most_named || parts.en.empty()) {
    for (std::string& other : others) {
      if (parts.en.size() >= most_named) break;
      if (other[0] != '`') {  // a keyword, by its symbolic name: `IN_FORCE` → `in force`
        for (char& c : other) c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        other = "`" + other + "`";
      }
      parts.add(other, other);
    }
  }
  if (parts.en.empty()) return {"something else", "其他内容"};
  Phrase phrase;
  join(phrase.en, parts.en, ", ", " or ");
  join(phrase.zh, parts.zh, "、", "或");
  return phrase;
}

Phrase found_phrase(const Text& text, const Token& token) {
  if (token.getType() == Token::EOF) return {"the end of the file", "文件结尾"};
  constexpr size_t longest = 40;  // bytes
  std::string shown = unicode::printable(text.slice(token).substr(0, longest + 1));
  if (shown.size() > longest) {
    size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(shown[cut]) & 0xC0) == 0x80) --cut;
    shown = shown.substr(0, cut) + "…";
  }
  return {"`" + shown + "`", "“" + shown + "”"};
}

}  // namespace huice::syntax::antlr
