// What a batch of one entity looks like, and how its cells are read: filled by the compiler from the entity's fields,
// used by the readers. Field order is column order.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace huice::batch {

enum class Kind : uint8_t { number, boolean, choice, set, date, datetime, text };

/// One unit in which cells of a number field may be written: 1 unit is num/den base units.
/// `fraction_digits` as written in this unit; -1: as many as give whole steps of the field.
struct CellUnit {
  std::string name;        // `元`, `万元`, `亩`, `%`
  int64_t num = 1, den = 1;
};

/// Layout of a number column: integer n means n · step_num/step_den base units.
struct Layout {
  int64_t step_num = 1, step_den = 1;
  bool wide = false;       // items are __int128
};

struct Field {
  std::string name, label;
  Kind kind = Kind::text;
  bool key = false, required = false, decided = false, defaulted = false;
  bool derived = false;          // not in the data: the engine fills it
  // numbers
  bool percent = false;          // bare numbers need a header or field that says %, or `as ratio`
  bool whole = false;            // integers and counts: no fraction in any unit
  std::vector<CellUnit> units;   // that a header may name; the first is the field's own
  std::shared_ptr<const std::vector<CellUnit>> more_units = {};  // all of its dimension; many fields share them
  bool own_unit_declared = true; // percent without `in %` or `as ratio`: a bare number needs a header that says %
  Layout layout;
  __int128 lo = 0, hi = 0;       // inclusive, in steps
  int digits = -1;               // fraction digits allowed as written in the cell's unit; -1: whole steps decide
  // choices and sets
  std::vector<std::string> codes, labels;  // position = code
};

struct Schema {
  std::string entity, label;
  std::vector<Field> fields;
};

}  // namespace huice::batch
