// Writes a random program that should compile: every expression is made for the sort that its place asks for.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tests/properties/random.h"
#include "tests/properties/text_tree.h"
#include "tests/properties/vocabulary.h"

namespace huice::properties {

/// What a program may hold.
struct Contents {
  bool asks_for_missing = true;  // `is given` and `default`
  bool huge = true;              // literals and products far beyond the data
};

/// A name that an expression may read.
struct Named {
  std::string name;
  Sort sort;
  int entity = -1;         // a field, or a let of an entity; -1: of the program
  bool field = false, parameter = false, constant = false;
};

/// A function or a table.
struct Callable {
  std::string name;
  std::vector<Sort> arguments;
  Sort result;
};

struct ChoiceType {
  std::string alias;                 // empty: written in place
  std::vector<std::string> members;  // as written
};

class Writer {
 public:
  Writer(Random& random, Contents contents) : random_(random), contents_(contents), words_(random) {}
  Piece program();

 private:
  // ---- numbers.cpp
  Piece number(Family family, int fuel);
  Piece sum(Family family, int fuel);
  Piece product(Family family, int fuel);
  Piece bounded(Family family, int fuel);
  Piece rounded(Family family, int fuel);
  Piece negative(Family family, int fuel);
  Piece days_between(int fuel);
  /// A percent or plain number that is no bare literal, so that the type of `a - b` and `a / b` is certain.
  Piece firm(Family family, int fuel);
  Piece multiply(Family result, Piece left, Piece right);
  Piece divide(Family result, Piece left, Piece right);
  Piece part_of(Family result, Piece share, Piece whole);

  // ---- literals.cpp
  Piece literal(Sort sort);
  Piece number_literal(Family family);
  Piece date_literal();
  /// The text of a positive number in an ordinary, tiny or huge size.
  std::string digits(int fraction_digits);

  // ---- values.cpp
  Piece value(Sort sort, int fuel);
  Piece leaf(Sort sort);
  std::optional<Piece> named(Sort sort, bool field_only = false);
  Piece defaulted(Sort sort);
  Piece match(Sort sort, int fuel);
  Piece match_value(Sort sort, int fuel);
  Piece match_condition(Sort sort, int fuel);
  Piece shifted_date(int fuel);
  /// A choice, date or text whose type does not depend on its place.
  Piece anchored(Sort sort, int fuel);
  bool has(Sort sort) const;
  Sort random_sort();
  Family random_number_family();

  // ---- choices.cpp
  Piece scale(Sort sort, int fuel);
  Piece bound_of(Family family, int64_t at);
  Piece exceptions(Sort sort);
  Piece function();
  Piece table();
  std::optional<Piece> call(Sort sort, int fuel);
  /// A type as declarations write it, with what literals of it a table's cells can hold.
  std::optional<std::string> type_text(Sort sort);
  Sort declarable_sort();

  // ---- conditions.cpp
  Piece condition(int fuel);
  Piece comparison(int fuel);
  Piece compare_numbers(int fuel);
  Piece compare_days(int fuel);
  Piece compare_names(int fuel);
  Piece in_set(int fuel);
  Piece starts_with();
  Piece is_given();
  std::string order();
  std::string equality();

  // ---- declarations.cpp
  Piece choice_type();
  Piece document();
  Piece entity();
  Piece field(int entity, bool first);
  Piece field_options(Sort sort, const std::string& unit, bool decimal);
  Piece parameter();
  Piece global_let();
  Piece measure();
  Piece measure_let();
  Piece versions();
  Piece require();
  Piece pay();
  Piece rounding();
  Piece in_force();

  Random& random_;
  Contents contents_;
  Vocabulary words_;
  std::vector<ChoiceType> choices_;
  std::vector<std::string> documents_, entities_;
  std::vector<Named> names_;         // in scope of the program
  std::vector<Callable> callables_;
  std::vector<Named> own_lets_;      // of the measure being written
  std::vector<std::string> dates_of_entity_;
  int scope_ = -1;                   // the entity whose fields can be read
};

}  // namespace huice::properties
