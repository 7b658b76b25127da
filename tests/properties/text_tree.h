// A policy text as a tree of pieces: what the generator builds, the compiler reads as text, and `shrink` makes smaller.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace huice::properties {

/// What an expression gives, as finely as the language tells values apart; `words` is everything that is no expression.
/// `foreign` is money in the program's other currency, `exchange` what one of it is in yuan.
enum class Family : uint8_t {
  words, money, percent, point, plain, area, price, energy, foreign, exchange, date, datetime, period, boolean, text, choice
};
struct Sort {
  Family family = Family::words;
  int choice = -1;  // choices: which type
  friend bool operator==(const Sort&, const Sort&) = default;
};

/// Precedence, loosest first (language.md section 3).
enum Level : uint8_t { level_logic, level_not, level_compare, level_bound, level_sum, level_product, level_minus, level_postfix, level_operand };

/// A word, or a sequence of pieces. An expression that binds looser than its place needs is put in parentheses.
struct Piece {
  std::string text;
  std::vector<Piece> parts;
  Sort sort;
  Level level = level_operand;
  Level needed = level_logic;
  bool removable = false;  // a condition, a clause: the text is still a program without it
  bool literal = false;    // a number as written: what may be taken from a percent depends on it
  bool unitless = false;   // a number without a unit: dividing by it makes no percent

  Piece() = default;
  explicit Piece(std::string words) : text(std::move(words)) {}
  Piece(Sort of, Level binds) : sort(of), level(binds) {}

  Piece& add(std::string words) {
    parts.emplace_back(std::move(words));
    return *this;
  }
  Piece& add(Piece piece, Level place = level_logic) {
    piece.needed = place;
    parts.push_back(std::move(piece));
    return *this;
  }
};

std::string render(const Piece& piece);

/// How many pieces there are that could be removed or replaced, and the smaller texts that come of trying so: the piece
/// gone, one of its parts of the same sort in its place, or the plainest literal of its sort.
size_t count_pieces(const Piece& piece);
std::vector<Piece> smaller(const Piece& whole, size_t position);

}  // namespace huice::properties
