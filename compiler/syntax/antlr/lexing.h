// text → ANTLR tokens: folds full-width signs, reports what can't be read and repairs it, tells unit prices from
// division, bounds the depth of brackets. The parser then sees only tokens that its grammar knows.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "PolicyLexer.h"
#include "antlr4-runtime.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/text/source.h"

namespace huice::syntax::antlr {

/// Brackets of any kind inside each other; every recursion of the grammar passes through one.
constexpr size_t deepest_brackets = 200;
/// Operations inside each other in one expression; later stages recurse over expressions.
constexpr size_t deepest_expression = 500;
/// Tokens of one file, comments included.
constexpr size_t most_tokens = 2'000'000;

/// A source as the lexer sees it.
class Text {
 public:
  Text(const text::Source& source, text::SourceId id);
  const text::Source& source() const { return source_; }
  /// The bytes of characters [first, last]; an empty token (last < first) has an empty span.
  text::Span span(size_t first, size_t last) const;
  text::Span span(const antlr4::Token& token) const { return span(token.getStartIndex(), token.getStopIndex()); }
  text::Span end() const { return span(offsets_.size() - 1, offsets_.size() - 2); }
  std::string_view slice(const antlr4::Token& token) const { return source_.slice(span(token)); }
  /// As a name counts: full-width signs folded, NFC, quotes 「」 removed.
  std::string word(const antlr4::Token& token) const;
  const std::u32string& folded() const { return folded_; }

 private:
  const text::Source& source_;
  text::SourceId id_;
  std::u32string folded_;
  std::vector<uint32_t> offsets_;  // of each character, and the end
};

using Tokens = std::vector<std::unique_ptr<antlr4::Token>>;

/// What the generated lexer makes of the text, comments and faulty tokens included, white space left out, EOF last.
/// Beyond most_tokens the rest is left out.
Tokens raw_tokens(const Text& text);

struct Lexed {
  Tokens tokens;  // for the parser; EOF last
  std::vector<text::Span> comments;
};
Lexed lex(const Text& text, diagnostics::Sink& sink);

/// Tokens without what is nested too deeply or chained too long: each such part is reported and becomes one UNREADABLE.
Tokens bounded(Tokens tokens, const Text& text, diagnostics::Sink& sink);

/// Whether a word of this type may be a name without quotes.
bool is_contextual(size_t type);
bool is_reserved(size_t type);
bool is_keyword(size_t type);

}  // namespace huice::syntax::antlr
