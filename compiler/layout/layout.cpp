#include "compiler/layout/layout.h"

#include <algorithm>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/layout/columns.h"
#include "compiler/layout/lines.h"
#include "compiler/syntax/from_bytes.h"
#include "compiler/syntax/print.h"

namespace huice::layout {
namespace {

/// What must not change: the tokens and the tree.
struct Meaning {
  std::vector<std::string> tokens;  // comments without blanks at their ends
  std::string tree;
  bool whole = false;  // no syntax errors
};

Meaning meaning_of(const std::string& bytes) {
  text::Sources sources;
  syntax::Tree tree;
  diagnostics::Sink sink;
  const text::SourceId id = syntax::from_bytes(sources, "", bytes, tree, sink);
  Meaning meaning;
  meaning.whole = !sink.has_errors();
  if (!meaning.whole) return meaning;
  for (const syntax::Token& token : syntax::tokens(sources[id], id)) {
    std::string text(sources[id].slice(token.span));
    while (token.kind == syntax::Token::Kind::comment && (text.ends_with(' ') || text.ends_with('\t'))) text.pop_back();
    meaning.tokens.push_back(std::move(text));
  }
  meaning.tree = syntax::print(tree, sources);
  return meaning;
}

bool opens_block(const Line& line) {
  return line.pieces.back().kind == Token::Kind::sign && (line.pieces.back().word == "{" || line.pieces.back().word == "(");
}

bool blank_before(const std::vector<Line>& lines, size_t at) {
  if (at == 0) return false;
  const Line& before = lines[at - 1];
  const bool closing = lines[at].pieces.front().word == "}" || lines[at].pieces.front().word == ")";
  if (lines[at].depth == 0 && !closing && !lines[at].continues && before.pieces.front().word == "}") return true;
  return lines[at].blank_before && !opens_block(before) && !closing;
}

std::string laid_out(const text::Source& source, text::SourceId id) {
  std::vector<Line> lines = lines_of(source, id);
  for (size_t i = 0; i < lines.size(); ++i) lines[i].blank_before = blank_before(lines, i);
  align(lines);
  std::string result;
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.blank_before) result += '\n';
    result.append(2 * (line.depth + line.continues), ' ');
    for (size_t at = 0; at < line.pieces.size(); ++at) {
      if (at > 0) result.append(line.pieces[at].space, ' ');
      result += line.pieces[at].text;
    }
    result += '\n';
  }
  return result;
}

}  // namespace

bool can_format(const text::Source& source) { return meaning_of(source.bytes).whole; }

std::string format(const text::Source& source) {
  const Meaning before = meaning_of(source.bytes);
  if (!before.whole) return source.bytes;
  text::Sources sources;
  const text::SourceId id = text::add_source(sources, source.path, source.bytes);
  const std::string result = laid_out(sources[id], id);
  const Meaning after = meaning_of(result);
  if (!after.whole || after.tokens != before.tokens || after.tree != before.tree) return source.bytes;
  return result;
}

}  // namespace huice::layout
