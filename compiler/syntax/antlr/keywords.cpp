// Walks the parse tree: a token is a keyword by its place, never by its text alone.
#include "compiler/syntax/keywords.h"

#include <algorithm>
#include <map>

#include "base/unicode/normalize.h"
#include "base/words.h"
#include "compiler/syntax/antlr/builder.h"
#include "compiler/syntax/antlr/errors.h"
#include "compiler/syntax/antlr/keyword_words.h"

namespace huice::syntax {
namespace {

using P = antlr::PolicyParser;
using antlr4::ParserRuleContext;
using antlr4::Token;
using antlr4::tree::TerminalNode;

// Words that scenarios know, told by what is written.
constexpr std::array<Word, 4> outcomes{{{"status", "状态"}, {"pays", "支付"}, {"ceiling", "上限"}, {"because", "因"}}};
constexpr std::array<Word, 1> ceiling{{{"ceiling", "上限"}}};
constexpr std::array<Word, 1> as_of{{{"as_of", "截至日"}}};

class Walk {
 public:
  Walk(const antlr::Text& text, antlr::Builder& builder, bool as_of_is_field) : text_(text), builder_(builder), as_of_is_field_(as_of_is_field) {}

  void walk(ParserRuleContext* rule) {
    if (auto* clause = dynamic_cast<P::ClauseContext*>(rule)) return clause_number(clause);
    if (auto* name = dynamic_cast<P::NameContext*>(rule)) return this->name(name);
    if (dynamic_cast<P::LabelContext*>(rule) != nullptr || dynamic_cast<P::UnitPartContext*>(rule) != nullptr ||
        dynamic_cast<P::ContextualContext*>(rule) != nullptr)
      return;
    if (auto* scenario = dynamic_cast<P::ScenarioContext*>(rule); scenario != nullptr && scenario->grid() != nullptr) table(scenario->grid());
    if (auto* step = dynamic_cast<P::StepContext*>(rule)) this->step(step);
    if (dynamic_cast<P::RoundingContext*>(rule) != nullptr) apart(dynamic_cast<ParserRuleContext*>(rule->parent));
    children(rule);
  }

  std::vector<Spelling> take() {
    const auto before = [](const Spelling& a, const Spelling& b) { return std::pair(a.span.begin, a.span.end) < std::pair(b.span.begin, b.span.end); };
    std::stable_sort(found_.begin(), found_.end(), before);
    for (Spelling& one : found_)
      for (const Token* comma : commas_)
        if (one.span.begin == text_.span(*comma).begin) one.en.clear();
    return std::move(found_);
  }

 private:
  void put(const Token* token, std::string en, std::string zh) { found_.push_back({text_.span(*token), std::move(en), std::move(zh)}); }

  void children(ParserRuleContext* rule) {
    std::vector<size_t> types;
    for (auto* child : rule->children) {
      auto* terminal = dynamic_cast<TerminalNode*>(child);
      types.push_back(terminal == nullptr ? 0 : terminal->getSymbol()->getType());
    }
    for (size_t i = 0; i < types.size(); ++i) {
      auto* terminal = dynamic_cast<TerminalNode*>(rule->children[i]);
      if (terminal == nullptr) {
        if (auto* below = dynamic_cast<ParserRuleContext*>(rule->children[i])) walk(below);
        continue;
      }
      const auto [count, type] = antlr::phrase_at(types, i);
      if (const auto words = antlr::words_of(rule, type, i)) {
        put(terminal->getSymbol(), words->en, words->zh);
        for (size_t more = 1; more < count; ++more) put(dynamic_cast<TerminalNode*>(rule->children[i + more])->getSymbol(), "", "");
        i += count - 1;
      } else {
        sign(terminal->getSymbol());
      }
    }
  }

  /// Whether the last words of `rule` are an expression, which could go on.
  static bool ends_in_expression(antlr4::tree::ParseTree* rule) {
    while (rule != nullptr && !rule->children.empty()) {
      if (dynamic_cast<P::ExpressionContext*>(rule) != nullptr) return true;
      rule = rule->children.back();
    }
    return false;
  }

