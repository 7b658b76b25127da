// Types of rules: what a value is, in which dimension, and within which range.
#pragma once
#include <optional>
#include <string>

#include "base/id.h"
#include "base/rational.h"
#include "base/units.h"

namespace huice::rules {

struct Choice;
struct Entity;
using ChoiceId = Id<Choice>;
using EntityId = Id<Entity>;

enum class Kind { number, boolean, text, date, datetime, period, choice, set, reference };

/// What a dimensionless number means: percents and percentage points do not mix freely (docs/language.md, "Types").
enum class Share { none, percent, point };

struct Type {
  Kind kind = Kind::number;
  Dimension dimension = {};     // numbers only
  Share share = Share::none;    // dimensionless numbers only
  ChoiceId choice = {};         // choices, and sets of their members
  EntityId entity = {};         // references only: whose key it is
  friend bool operator==(const Type&, const Type&) = default;
};

/// The values a number can take, in base units (yuan, square metre, …; 30% is 0.3). Bounds are inclusive and always hold;
/// the true range may be narrower. An empty bound is unbounded.
struct Range {
  std::optional<Rational> lo, hi;
  bool contains(const Rational& value) const;
};

}  // namespace huice::rules
