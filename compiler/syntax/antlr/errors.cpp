#include "compiler/syntax/antlr/errors.h"

#include <algorithm>

#include "base/unicode/closest.h"
#include "base/units.h"
#include "compiler/syntax/glued.h"

namespace huice::syntax::antlr {
namespace {

using antlr4::Token;
using diagnostics::Kind;
using P = PolicyParser;

/// The nearest context at which reading goes on, or the outermost.
antlr4::ParserRuleContext* clause_context(antlr4::Parser& parser) {
  antlr4::RuleContext* context = parser.getContext();
  while (context->parent != nullptr && !is_recovery_rule(context->getRuleIndex())) {
    context = dynamic_cast<antlr4::RuleContext*>(context->parent);
  }
  return dynamic_cast<antlr4::ParserRuleContext*>(context);
}

}  // namespace

Errors::Errors(const Text& text, diagnostics::Sink& sink) : text_(text), sink_(sink) {
  const text::SourceId source = text.end().source;
  for (const auto& diagnostic : sink.all()) {
    if (diagnostic.span.source == source) faults_.push_back(diagnostic.span.begin);
  }
  std::sort(faults_.begin(), faults_.end());
}

void Errors::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  Token* offending = error.getOffendingToken();
  if (offending == nullptr) offending = parser->getCurrentToken();
  if (already_reported(clause_context(*parser)->start, *offending)) return;
  report(*parser, *offending, error);
}

void Errors::recover(antlr4::Parser* parser, std::exception_ptr error) {
  antlr4::ParserRuleContext* context = parser->getContext();
  const size_t rule = context->getRuleIndex();
  if (!is_recovery_rule(rule)) std::rethrow_exception(error);
  antlr4::TokenStream& tokens = *parser->getTokenStream();
  if (resume_) {
    tokens.seek(*resume_);
    resume_.reset();
    return;
  }
  int depth = 0;  // braces opened since the clause began
  const size_t here = tokens.index();
  for (size_t i = context->start->getTokenIndex(); i < here; ++i) {
    const size_t type = tokens.get(i)->getType();
    depth += type == P::LEFT_BRACE ? 1 : type == P::RIGHT_BRACE ? -1 : 0;
  }
  while (true) {
    const Token& token = *parser->getCurrentToken();
    if (token.getType() == Token::EOF || begins_item(tokens, token)) return;
    const bool moved = tokens.index() > context->start->getTokenIndex();
    if (depth <= 0 && moved && begins_clause(tokens, token, rule)) return;
    if (token.getType() == P::LEFT_BRACE) ++depth;
    if (token.getType() == P::RIGHT_BRACE && --depth < 0) return;
    tokens.consume();  // not parser->consume(): nothing of this belongs to the tree
  }
}

void Errors::sync(antlr4::Parser* parser) {
  antlr4::ParserRuleContext* context = parser->getContext();
  const size_t rule = context->getRuleIndex();
  antlr4::TokenStream& tokens = *parser->getTokenStream();
  Token* token = parser->getCurrentToken();
  if (clause_rule(rule) == rule || context->getToken(P::LEFT_BRACE, 0) == nullptr) return;
  if (begins_item(tokens, *token) && !can_begin(tokens, *token, clause_rule(rule))) throw antlr4::InputMismatchException(parser);
  if (may_begin_in_block(tokens, *token, rule) || token->getType() == Token::EOF) return;
  if (!inErrorRecoveryMode(parser)) {
    beginErrorCondition(parser);
    if (!already_reported(nullptr, *token)) report_unknown_clause(*parser, *token);
  }
  int depth = 0;
  do {
    const size_t type = token->getType();
    depth += type == P::LEFT_BRACE ? 1 : type == P::RIGHT_BRACE ? -1 : 0;
    tokens.consume();
    token = parser->getCurrentToken();
    if (token->getType() == Token::EOF || begins_item(tokens, *token)) return;
    if (depth <= 0 && (token->getType() == P::RIGHT_BRACE || begins_clause(tokens, *token, clause_rule(rule)))) return;
  } while (true);
}

antlr4::Token* Errors::recoverInline(antlr4::Parser* parser) { throw antlr4::InputMismatchException(parser); }

void Errors::skip_to_item(antlr4::Parser& parser) {
  antlr4::TokenStream& tokens = *parser.getTokenStream();
  while (true) {
    const Token& token = *parser.getCurrentToken();
    if (token.getType() == Token::EOF || begins_item(tokens, token)) return;
    tokens.consume();
  }
}