  /// `取整` is both `rounding` and `rounded`: behind an expression the clause needs a comma before it in Chinese.
  void apart(ParserRuleContext* clause) {
    const auto& siblings = dynamic_cast<ParserRuleContext*>(clause->parent)->children;
    const auto at = std::find(siblings.begin(), siblings.end(), clause);
    if (at == siblings.begin()) return;
    const bool comma = dynamic_cast<TerminalNode*>(at[-1]) != nullptr && at - siblings.begin() > 1;
    auto* before = dynamic_cast<ParserRuleContext*>(comma ? at[-2] : at[-1]);
    if (before == nullptr || !ends_in_expression(before)) return;
    if (comma) {
      commas_.push_back(dynamic_cast<TerminalNode*>(at[-1])->getSymbol());
      return;
    }
    const auto span = text_.span(*before->stop);
    found_.push_back({{span.source, span.end, span.end}, "", "，"});
  }

  /// `clause 10` and `第10条`, `clause "2/(四)"` and `第 "2/(四)" 条`.
  void clause_number(P::ClauseContext* clause) {
    if (auto* whole = clause->CLAUSE_N()) {
      const std::string text = text_.word(*whole->getSymbol());
      const size_t ends = std::string_view("第").size();
      put(whole->getSymbol(), "clause " + text.substr(ends, text.size() - 2 * ends), text);
      return;
    }
    const Token* number = (clause->NUMBER() != nullptr ? clause->NUMBER() : clause->STRING())->getSymbol();
    const std::string written(text_.slice(*number)), folded = text_.word(*number);
    const bool plain = folded.find_first_not_of("0123456789") == std::string::npos;
    put(clause->CLAUSE()->getSymbol(), "clause", plain ? "" : "第");
    put(number, plain ? folded : written, plain ? "第" + folded + "条" : written + " 条");
    if (clause->CLAUSE_END() != nullptr) put(clause->CLAUSE_END()->getSymbol(), "", "");
  }

  /// A name is left alone, unless it is one that a scenario or an aggregate gives its meaning.
  void name(P::NameContext* name) {
    auto* operand = dynamic_cast<P::OperandContext*>(name->parent);
    if (operand == nullptr || operand->arguments() == nullptr) return;
    const size_t values = operand->arguments()->expression().size();
    const bool filtered = operand->arguments()->WHERE() != nullptr;
    if (values != (filtered ? 2U : 1U)) return;
    switch (const size_t type = name->start->getType()) {
      case P::SUM:
      case P::COUNT:
      case P::MIN:
      case P::MAX:
      case P::AVERAGE:
      case P::ALL:
      case P::ANY:
        if (const auto words = antlr::words_of(name, type, 0)) put(name->start, words->en, words->zh);
        return;
      default: return;
    }
  }

  template <size_t n>
  bool known(const Token* token, const std::array<Word, n>& words) {
    if (token == nullptr || token->getType() == P::QUOTED_NAME) return false;
    const auto index = find_word(words, text_.word(*token));
    if (index) put(token, std::string(words[*index].en), std::string(words[*index].zh));
    return index.has_value();
  }
  void status(const Token* token) {
    if (!known(token, status_words)) known(token, target_status_words);
  }
  bool is_eligible(const Token* token) const {
    const std::string text = token == nullptr ? "" : text_.word(*token);
    return text == "eligible" || text == "符合";
  }

  void step(P::StepContext* step) {
    if (step->EXPECT() == nullptr || step->name() == nullptr) return;
    status(step->name()->start);
    if (!is_eligible(step->name()->start)) return;
    for (auto* expectation : step->expectation())
      for (auto* reason : expectation->reason())
        if (reason->start == reason->stop) known(reason->start, ceiling);
  }

  /// The token of a cell that holds one word.
  static const Token* word_in(const P::CellContext* cell) { return cell != nullptr && cell->start == cell->stop ? cell->start : nullptr; }

