// Values worth trying for a field, when the checker looks for an input that shows a fault.
#pragma once
#include <string>
#include <vector>

#include "compiler/reference/decide.h"
#include "compiler/rules/rules.h"

namespace huice::program {

using reference::Value;

/// Small, fast and the same everywhere (splitmix64).
struct Random {
  uint64_t state;
  uint64_t next();
  size_t below(size_t bound) { return static_cast<size_t>(next() % bound); }
};

/// A field's plain values and ends, and those around every constant that is added.
struct Candidates {
  const rules::Program& rules;
  const rules::Field& field;
  std::vector<Value> values = {}, extreme = {};

  void add_plain();
  void add_constant(const rules::Expr& expr);
  void add_number(const Rational& value);
  void add_day(Date day);
};

/// `2万元`, `electric`, `"A"`
std::string text_of(const rules::Program& rules, const rules::Field& field, const Value& value);

}  // namespace huice::program
