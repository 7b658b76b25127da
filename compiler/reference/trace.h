// What happened on the way to a decision, value by value: what `explain` tells.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "compiler/reference/decide.h"

namespace huice::reference {

/// Why there is no value: these fields are missing, or this error (kind << 12 | site).
struct MissingFields {
  std::vector<rules::FieldIndex> fields;
};
struct Failed {
  uint16_t error;
};
using Traced = std::variant<Value, MissingFields, Failed>;

/// A bound of `pay` as applied: the amount before and after, in rounding units.
struct TracedBound {
  rules::BoundKind kind;
  rules::ExprId bound;
  Integer limit, after;
  bool took = false;  // the bound changed the amount
};

/// The numbers a ceiling's amount may take; an empty end is unbounded.
struct TracedInterval {
  std::optional<Rational> lo, hi;
};

struct Trace {
  std::optional<Date> date;  // the applicable date
  bool in_force = true;
  std::optional<size_t> version;                     // which of the measure's versions decided
  std::unordered_map<rules::ExprId, Traced> values;  // of every expression evaluated, lets and parameters included
  std::unordered_map<rules::AggregateId, Integer> counts;  // rows that an aggregate read is made of
  std::vector<rules::LetId> lets;                    // in the order first read
  std::vector<Traced> conditions;                    // `test` or `unless`, together
  std::optional<Traced> amount;                      // of `pay`, unrounded
  std::optional<Integer> rounded;                    // the amount, in rounding units
  std::vector<TracedBound> bounds;
  std::optional<TracedInterval> ceiling;  // of the amount of a referred row, before rounding and bounds
};

}  // namespace huice::reference
