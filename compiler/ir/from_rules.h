// rules → ir: settles the meaning of one measure in columns. What is missing, what fails and in which order, which arm
// counts, how an amount is rounded and capped, what the ceiling is: docs/language.md, sections 5 to 7, become masks here.
#pragma once
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/ir/ir.h"
#include "compiler/rules/rules.h"

namespace huice::ir {

/// How a field's column holds its numbers: n counts steps. Other kinds need nothing.
struct Layout {
  Rational step = 1;
  Integer lo, hi;     // every value lies between them (missing cells are 0)
  bool wide = false;  // items of 128 bits
};
/// By field.
using Layouts = std::vector<Layout>;

/// The layouts that follow from the entity's own fields.
Layouts natural_layouts(const rules::Entity& entity);

/// Of a measure with versions: of one of them. What one member gives to an aggregate counts steps of its rounding unit.
Function from_rules(const rules::Program& program, const rules::Measure& measure, const Layouts& layouts);

/// Reports every measure with an expression whose exact value would need more than 512 bits.
void check_widths(const rules::Program& program, diagnostics::Sink& sink);

}  // namespace huice::ir
