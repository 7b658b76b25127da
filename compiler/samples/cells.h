// Made-up cells, and how they are written in CSV.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/rational.h"
#include "compiler/samples/samples.h"
#include "runtime/batch/schema.h"

namespace huice::samples {

/// One cell; `n` counts a number's steps, or is 0/1, a choice's code, days or seconds.
struct Cell {
  bool known = false;
  __int128 n = 0;
  std::string text;
  friend bool operator==(const Cell&, const Cell&) = default;
};
/// By field of the entity.
using Cells = std::vector<Cell>;

/// Appends the cell as CSV, quoted where it must be; nothing when missing.
void append_cell(std::string& out, const batch::Field& field, const Cell& cell, Labels labels);
void append_quoted(std::string& out, std::string_view text);
/// The column's heading, as CSV.
void append_heading(std::string& out, const batch::Field& field, Labels labels);
/// `0.01元`: one step of a number column.
std::string step_text(const batch::Field& field);

/// n steps in base units.
void set_number(Rational& into, const batch::Layout& layout, __int128 n);
/// How many of a column's steps one base unit has; exact.
Rational steps_per_base_unit(const batch::Layout& layout);
/// Nothing when it takes more than 120 bits.
std::optional<__int128> to_int128(const Integer& value);

}  // namespace huice::samples
