#include <algorithm>

#include "compiler/coverage/html.h"
#include "compiler/coverage/plain.h"
#include "compiler/syntax/tokens.h"

namespace huice::coverage {
namespace {

using syntax::Token;

const char* class_of(Token::Kind kind) {
  switch (kind) {
    case Token::Kind::keyword: return "k";
    case Token::Kind::number:
    case Token::Kind::date: return "n";
    case Token::Kind::text: return "t";
    case Token::Kind::comment: return "c";
    default: return nullptr;
  }
}

std::string marked(const text::Source& source, text::SourceId id, uint32_t begin, uint32_t end) {
  std::string out;
  uint32_t at = begin;
  for (const Token& token : syntax::tokens(source, id)) {
    const char* kind = class_of(token.kind);
    if (token.span.begin < begin || token.span.end > end || kind == nullptr) continue;
    out += escaped(source.slice({id, at, token.span.begin})) + "<span class=" + kind + ">" + escaped(source.slice(token.span)) + "</span>";
    at = token.span.end;
  }
  return out + escaped(source.slice({id, at, end}));
}

}  // namespace

std::string html_of(const program::Program& program, text::Span declaration) {
  return "<pre>" + marked(program.sources[declaration.source], declaration.source, declaration.begin, declaration.end) + "</pre>\n";
}

std::string html_of_comment(const program::Program& program, text::Span declaration) {
  const text::Source& source = program.sources[declaration.source];
  const uint32_t end = source.position(declaration.begin).line;
  uint32_t begin = end;
  while (begin > 1 && source.line(begin - 1).starts_with("//")) --begin;
  std::string text;
  for (uint32_t line = begin; line < end; ++line) {
    std::string_view words = source.line(line).substr(2);
    while (words.starts_with(" ")) words.remove_prefix(1);
    const bool latin = !text.empty() && static_cast<unsigned char>(text.back()) < 0x80 && !words.empty() && static_cast<unsigned char>(words.front()) < 0x80;
    text += (latin ? " " : "") + std::string(words);
  }
  return text.empty() ? "" : "<p class=reading>" + escaped(text) + "</p>\n";
}

std::string html_of_text(const Clause& clause) {
  const Plain whole = plain(*clause.text);
  enum class Look { none, quoted, out, told };
  std::vector<Look> looks(whole.text.size(), Look::none);
  const auto look_so = [&](const Range& range, Look look) {
    std::fill(looks.begin() + static_cast<ptrdiff_t>(range.begin), looks.begin() + static_cast<ptrdiff_t>(range.end), look);
  };
  for (const Outside& one : clause.outside) look_so(one.range, one.reason.empty() ? Look::out : Look::told);
  for (const Range& range : clause.quoted) look_so(range, Look::quoted);
  const auto tag = [](Look look, bool open) -> std::string {
    if (look == Look::none) return "";
    if (look == Look::quoted) return open ? "<mark>" : "</mark>";
    return open ? look == Look::out ? "<u class=out>" : "<u class=told>" : "</u>";
  };
  std::string out = "<p>";
  Look current = Look::none;
  for (size_t i = 0; i < looks.size(); ++i) {
    // blanks and line breaks belong to the character before them
    if (looks[i] != current) out += tag(current, false) + tag(looks[i], true);
    current = looks[i];
    const std::string_view printed = std::string_view(*clause.text).substr(whole.at[i], whole.at[i + 1] - whole.at[i]);
    const bool paragraph = printed.find("\n\n") != std::string_view::npos;
    const size_t blank = printed.find_first_of(" \t\r\n");
    out += escaped(printed.substr(0, blank));
    if (paragraph && i + 1 < looks.size()) out += tag(current, false) + "</p>\n<p>" + tag(current, true);
    else if (blank != std::string_view::npos && i + 1 < looks.size()) out += printed.find('\n') != std::string_view::npos ? "\n" : " ";
  }
  return out + tag(current, false) + "</p>\n";
}

}  // namespace huice::coverage
