#include "compiler/layout/spacing.h"

#include "base/unicode/normalize.h"
#include "base/units.h"

namespace huice::layout {
namespace {

bool sign(const Piece& piece, std::string_view word) { return piece.kind == Token::Kind::sign && piece.word == word; }

bool ends_operand(const Piece& piece) {
  switch (piece.kind) {
    case Token::Kind::name:
    case Token::Kind::quoted_name:
    case Token::Kind::number:
    case Token::Kind::date:
    case Token::Kind::text: return true;
    case Token::Kind::sign: return piece.word == ")" || piece.word == "}";
    default: return false;
  }
}

bool is_unit(const Piece& piece) { return parse_scaled_unit(unicode::nfc(unicode::fold_width(piece.text))).has_value(); }

/// `800元/亩`, `元/美元`: glued it is one unit, apart it divides, so the author's choice stays.
bool in_unit(const Line& line, size_t slash) {
  if (slash == 0 || slash + 1 >= line.pieces.size()) return false;
  const Piece& before = line.pieces[slash - 1];
  const Piece& after = line.pieces[slash + 1];
  if (!line.pieces[slash].glued || !after.glued) return false;
  return (before.kind == Token::Kind::number || is_unit(before)) && is_unit(after);
}

/// A `-` that belongs to what follows it.
bool is_prefix(const Line& line, size_t at) {
  if (!sign(line.pieces[at], "-")) return false;
  if (at == 0) return at + 1 < line.pieces.size() && line.pieces[at + 1].glued;
  const Piece& before = line.pieces[at - 1];
  if (ends_operand(before)) return false;
  if (before.kind == Token::Kind::sign) return true;
  return at + 1 < line.pieces.size() && line.pieces[at + 1].glued && !line.pieces[at].glued;
}

/// `name "label" : type` of a field or parameter; every other colon stands behind its word.
bool is_type_colon(const Line& line, size_t at) {
  if (line.block == Block::fields) return true;
  const std::string& head = line.pieces.front().word;
  if (line.block != Block::file || (head != "parameter" && head != "参数")) return false;
  for (size_t i = 0; i < at; ++i) {
    if (sign(line.pieces[i], "{")) return false;
  }
  return true;
}

size_t space_before(const Line& line, size_t at) {
  const Piece& piece = line.pieces[at];
  const Piece& before = line.pieces[at - 1];
  if (piece.kind == Token::Kind::comment) return 2;
  if (before.kind == Token::Kind::comment) return 1;
  if (sign(before, "(") || sign(piece, ")") || sign(piece, ",") || sign(piece, ".") || sign(before, ".")) return 0;
  if (sign(piece, "@") || sign(before, "@")) return 0;
  if (sign(piece, ":")) return is_type_colon(line, at) ? 1 : 0;
  if (sign(before, "{") && sign(piece, "}")) return 0;
  if (sign(piece, "/") && in_unit(line, at)) return 0;
  if (sign(before, "/") && in_unit(line, at - 1)) return 0;
  if (is_prefix(line, at - 1)) return 0;
  const bool word = before.kind == Token::Kind::name || before.kind == Token::Kind::quoted_name || before.kind == Token::Kind::keyword;
  if (sign(piece, "(") && word) return piece.glued ? 0 : 1;
  return 1;
}

}  // namespace

void set_spaces(Line& line) {
  for (size_t i = 1; i < line.pieces.size(); ++i) line.pieces[i].space = space_before(line, i);
}

}  // namespace huice::layout