void Errors::report_no_item(Token& token) {
  const Phrase found = found_phrase(text_, token);
  auto& diagnostic = sink_.report(Kind::unexpected_token, text_.span(token),
                                  {{"expected", "a declaration"}, {"expected_zh", "一项声明"}, {"found", found.en}, {"found_zh", found.zh}});
  if (token.getType() == P::HUICE) {
    diagnostic.hint("`huice 1` stands once, first in its file", "“惠策 1”只在文件开头写一次");
    return;
  }
  if (const auto meant = unicode::closest(text_.word(token), item_words())) {
    diagnostic.hint("did you mean `" + *meant + "`?", "是否应为“" + *meant + "”？").fix(text_.span(token), *meant);
    return;
  }
  diagnostic.hint("a file holds declarations: document, entity, type, parameter, let, measure, scenario, …",
                  "文件由声明组成：文件、主体、类型、参数、令、措施、算例……");
}

bool Errors::already_reported(const Token* start, const Token& offending) const {
  uint32_t from = text_.span(offending).begin;
  if (start != nullptr) from = std::min(from, text_.span(*start).begin);
  const text::Source& source = text_.source();
  const uint32_t line = source.position(text_.span(offending).begin).line;
  from = std::min(from, source.line_starts[line - 1]);
  const uint32_t to = line < source.line_starts.size() ? source.line_starts[line] : static_cast<uint32_t>(source.bytes.size());
  const auto fault = std::lower_bound(faults_.begin(), faults_.end(), from);
  return fault != faults_.end() && *fault < std::max(to, from + 1);
}

void Errors::report(antlr4::Parser& parser, Token& offending, const antlr4::RecognitionException& error) {
  ++reported_;
  const antlr4::misc::IntervalSet expected = error.getExpectedTokens();
  if (Token* word = missing_operand(parser, offending)) {
    resume_ = word->getTokenIndex();
    return report_expected(parser, *word, {"an expression", "一个表达式"});
  }
  if (report_unclosed(parser, offending) || report_glued(parser, offending) || report_unit_apart(parser, offending) ||
      report_reserved(offending, expected)) {
    return;
  }
  if (parser.getContext()->getRuleIndex() == P::RuleItem && parser.getContext()->start == &offending) return report_no_item(offending);
  // Where several readings were tried, what is expected is known only for the first word of them.
  const auto* choice = dynamic_cast<const antlr4::NoViableAltException*>(&error);
  const bool known = choice == nullptr || choice->getStartToken() == &offending;
  report_expected(parser, offending, known ? expected_phrase(expected, parser.getVocabulary()) : Phrase{"something else", "其他内容"});
}

void Errors::report_expected(antlr4::Parser& parser, Token& offending, const Phrase& wanted) {
  const Phrase found = found_phrase(text_, offending);
  auto& diagnostic = sink_.report(Kind::unexpected_token, text_.span(offending),
                                  {{"expected", wanted.en}, {"expected_zh", wanted.zh}, {"found", found.en}, {"found_zh", found.zh}});
  if (offending.getType() == P::EQUAL && offending.getStartIndex() > 0 && text_.folded()[offending.getStartIndex() - 1] == U'=') {
    diagnostic.hint("equality is written with one `=`", "相等只写一个 =");
  }
  const char32_t next = offending.getStopIndex() + 1 < text_.folded().size() ? text_.folded()[offending.getStopIndex() + 1] : U' ';
  if (offending.getType() == P::EQUAL && (next == U'>' || next == U'<')) {
    const std::string meant = next == U'>' ? ">=" : "<=";
    diagnostic.hint("write `" + meant + "`", "请写“" + meant + "”");
    return;
  }
  const Phrase form = form_of(parser.getContext(), *parser.getTokenStream());
  if (!form.en.empty()) diagnostic.hint("it is written: " + form.en, "写法：" + form.zh);
}

/// `let x =` and then `let y = 1`: the second `let` was read as a name. It is the word that is out of place.
Token* Errors::missing_operand(antlr4::Parser& parser, Token& offending) {
  antlr4::TokenStream& tokens = *parser.getTokenStream();
  const size_t index = offending.getTokenIndex();
  if (index < 2) return nullptr;
  Token* word = tokens.get(index - 1);
  const Token& before = *tokens.get(index - 2);
  if (!is_contextual(word->getType()) || before.getLine() == word->getLine()) return nullptr;
  switch (before.getType()) {
    case P::EQUAL: case P::PLUS: case P::MINUS: case P::MINUS_BETWEEN: case P::STAR: case P::SLASH: case P::LESS: case P::LESS_EQUAL:
    case P::GREATER: case P::GREATER_EQUAL: case P::NOT_EQUAL: case P::COLON: case P::AND: case P::OR: case P::NOT: case P::OF:
    case P::PAY: case P::REQUIRE: case P::MOST: case P::LEAST: case P::AT_MOST: case P::AT_LEAST: break;
    default: return nullptr;
  }
  const size_t rule = clause_context(parser)->getRuleIndex();
  return begins_item(tokens, *word) || begins_clause(tokens, *word, rule) ? word : nullptr;
}

