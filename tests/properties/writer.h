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
  bool related = false;          // always several entities that refer to each other; else in some programs
};

/// A name that an expression may read.
struct Named {
  std::string name;
  Sort sort;
  int entity = -1;         // a field, or a let of an entity; -1: of the program
  bool field = false, parameter = false, constant = false;
  bool reads_day = false;  // at the applicable date: members cannot
};

/// A field that holds another entity's key.
struct ReferenceField {
  std::string name;
  int entity = -1, target = -1;
};

struct ListName {
  std::string name;
  bool dated = false;
};

/// A function or a table.
struct Callable {
  std::string name;
  std::vector<Sort> arguments;
  Sort result;
  bool reads_day = false;
  bool library = false;  // comes with the compiler
};

/// A field that is a set of the members of a choice.
struct SetField {
  std::string name;
  int choice = -1, entity = -1;
};

struct ChoiceType {
  std::string alias;                 // empty: written in place
  std::vector<std::string> members;  // as written
};

class Writer {
 public:
  Writer(Random& random, Contents contents) : random_(random), contents_(contents), words_(random), currency_(random.pick({"美元", "美元", "欧元", "日元", "港元"})) {}
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
  /// A literal where the other side has a type: of a choice also the member's name as a text.
  Piece member_text(Sort sort);
  Piece number_literal(Family family);
  Piece date_literal();
  /// The text of a positive number in an ordinary, tiny or huge size.
  std::string digits(int fraction_digits);

  // ---- currencies.cpp
  std::string foreign_type();
  std::string foreign_literal();
  std::string exchange_literal();
  /// `fdi * usd`: money of one currency from another's, and what one is worth.
  std::optional<Piece> convert(Family family, int form, int fuel);

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
  std::vector<const Named*> readable(Sort sort, bool field_only) const;
  Sort random_sort();
  /// What a let or parameter may be, and no field: a period too.
  Sort let_sort() { return random_.chance(8) ? Sort{Family::period, -1} : random_sort(); }
  Family random_number_family();

  // ---- relations.cpp
  std::optional<Piece> reference_field(int entity);
  /// Names of fields of other rows: through references, and of the owner inside an aggregate.
  std::vector<std::string> paths(Sort sort) const;
  std::optional<std::string> reference_path();
  std::optional<Piece> aggregate(Sort sort);
  Piece aggregated_number(Sort sort, const std::string& via, bool& mentioned);
  std::optional<Piece> member_field(Sort sort, const std::string& via);
  Piece member_condition(const std::string& via);
  Piece list();
  Piece in_list();

  // ---- choices.cpp
  Piece scale(Sort sort, int fuel);
  Piece stepped_by_day(Sort sort, int fuel);
  Piece bound_of(Family family, int64_t at);
  Piece exceptions(Sort sort);
  Piece function();
  Piece table();
  std::optional<Piece> call(Sort sort, int fuel);
  /// A type as declarations write it, with what literals of it a table's cells can hold.
  std::optional<std::string> type_text(Sort sort);
  Sort declarable_sort();

  // ---- standard.cpp
  void built_in();
  Piece use_standard(bool codes);
  std::optional<Piece> about_code(int fuel);
  std::string code_literal();

  // ---- conditions.cpp
  Piece condition(int fuel);
  Piece comparison(int fuel);
  Piece compare_numbers(int fuel);
  Piece compare_days(int fuel);
  Piece compare_names(int fuel);
  Piece in_set(int fuel);
  Piece about_set(int fuel);
  std::string members_of(int choice);
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
  Piece parameter(Sort sort);
  Piece global_let();
  Piece measure();
  Piece measure_let();
  Piece versions(bool shared);
  Piece require();
  Piece pay();
  Piece rounding();
  Piece in_force();

  Random& random_;
  Contents contents_;
  Vocabulary words_;
  std::string currency_;             // the one beside yuan
  std::vector<ChoiceType> choices_;
  std::vector<std::string> documents_, entities_;
  std::vector<Named> names_;         // in scope of the program
  std::vector<Callable> callables_;
  std::vector<Named> own_lets_;      // of the measure being written
  std::vector<SetField> sets_;
  std::vector<std::string> dates_of_entity_;
  std::vector<ReferenceField> references_;
  std::vector<ListName> lists_;
  int scope_ = -1;                   // the entity whose fields can be read
  std::vector<int> owners_;          // inside aggregates: the scopes around
  bool reads_day_ = false;           // what is being written does
};

}  // namespace huice::properties
