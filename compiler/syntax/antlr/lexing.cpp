#include "compiler/syntax/antlr/lexing.h"

#include "base/unicode/normalize.h"
#include "base/unicode/utf8.h"
#include "base/unicode/words.h"

namespace huice::syntax::antlr {
namespace {

// The generated lexer remembers its steps for ASCII only; every other character is worked out anew, ten times slower.
// A letter that no rule of the lexer names can only be part of a name, a text or a comment, as `Q` is, so the lexer
// is shown a `Q`, and for others beyond ASCII what stands for their class. So its rules need no table of Unicode either.
// Positions stay, and what a token says is always taken from the source.
constexpr char32_t first_ideograph = 0x4E00;  // all of them begin words
constexpr char32_t last_ideograph = 0x9FCC;

/// The ideographs that rules name.
class NamedIdeographs {
 public:
  explicit NamedIdeographs(const antlr4::atn::ATN& atn) : named_(last_ideograph + 1 - first_ideograph) {
    for (const auto* state : atn.states) {
      for (const auto* transition : state->transitions) {
        const antlr4::misc::IntervalSet label = transition->label();
        for (const auto& interval : label.getIntervals()) add(interval);
      }
    }
  }
  bool has(char32_t c) const { return named_[c - first_ideograph]; }

 private:
  void add(const antlr4::misc::Interval& interval) {
    constexpr ssize_t most = 64;  // larger intervals are classes, as of names
    if (interval.b - interval.a > most) return;
    for (ssize_t c = interval.a; c <= interval.b; ++c) {
      if (c >= static_cast<ssize_t>(first_ideograph) && c <= static_cast<ssize_t>(last_ideograph)) named_[c - first_ideograph] = true;
    }
  }
  std::vector<bool> named_;
};

char32_t shown(char32_t c, const NamedIdeographs& named) {
  if (c < 0x80) return c;
  if (c >= first_ideograph && c <= last_ideograph) return named.has(c) ? c : U'Q';
  switch (unicode::part_of_word(c)) {
    case unicode::PartOfWord::start: return U'Q';
    case unicode::PartOfWord::inside: return U'·';
    case unicode::PartOfWord::none: return unicode::is_space(c) ? U'\v' : c;
  }
  return c;
}

class Characters : public antlr4::ANTLRInputStream {
 public:
  explicit Characters(const std::u32string& text) {
    static const NamedIdeographs named(PolicyLexer(nullptr).getATN());
    _data = text;
    for (char32_t& c : _data) c = shown(c, named);
  }
};

}  // namespace

Text::Text(const text::Source& source, text::SourceId id) : source_(source), id_(id) {
  const std::string_view bytes = source.bytes;
  folded_.reserve(bytes.size());
  offsets_.reserve(bytes.size() + 1);
  for (size_t offset = 0; offset < bytes.size();) {
    const unicode::CodePoint point = unicode::code_point_at(bytes, offset);
    offsets_.push_back(static_cast<uint32_t>(offset));
    // U+FF02 closes only what it opened, so it stays itself.
    folded_.push_back(point.value == U'\uFF02' ? point.value : unicode::fold_width(point.value));
    offset += point.length;
  }
  offsets_.push_back(static_cast<uint32_t>(bytes.size()));
}

text::Span Text::span(size_t first, size_t last) const {
  const size_t end = offsets_.size() - 1;
  first = std::min(first, end);
  const size_t stop = std::min(last + 1, end);  // last + 1 wraps to 0 for the empty token at the start
  return {id_, offsets_[first], offsets_[std::max(first, stop)]};
}

std::string Text::word(const antlr4::Token& token) const {
  std::string_view written = slice(token);
  if (written.starts_with("「")) written.remove_prefix(3);
  if (written.ends_with("」")) written.remove_suffix(3);
  return unicode::nfc(unicode::fold_width(written));
}

Tokens raw_tokens(const Text& text) {
  Characters characters(text.folded());
  PolicyLexer lexer(&characters);
  lexer.removeErrorListeners();
  Tokens tokens;
  while (true) {
    std::unique_ptr<antlr4::Token> token = lexer.nextToken();
    const size_t type = token->getType();
    if (type == PolicyLexer::SPACE) continue;
    tokens.push_back(std::move(token));
    if (type == antlr4::Token::EOF) return tokens;
    if (tokens.size() == most_tokens) {
      dynamic_cast<antlr4::CommonToken&>(*tokens.back()).setType(antlr4::Token::EOF);
      return tokens;
    }
  }
}

bool is_reserved(size_t type) { return type >= PolicyLexer::AND && type <= PolicyLexer::OTHERWISE; }
bool is_contextual(size_t type) { return type >= PolicyLexer::HUICE && type <= PolicyLexer::AS_OF && type != PolicyLexer::AMBIGUOUS; }
bool is_keyword(size_t type) { return is_reserved(type) || is_contextual(type); }

}  // namespace huice::syntax::antlr