void Errors::report_unknown_clause(antlr4::Parser& parser, Token& token) {
  ++reported_;
  const size_t rule = parser.getContext()->getRuleIndex();
  if (Token* word = missing_operand(parser, token)) return report_expected(parser, *word, {"an expression", "一个表达式"});
  if (report_glued(parser, token) || report_unit_apart(parser, token)) return;
  if (rule == P::RuleEntity && is_reserved(token.getType())) return report_reserved(token);
  antlr4::TokenStream& tokens = *parser.getTokenStream();
  const size_t index = token.getTokenIndex();
  if (index > 0 && tokens.get(index - 1)->getLine() == token.getLine() && tokens.get(index - 1)->getType() != P::LEFT_BRACE) {
    return report_expected(parser, token, {"an operator or the next item", "运算符或下一项"});
  }
  const Phrase found = found_phrase(text_, token);
  const Phrase form = form_of(parser.getContext(), tokens);
  auto& diagnostic = sink_.report(Kind::unexpected_token, text_.span(token),
                                  {{"expected", form.en}, {"expected_zh", form.zh}, {"found", found.en}, {"found_zh", found.zh}});
  if (const auto meant = unicode::closest(text_.word(token), block_words(rule))) {
    diagnostic.hint("did you mean `" + *meant + "`?", "是否应为“" + *meant + "”？").fix(text_.span(token), *meant);
  }
}

/// The end of the file, or a new declaration, inside a block.
bool Errors::report_unclosed(antlr4::Parser& parser, Token& offending) {
  antlr4::TokenStream& tokens = *parser.getTokenStream();
  const bool at_end = offending.getType() == Token::EOF;
  if (!at_end && !begins_item(tokens, offending)) return false;
  std::vector<const Token*> open;
  for (size_t i = 0; i < offending.getTokenIndex(); ++i) {
    const Token* token = tokens.get(i);
    const size_t type = token->getType();
    if (type == P::LEFT_BRACE || type == P::LEFT_PAREN) open.push_back(token);
    if ((type == P::RIGHT_BRACE || type == P::RIGHT_PAREN) && !open.empty()) open.pop_back();
  }
  if (open.empty()) return false;
  const bool brace = open.back()->getType() == P::LEFT_BRACE;
  sink_.report(Kind::not_closed, text_.span(*open.back()), {{"open", std::string(text_.slice(*open.back()))}})
      .also(text_.span(offending), at_end ? "the file ends here" : "the next declaration begins here",
            at_end ? "文件在此结束" : "下一项声明从此处开始")
      .hint(brace ? "close it with `}`" : "close it with `)`", brace ? "请用“}”闭合" : "请用“)”闭合");
  return true;
}

bool Errors::glued(const Token& token) {
  if (token.getType() != P::NAME) return false;
  const std::string_view word = text_.slice(token);
  const auto offsets = likely_glue_points(word);
  if (!offsets) return false;
  const text::Span span = text_.span(token);
  auto& diagnostic = sink_.report(Kind::glued_words, span, {{"words", with_spaces(word, *offsets)}});
  for (const size_t offset : *offsets) {
    const auto at = static_cast<uint32_t>(span.begin + offset);
    diagnostic.fix({span.source, at, at}, " ");
  }
  return true;
}

bool Errors::report_glued(antlr4::Parser& parser, Token& offending) {
  if (glued(offending)) return true;
  antlr4::TokenStream& tokens = *parser.getTokenStream();
  const size_t index = offending.getTokenIndex();
  return index > 0 && glued(*tokens.get(index - 1));
}

/// `50 mu`, `30 %`.
bool Errors::report_unit_apart(antlr4::Parser& parser, Token& offending) {
  antlr4::TokenStream& tokens = *parser.getTokenStream();
  const size_t index = offending.getTokenIndex();
  if (index == 0) return false;
  const Token& number = *tokens.get(index - 1);
  if (number.getType() != P::NUMBER || number.getLine() != offending.getLine() || !parse_scaled_unit(text_.word(offending))) return false;
  const text::Span left = text_.span(number);
  const text::Span right = text_.span(offending);
  const std::string together = std::string(text_.slice(number)) + std::string(text_.slice(offending));
  sink_.report(Kind::unit_apart, right).hint("write " + together, "请写 " + together).fix({left.source, left.end, right.begin}, "");
  return true;
}

bool Errors::report_reserved(Token& offending, const antlr4::misc::IntervalSet& expected) {
  if (!is_reserved(offending.getType()) || !has(expected, P::NAME)) return false;
  if (has(expected, P::NUMBER)) return false;  // an expression: the word is an operator without its operand
  report_reserved(offending);
  return true;
}

void Errors::report_reserved(Token& offending) {
  const std::string word(text_.slice(offending));
  sink_.report(Kind::reserved_word, text_.span(offending), {{"word", word}})
      .hint("quote it to use it as a name: 「" + word + "」", "如需作名称，请加引号：「" + word + "」");
}

}  // namespace huice::syntax::antlr
