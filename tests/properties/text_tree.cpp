#include "tests/properties/text_tree.h"

#include <optional>

namespace huice::properties {
namespace {

void render(const Piece& piece, std::string& out) {
  bool wrapped = piece.level < piece.needed;
  if (wrapped) out += "(";
  out += piece.text;
  for (const Piece& part : piece.parts) render(part, out);
  if (wrapped) out += ")";
}

bool can_shrink(const Piece& piece) { return piece.removable || piece.sort.family != Family::words; }

Piece* find(Piece& piece, size_t& position) {
  if (can_shrink(piece)) {
    if (position == 0) return &piece;
    --position;
  }
  for (Piece& part : piece.parts) {
    if (Piece* found = find(part, position)) return found;
  }
  return nullptr;
}

void collect(const Piece& piece, Sort sort, std::vector<Piece>& out) {
  for (const Piece& part : piece.parts) {
    if (part.sort == sort)
      out.push_back(part);
    else
      collect(part, sort, out);
  }
}

std::vector<std::string> plainest(Family family) {
  switch (family) {
    case Family::money: return {"0元", "1元", "100元"};
    case Family::percent: return {"0%", "10%", "100%"};
    case Family::point: return {"1pp"};
    case Family::plain: return {"0", "1", "2"};
    case Family::area: return {"1亩"};
    case Family::price: return {"1元/亩"};
    case Family::energy: return {"1千瓦时"};
    case Family::foreign: return {"1美元"};
    case Family::exchange: return {"7元/美元"};
    case Family::date: return {"2024-01-01"};
    case Family::datetime: return {"2024-01-01 09:00:00"};
    case Family::period: return {"1日"};
    case Family::boolean: return {"true", "false"};
    case Family::text: return {"\"\""};
    case Family::choice:
    case Family::words: break;
  }
  return {};
}

}  // namespace

std::string render(const Piece& piece) {
  std::string out;
  render(piece, out);
  return out;
}

size_t count_pieces(const Piece& piece) {
  size_t count = can_shrink(piece) ? 1 : 0;
  for (const Piece& part : piece.parts) count += count_pieces(part);
  return count;
}

std::vector<Piece> smaller(const Piece& whole, size_t position) {
  std::vector<Piece> result;
  Piece copy = whole;
  size_t place = position;
  Piece* piece = find(copy, place);
  if (!piece) return result;
  const Piece original = *piece;
  auto try_with = [&](Piece replacement) {
    replacement.needed = original.needed;
    *piece = std::move(replacement);
    result.push_back(copy);
  };
  if (original.removable) {
    Piece gone;
    gone.removable = false;
    try_with(gone);
    return result;
  }
  if (!original.parts.empty()) {
    for (const std::string& text : plainest(original.sort.family)) {
      Piece literal(original.sort, level_operand);
      literal.text = text;
      try_with(literal);
    }
    std::vector<Piece> parts;
    collect(original, original.sort, parts);
    for (Piece& part : parts) try_with(part);
  }
  return result;
}

}  // namespace huice::properties
