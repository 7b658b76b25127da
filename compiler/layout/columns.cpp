#include "compiler/layout/columns.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "base/unicode/width.h"

namespace huice::layout {
namespace {

using Group = std::vector<Line*>;

bool sign(const Piece& piece, std::string_view word) { return piece.kind == Token::Kind::sign && piece.word == word; }
bool is_comment(const Piece& piece) { return piece.kind == Token::Kind::comment; }

using Act = std::function<void(const Group&)>;
using Belongs = std::function<bool(const Line&)>;

/// Runs of lines of one block for which `belongs` holds, not broken by its other lines. Lines with only a comment, lines
/// that go on with the one before and inner blocks break no run; a blank line does, unless `over_blanks`.
void each_run(std::vector<Line>& lines, const Belongs& belongs, bool over_blanks, const Act& act) {
  std::map<size_t, Group> runs;  // by block
  const auto finish = [&](Group& run) {
    if (run.size() > 1) act(run);
    run.clear();
  };
  for (Line& line : lines) {
    if (is_comment(line.pieces.front()) || line.continues) continue;
    Group& run = runs[line.block_id];
    const bool fits = belongs(line);
    if (!fits || (line.blank_before && !over_blanks)) finish(run);
    if (fits) run.push_back(&line);
  }
  for (auto& [id, run] : runs) finish(run);
}

/// Moves piece `at(line)` of every line to the same column, one blank behind the longest part before it.
void line_up(const Group& run, const std::function<std::optional<size_t>(const Line&)>& at) {
  size_t column = 0;
  for (const Line* line : run) {
    if (const auto piece = at(*line)) column = std::max(column, width(*line, *piece) + 1);
  }
  for (Line* line : run) {
    if (const auto piece = at(*line)) move_to(*line, *piece, column);
  }
}

// ---- name "label" : type ---------------------------------------------------------------------------------------------

std::optional<size_t> label_at(const Line& line, size_t from = 1) {
  if (line.pieces.size() > from && line.pieces[from].kind == Token::Kind::text) return from;
  return std::nullopt;
}

std::optional<size_t> field_colon(const Line& line) {
  const size_t at = label_at(line) ? 2 : 1;
  if (line.pieces.size() > at && sign(line.pieces[at], ":")) return at;
  return std::nullopt;
}

void align_fields(std::vector<Line>& lines) {
  const auto is_field = [](const Line& line) { return line.block == Block::fields && !line.continues && field_colon(line).has_value(); };
  each_run(lines, is_field, true, [](const Group& run) {
    size_t column = 0;
    for (const Line* line : run) column = std::max(column, width(*line, 1) + 1);
    for (Line* line : run) {
      if (label_at(*line)) move_to(*line, 1, column);
    }
    line_up(run, field_colon);
  });
}

// ---- clauses ---------------------------------------------------------------------------------------------------------

bool is_require(const Line& line) {
  return !line.continues && (line.pieces.front().word == "require" || line.pieces.front().word == "条件");
}

/// Where the body of a clause begins: behind its first word, or behind `in force`. `let x = …` and heads of two words
/// read on, and stay out of the column.
std::optional<size_t> body_at(const Line& line) {
  static const std::set<std::string_view> apart{"let", "paid", "order", "when", "no", "version", "版本", "}"};
  if (line.block != Block::clauses || line.continues || line.pieces.size() < 2) return std::nullopt;
  const Piece& head = line.pieces.front();
  if (head.kind != Token::Kind::keyword || apart.contains(head.word)) return std::nullopt;
  const size_t at = head.word == "in" ? 2 : 1;
  if (line.pieces.size() <= at || is_comment(line.pieces[at])) return std::nullopt;
  return at;
}

/// `NAME "label": test`: the pieces between the head and the test of a `require`.
struct Parts {
  std::optional<size_t> label, test;
};
Parts require_parts(const Line& line) {
  const bool named = line.pieces.size() > 1 && line.pieces[1].kind != Token::Kind::text;
  const std::optional<size_t> label = label_at(line, named ? 2 : 1);
  const size_t colon = label ? *label + 1 : 2;
  if (line.pieces.size() <= colon + 1 || !sign(line.pieces[colon], ":")) return {};
  return {label, colon + 1};
}

void align_clauses(std::vector<Line>& lines) {
  const auto is_clause = [](const Line& line) { return body_at(line).has_value(); };
  // `let` and the like stand between clauses without breaking their column.
  const auto in_block = [](const Line& line) { return line.block == Block::clauses && !line.continues; };
  each_run(lines, in_block, true, [&](const Group& run) {
    Group clauses;
    std::copy_if(run.begin(), run.end(), std::back_inserter(clauses), [&](Line* line) { return is_clause(*line); });
    line_up(clauses, body_at);
  });
  each_run(lines, [](const Line& line) { return line.block == Block::clauses && is_require(line); }, false, [](const Group& run) {
    line_up(run, [](const Line& line) { return require_parts(line).label; });
    line_up(run, [](const Line& line) { return require_parts(line).test; });
  });
}

// ---- | a | b | -------------------------------------------------------------------------------------------------------

std::vector<size_t> pipes(const Line& line) {
  std::vector<size_t> result;
  for (size_t i = 0; i < line.pieces.size(); ++i) {
    if (sign(line.pieces[i], "|")) result.push_back(i);
  }
  return result;
}

void align_rows(const Group& run) {
  const size_t count = pipes(*run.front()).size();
  for (size_t column = 1; column < count; ++column) {
    size_t at = 0;
    for (Line* line : run) {
      const std::vector<size_t> signs = pipes(*line);
      if (signs[column] > signs[column - 1] + 1) line->pieces[signs[column - 1] + 1].space = 1;
      line->pieces[signs[column]].space = 1;
      at = std::max(at, width(*line, signs[column]) + 1);
    }
    for (Line* line : run) move_to(*line, pipes(*line)[column], at);
  }
}

void align_tables(std::vector<Line>& lines) {
  size_t i = 0;
  while (i < lines.size()) {
    Group run;
    size_t count = 0;
    for (; i < lines.size(); ++i) {
      if (is_comment(lines[i].pieces.front())) continue;
      const size_t here = sign(lines[i].pieces.front(), "|") ? pipes(lines[i]).size() : 0;
      if (run.empty()) count = here;
      if (here == 0 || here != count) break;
      run.push_back(&lines[i]);
    }
    if (run.empty()) {
      ++i;
    } else {
      align_rows(run);
    }
  }
}

// ---- comments behind lines -------------------------------------------------------------------------------------------

void align_comments(std::vector<Line>& lines) {
  size_t i = 0;
  const auto trailing = [](const Line& line) { return line.pieces.size() > 1 && line.pieces.back().text.starts_with("//"); };
  while (i < lines.size()) {
    Group run;
    for (; i < lines.size() && trailing(lines[i]); ++i) {
      if (!run.empty() && (lines[i].blank_before || lines[i].block_id != run.back()->block_id)) break;
      run.push_back(&lines[i]);
    }
    if (run.size() > 1) {
      size_t column = 0;
      const auto indent = [](const Line& line) { return 2 * (line.depth + line.continues); };
      for (const Line* line : run) column = std::max(column, indent(*line) + width(*line, line->pieces.size() - 1) + 2);
      for (Line* line : run) move_to(*line, line->pieces.size() - 1, column - indent(*line));
    }
    if (run.empty()) ++i;
  }
}

}  // namespace

void align(std::vector<Line>& lines) {
  align_fields(lines);
  align_clauses(lines);
  align_tables(lines);
  align_comments(lines);
}

}  // namespace huice::layout