  void table(P::GridContext* grid) {
    const auto rows = builder_.rows(grid).rows;
    if (rows.empty()) return;
    const auto& header = rows[0];
    const auto is = [&](size_t column, const char* en, const char* zh) {
      const Token* token = word_in(header[column]);
      return token != nullptr && (text_.word(*token) == en || text_.word(*token) == zh);
    };
    size_t arrow = 0;
    while (arrow < header.size() && (header[arrow] == nullptr || header[arrow]->ARROW() == nullptr)) ++arrow;
    for (size_t column = 0; column < header.size(); ++column) {
      if (column > arrow) {
        known(word_in(header[column]), outcomes);
      } else if (!as_of_is_field_) {
        known(word_in(header[column]), as_of);
      }
    }
    for (size_t row = 1; row < rows.size(); ++row) {
      bool eligible = false;
      for (size_t column = arrow + 1; column < std::min(header.size(), rows[row].size()); ++column) {
        if (!is(column, "status", "状态")) continue;
        status(word_in(rows[row][column]));
        eligible = is_eligible(word_in(rows[row][column]));
      }
      for (size_t column = arrow + 1; eligible && column < std::min(header.size(), rows[row].size()); ++column) {
        if (is(column, "because", "因")) known(word_in(rows[row][column]), ceiling);
      }
    }
  }

  void sign(const Token* token) {
    const std::string written(text_.slice(*token)), plain = unicode::fold_width(written);
    const auto to = [&](const char* en, const char* zh) { put(token, en, zh); };
    switch (token->getType()) {
      case P::COLON: return to(":", "：");
      case P::COMMA: return put(token, ",", written == "," ? "，" : written);
      case P::LEFT_PAREN: return to("(", "（");
      case P::RIGHT_PAREN: return to(")", "）");
      case P::STAR: return to("*", "×");
      case P::NOT_EQUAL: return to("!=", "≠");
      case P::LESS_EQUAL: return to("<=", "≤");
      case P::GREATER_EQUAL: return to(">=", "≥");
      // 超过 reads well in Chinese, and `>` does too: both stay
      case P::MORE_THAN: return put(token, ">", written);
      case P::NOT_MORE_THAN: return put(token, "<=", written);
      case P::NOT_LESS_THAN: return put(token, ">=", written);
      case P::LESS_THAN: return put(token, "<", written);
      case P::SLASH:
      case P::UNIT_SLASH:
      case P::MINUS:
      case P::MINUS_BETWEEN: return put(token, plain, written);
      case P::LEFT_BRACE:
      case P::RIGHT_BRACE:
      case P::DOT:
      case P::PIPE:
      case P::ARROW:
      case P::AT_SIGN:
      case P::EQUAL:
      case P::LESS:
      case P::GREATER:
      case P::PLUS: return put(token, plain, plain);
      default: return;
    }
  }

  const antlr::Text& text_;
  antlr::Builder& builder_;
  bool as_of_is_field_;
  std::vector<Spelling> found_;
  std::vector<const Token*> commas_;  // that only Chinese needs
};

}  // namespace

std::vector<Spelling> spellings(const text::Source& source, text::SourceId id, bool as_of_is_field) {
  const antlr::Text text(source, id);
  diagnostics::Sink sink;
  Tree tree;
  antlr::Lexed lexed = antlr::lex(text, sink);
  antlr4::ListTokenSource tokens_of_source(std::move(lexed.tokens));
  antlr4::CommonTokenStream tokens(&tokens_of_source);
  tokens.fill();
  P parser(&tokens);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<antlr::Errors>(text, sink));
  antlr::Builder builder(text, tree, sink);
  Walk walk(text, builder, as_of_is_field);
  if (tokens.LA(1) == P::HUICE) walk.walk(parser.versionLine());
  while (tokens.LA(1) != Token::EOF) {
    const size_t before = tokens.index();
    walk.walk(parser.item());
    if (tokens.index() == before) break;  // no declaration begins here; the caller has seen that there is no such text
  }
  return walk.take();
}

}  // namespace huice::syntax
