#include "compiler/explanation/source_text.h"

#include <algorithm>
#include <string_view>

#include "compiler/rules/walk.h"

namespace huice::explanation {
namespace {

/// The end of what starts at `at` and must not be touched: a string, or a comment (whose text is then dropped).
size_t end_of_string(std::string_view text, size_t at) {
  size_t end = text.find('"', at + 1);
  return end == std::string_view::npos ? text.size() : end + 1;
}

size_t end_of_comment(std::string_view text, size_t at) {
  bool line = text.substr(at, 2) == "//";
  size_t end = line ? text.find('\n', at) : text.find("*/", at + 2);
  if (end == std::string_view::npos) return text.size();
  return line ? end : end + 2;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Line breaks and runs of blanks become one space; comments go.
std::string one_line(std::string_view text) {
  std::string out;
  bool gap = false;
  auto append = [&](std::string_view piece) {
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out += piece;
  };
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    if (is_space(text[at])) {
      gap = true;
    } else if (text.substr(at, 2) == "//" || text.substr(at, 2) == "/*") {
      end = end_of_comment(text, at);
      gap = true;
    } else if (text[at] == '"') {
      end = end_of_string(text, at);
      append(text.substr(at, end - at));
    } else {
      append(text.substr(at, 1));
    }
    at = end;
  }
  return out;
}

struct Paren {
  std::string_view open, close;
};
constexpr Paren parens[] = {{"(", ")"}, {"（", "）"}, {"(", "）"}, {"（", ")"}};

/// Widens [begin, end) over one pair of parentheses right around it, within [from, to): `(a - b)` → `4000万元`.
void swallow_parens(std::string_view text, uint32_t from, uint32_t to, uint32_t& begin, uint32_t& end) {
  uint32_t left = begin, right = end;
  while (left > from && is_space(text[left - 1])) --left;
  while (right < to && is_space(text[right])) ++right;
  for (const Paren& paren : parens) {
    std::string_view before = text.substr(from, left - from), after = text.substr(right, to - right);
    if (!before.ends_with(paren.open) || !after.starts_with(paren.close)) continue;
    begin = left - static_cast<uint32_t>(paren.open.size());
    end = right + static_cast<uint32_t>(paren.close.size());
    return;
  }
}

bool inside(rules::Span inner, rules::Span outer) {
  return inner.source == outer.source && outer.begin <= inner.begin && inner.end <= outer.end;
}

}  // namespace

std::string SourceText::of(rules::Span span) const {
  if (!span.source.valid() || span.source.value >= sources_.size()) return {};
  return one_line(sources_[span.source].slice(span));
}

std::string SourceText::of(rules::ExprId expr) const { return of(program_.exprs[expr].span); }

void SourceText::collect(rules::ExprId id, rules::Span whole, const Replace& replace, std::vector<Edit>& edits) const {
  const rules::Expr& expr = program_.exprs[id];
  // Of a function's body, which stands elsewhere, only the arguments are part of this text.
  const bool here = inside(expr.span, whole);
  if (std::optional<std::string> text = here ? replace(id) : std::nullopt) {
    Edit edit{expr.span.begin, expr.span.end, std::move(*text)};
    swallow_parens(sources_[whole.source].bytes, whole.begin, whole.end, edit.begin, edit.end);
    edits.push_back(std::move(edit));
    return;
  }
  for (rules::ExprId child : rules::parts_of(expr)) collect(child, whole, replace, edits);
}

std::string SourceText::with(rules::ExprId id, const Replace& replace) const {
  rules::Span span = program_.exprs[id].span;
  if (!span.source.valid() || span.source.value >= sources_.size()) return {};
  std::vector<Edit> edits;
  collect(id, span, replace, edits);
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  const std::string& bytes = sources_[span.source].bytes;
  std::string out;
  uint32_t at = span.begin;
  for (const Edit& edit : edits) {
    if (edit.begin < at) continue;  // two expressions with one text: the first says it
    out.append(bytes, at, edit.begin - at);
    out += edit.text;
    at = edit.end;
  }
  out.append(bytes, at, span.end - at);
  return one_line(out);
}

}  // namespace huice::explanation
