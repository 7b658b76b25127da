// The stage's work: lexing, then one declaration after another, each built as soon as it is parsed.
#include "compiler/syntax/from_text.h"

#include "compiler/syntax/antlr/builder.h"
#include "compiler/syntax/antlr/errors.h"
#include "compiler/syntax/tokens.h"

namespace huice::syntax {
namespace {

using P = antlr::PolicyParser;

void parse(const antlr::Text& text, antlr::Lexed& lexed, File& file, Tree& tree, diagnostics::Sink& sink) {
  antlr4::ListTokenSource source(std::move(lexed.tokens));
  antlr4::CommonTokenStream tokens(&source);
  tokens.fill();
  P parser(&tokens);
  parser.removeErrorListeners();
  const auto errors = std::make_shared<antlr::Errors>(text, sink);
  parser.setErrorHandler(errors);
  antlr::Builder builder(text, tree, sink);
  if (tokens.LA(1) == P::HUICE) file.version = builder.version(parser.versionLine());
  while (tokens.LA(1) != antlr4::Token::EOF && !errors->exhausted()) {
    const size_t before = tokens.index();
    if (auto item = builder.item(parser.item())) file.items.push_back(std::move(*item));
    if (tokens.index() == before) {  // no declaration begins here
      tokens.consume();
      errors->skip_to_item(parser);
    }
  }
}

/// Hands on what was found in one file, in order of place, at most most_errors.
void hand_on(diagnostics::Sink& found, diagnostics::Sink& sink) {
  found.sort();
  size_t count = 0;
  for (const auto& diagnostic : found.all()) {
    if (++count > antlr::most_errors) {
      sink.report(diagnostics::Kind::too_many_errors, diagnostic.span);
      return;
    }
    sink.add(diagnostic);
  }
}

}  // namespace

void from_text(const text::Sources& sources, text::SourceId id, Tree& tree, diagnostics::Sink& sink) {
  const antlr::Text text(sources[id], id);
  diagnostics::Sink found;
  antlr::Lexed lexed = antlr::lex(text, found);
  File file{id, std::nullopt, {}, {}};
  for (const text::Span span : lexed.comments) file.comments.push_back({span});
  parse(text, lexed, file, tree, found);
  tree.files.push_back(std::move(file));
  hand_on(found, sink);
}

std::vector<Token> tokens(const text::Source& source, text::SourceId id) {
  const antlr::Text text(source, id);
  std::vector<Token> result;
  using L = antlr::PolicyLexer;
  for (const auto& token : antlr::raw_tokens(text)) {
    const size_t type = token->getType();
    if (type == antlr4::Token::EOF) break;
    Token::Kind kind = Token::Kind::sign;
    if (antlr::is_keyword(type) || type == L::AMBIGUOUS) kind = Token::Kind::keyword;
    switch (type) {
      case L::NAME:
      case L::UNIT_NAME: kind = Token::Kind::name; break;
      case L::QUOTED_NAME: kind = Token::Kind::quoted_name; break;
      case L::NUMBER: kind = Token::Kind::number; break;
      case L::DATE:
      case L::DATETIME: kind = Token::Kind::date; break;
      case L::STRING: kind = Token::Kind::text; break;
      case L::LINE_COMMENT:
      case L::BLOCK_COMMENT: kind = Token::Kind::comment; break;
      case L::UNTERMINATED_COMMENT:
      case L::UNTERMINATED_NAME:
      case L::UNTERMINATED_STRING:
      case L::BAD_DATE:
      case L::ERROR_CHARACTER: kind = Token::Kind::bad; break;
      default: break;
    }
    result.push_back({kind, text.span(*token), static_cast<uint32_t>(type)});
  }
  return result;
}

}  // namespace huice::syntax
