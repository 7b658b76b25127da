// The tokens of a source as lines: what fmt arranges.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/tokens.h"
#include "compiler/text/source.h"

namespace huice::layout {

using syntax::Token;

/// One token as it stands on the page.
struct Piece {
  Token::Kind kind;
  std::string_view text;  // as written
  std::string word;       // full-width signs folded: `：` → `:`
  bool glued = false;     // no white space before it in the source
  size_t space = 1;       // blanks before it in the result; the first of a line has none
};

/// What kind of block a line stands in.
enum class Block { file, fields, clauses, other };

struct Line {
  std::vector<Piece> pieces;
  size_t depth = 0;        // brackets open where it begins
  bool continues = false;  // goes on with what the line before began
  Block block = Block::file;
  size_t block_id = 0;  // tells blocks apart; 0 is the file
  bool blank_before = false;
};

std::vector<Line> lines_of(const text::Source& source, text::SourceId id);

/// Cells on a terminal up to piece `end`, without indentation.
size_t width(const Line& line, size_t end);
/// Widens or narrows the space before piece `at` so that it begins `cells` after the line's first piece.
void move_to(Line& line, size_t at, size_t cells);

}  // namespace huice::layout
