// Bounds on what the parser sees: how deep brackets nest, how long a chain of operators is. Both are cut here, before
// ANTLR looks ahead over them, so that no text costs more than its length deserves.
#include "compiler/syntax/antlr/lexing.h"

namespace huice::syntax::antlr {
namespace {

using antlr4::Token;
using diagnostics::Kind;
using L = PolicyLexer;

// Below deepest_expression, so that what is left of a chain is not reported a second time.
constexpr size_t longest_chain = 400;
// More than one is an error that the builder explains; of a long row it need not see the rest.
constexpr size_t most_comparisons = 4;

bool compares(size_t type) {
  switch (type) {
    case L::EQUAL: case L::NOT_EQUAL: case L::LESS: case L::LESS_EQUAL: case L::GREATER: case L::GREATER_EQUAL:
    case L::MORE_THAN: case L::NOT_MORE_THAN: case L::NOT_LESS_THAN: case L::LESS_THAN: return true;
    default: return false;
  }
}

bool continues_chain(size_t type) {
  switch (type) {
    case L::PLUS: case L::MINUS: case L::MINUS_BETWEEN: case L::STAR: case L::SLASH: case L::OF: case L::AND: case L::OR: case L::NOT:
    case L::IN: case L::NOT_IN: case L::IS: case L::IS_GIVEN: case L::STARTS: case L::STARTS_WITH: case L::AT: case L::AT_MOST: case L::AT_LEAST:
    case L::ROUNDED: case L::DEFAULT: case L::DOT: case L::VIA: return true;
    default: return compares(type);
  }
}

bool ends_chain(size_t type) {
  switch (type) {
    case L::COMMA: case L::COLON: case L::PIPE: case L::LEFT_BRACE: case L::RIGHT_BRACE: case L::REQUIRE: case L::LET:
    case L::PAY: case L::LIMIT: case L::GIVEN: case L::EXPECT: case L::MEASURE: case L::ENTITY: case L::PARAMETER:
    case L::DOCUMENT: case L::SCENARIO: case L::WHEN: case L::UNLESS: case L::EXCEPT: case L::FUNCTION:
    case L::TABLE: case L::LIST: case L::TYPE: return true;
    default: return false;
  }
}

class Bounds {
 public:
  Bounds(Tokens tokens, const Text& text, diagnostics::Sink& sink) : tokens_(std::move(tokens)), text_(text), sink_(sink) {}

  Tokens run() {
    for (auto& token : tokens_) {
      if (token->getType() == Token::EOF) {
        kept_.push_back(std::move(token));
      } else {
        read(std::move(token));
      }
    }
    return std::move(kept_);
  }

 private:
  /// The chain at one level of brackets.
  struct Level {
    size_t operators = 0;
    size_t comparisons = 0;
    bool cut = false;
    bool inside_cut = false;  // of an outer level
  };

  void read(std::unique_ptr<Token> token) {
    const size_t type = token->getType();
    const bool opens = type == L::LEFT_BRACE || type == L::LEFT_PAREN;
    const bool closes = (type == L::RIGHT_BRACE || type == L::RIGHT_PAREN) && levels_.size() > 1;
    if (closes) levels_.pop_back();
    if (ends_chain(type)) levels_.back() = {0, 0, levels_.back().inside_cut, levels_.back().inside_cut};
    Level& level = levels_.back();
    if (type == L::AND || type == L::OR) level.comparisons = 0;
    level.operators += continues_chain(type);
    level.comparisons += compares(type);
    if (!level.cut && level.comparisons > most_comparisons) {
      level.cut = true;
      sink_.report(Kind::chained_comparison, text_.span(*token))
          .hint("join two comparisons with `and`: a < b and b < c", "请用“且”连接两个比较：甲 < 乙 且 乙 < 丙");
      mark(std::move(token));
    } else if (!level.cut && level.operators > longest_chain) {
      level.cut = true;
      sink_.report(Kind::expression_too_deep, text_.span(*token), {{"limit", std::to_string(longest_chain)}})
          .hint("name parts of it with `let`", "请用“令”为其中部分命名");
      mark(std::move(token));
    } else if (opens && levels_.size() == deepest_brackets + 1 && !levels_.back().cut) {
      sink_.report(Kind::nested_too_deeply, text_.span(*token), {{"limit", std::to_string(deepest_brackets)}})
          .hint("name parts of it with `let`", "请用“令”为其中部分命名");
      mark(std::move(token));
    } else if (!hidden() && !(closes && levels_.size() == deepest_brackets + 1)) {
      kept_.push_back(std::move(token));
    }
    if (opens) levels_.push_back({0, 0, levels_.back().cut, levels_.back().cut});
  }

  /// Inside brackets that are too deep, or behind the end of a chain that is too long.
  bool hidden() const { return levels_.size() > deepest_brackets + 1 || levels_.back().cut; }

  void mark(std::unique_ptr<Token> token) {
    dynamic_cast<antlr4::CommonToken&>(*token).setType(L::UNREADABLE);
    kept_.push_back(std::move(token));
  }

  Tokens tokens_;
  const Text& text_;
  diagnostics::Sink& sink_;
  Tokens kept_;
  std::vector<Level> levels_{Level{}};
};

}  // namespace

Tokens bounded(Tokens tokens, const Text& text, diagnostics::Sink& sink) {
  return Bounds(std::move(tokens), text, sink).run();
}

}  // namespace huice::syntax::antlr
