#include "compiler/layout/lines.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/unicode/normalize.h"
#include "base/unicode/width.h"
#include "compiler/layout/spacing.h"

namespace huice::layout {
namespace {

bool opens(const Piece& piece) { return piece.kind == Token::Kind::sign && (piece.word == "{" || piece.word == "("); }
bool closes(const Piece& piece) { return piece.kind == Token::Kind::sign && (piece.word == "}" || piece.word == ")"); }

bool is_one_of(const Piece& piece, const std::set<std::string_view>& words) {
  return piece.kind == Token::Kind::keyword && words.contains(piece.word);
}

Block block_of(const Piece& head) {
  static const std::set<std::string_view> fields{"entity", "主体"};
  static const std::set<std::string_view> clauses{"measure", "措施", "document", "文件", "pool",     "资金池",    "target",
                                                  "目标",    "scenario", "scenarios", "算例", "version", "版本"};
  if (is_one_of(head, fields)) return Block::fields;
  return is_one_of(head, clauses) ? Block::clauses : Block::other;
}

/// A line that begins so goes on with the one before.
bool begins_as_continuation(const Line& line) {
  static const std::set<std::string_view> words{"and", "且",   "or", "或",  "of",   "的",     "at",   "最高",   "最低",   "unless", "除非",
                                                "is",  "已填", "in", "属于", "不属于", "except", "例外", "rounded", "default", "缺省",  "where", "其中"};
  static const std::set<std::string_view> signs{"+", "-", "*", "/", "=", "<", "<=", ">", ">=", "!=", "≤", "≥", "≠", ".", ":"};
  const Piece& first = line.pieces.front();
  const Piece* second = line.pieces.size() > 1 ? &line.pieces[1] : nullptr;
  if (first.kind == Token::Kind::sign) return signs.contains(first.word);
  if (first.word == "in" && second != nullptr && second->word == "force") return false;
  if (first.word == "when" || first.word == "当") return second == nullptr || second->word != "exhausted";
  return is_one_of(first, words);
}

bool ends_open(const Line& line) {
  static const std::set<std::string_view> signs{"+", "-", "*", "/", "=", "<", "<=", ">", ">=", "!=", "≤", "≥", "≠", ".", ":", "->"};
  static const std::set<std::string_view> words{"and", "且", "or", "或", "not", "非", "of", "的", "最高", "最低", "unless", "除非", "when", "当"};
  for (size_t i = line.pieces.size(); i-- > 0;) {
    const Piece& piece = line.pieces[i];
    if (piece.kind == Token::Kind::comment) continue;
    return (piece.kind == Token::Kind::sign && signs.contains(piece.word)) || is_one_of(piece, words);
  }
  return false;
}

/// `given a = 1,` and then `b = 2`: a list that goes on. A clause begins with its keyword.
bool continues_list(const Line& line, const Line& last) {
  if (line.block != Block::clauses || line.pieces.front().kind == Token::Kind::keyword) return false;
  for (size_t i = last.pieces.size(); i-- > 0;) {
    if (last.pieces[i].kind != Token::Kind::comment) return last.pieces[i].word == ",";
  }
  return false;
}

std::vector<Line> split(const text::Source& source, text::SourceId id) {
  std::vector<Line> lines;
  uint32_t before = 0;  // end of the token before
  for (const Token& token : syntax::tokens(source, id)) {
    const std::string_view gap = std::string_view(source.bytes).substr(before, token.span.begin - before);
    const auto breaks = std::count(gap.begin(), gap.end(), '\n');
    const bool lone_return = breaks == 0 && gap.find('\r') != std::string_view::npos;
    if (lines.empty() || breaks > 0 || lone_return) {
      lines.emplace_back();
      lines.back().blank_before = breaks > 1;
    }
    std::string_view text = source.slice(token.span);
    while (token.kind == Token::Kind::comment && (text.ends_with(' ') || text.ends_with('\t'))) text.remove_suffix(1);
    const bool sign = token.kind == Token::Kind::sign || token.kind == Token::Kind::keyword;
    lines.back().pieces.push_back({token.kind, text, sign ? unicode::fold_width(text) : std::string(text), gap.empty(), 1});
    before = token.span.end;
  }
  return lines;
}

}  // namespace

std::vector<Line> lines_of(const text::Source& source, text::SourceId id) {
  std::vector<Line> lines = split(source, id);
  struct Open {
    Block block;
    size_t id;
  };
  std::vector<Open> open;  // one per bracket
  size_t blocks = 0;
  const Piece* item = nullptr;
  const Line* last = nullptr;  // that holds more than a comment
  for (Line& line : lines) {
    const bool comment_only = line.pieces.front().kind == Token::Kind::comment;
    line.block = open.empty() ? Block::file : open.back().block;
    line.block_id = open.empty() ? 0 : open.back().id;
    set_spaces(line);
    line.continues = !comment_only && last != nullptr && (begins_as_continuation(line) || ends_open(*last) || continues_list(line, *last));
    line.depth = open.size();
    for (size_t i = 0; i < line.pieces.size() && closes(line.pieces[i]) && line.depth > 0; ++i) --line.depth;
    if (!comment_only && (open.empty() || !line.continues) && (line.depth == 0 || block_of(line.pieces.front()) == Block::clauses)) {
      item = &line.pieces.front();
    }
    for (const Piece& piece : line.pieces) {
      if (opens(piece)) {
        const bool of_item = piece.word == "{" && item != nullptr && (open.empty() || (open.size() == 1 && item == &line.pieces.front()));
        open.push_back({of_item ? block_of(*item) : Block::other, ++blocks});
      } else if (closes(piece) && !open.empty()) {
        open.pop_back();
      }
    }
    if (!comment_only) last = &line;
  }
  return lines;
}

size_t width(const Line& line, size_t end) {
  size_t cells = 0;
  for (size_t i = 0; i < end; ++i) {
    cells += (i == 0 ? 0 : line.pieces[i].space) + unicode::display_width(line.pieces[i].text);
  }
  return cells;
}

void move_to(Line& line, size_t at, size_t cells) {
  const size_t before = width(line, at);
  line.pieces[at].space = cells > before ? cells - before : 1;
}

}  // namespace huice::layout
