// The places where a measure's outcome turns: constant thresholds, how far an applicant is from one, and how to move an
// applicant onto it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compiler/samples/draws.h"
#include "compiler/samples/probe.h"

namespace huice::samples {

/// The pivot is one unit below where it would have to be, there, or one unit above.
enum class Side : int { below = -1, at = 0, above = 1 };

struct Threshold {
  enum class Kind {
    operands,   // left and right of a comparison, a bound, an `in`, a `match`: they are equal at the threshold
    pay_bound,  // a bound of `pay`: the rounded amount equals the rounded bound; the unit is the rounding unit
    day,        // the applicable date is `day`: first and last day in force, a parameter's new value
    zero,       // a divisor is zero: leads to errors, is no threshold of the author
  };
  Kind kind = Kind::operands;
  text::Span span;
  std::optional<text::Span> selector;  // of a case of `match` or `in`: what is equal to `span`
  std::string name;                    // what to call it where the span alone does not say
  rules::ExprId left, right;           // zero: only left
  std::optional<Rational> constant;    // where one side can be several constants: this one
  rules::ExprId constant_side;
  size_t bound = 0;  // pay_bound: which
  Date day;
  std::optional<size_t> condition;         // the condition it stands in; empty: the amount
  std::vector<rules::FieldIndex> movable;  // fields that may bring it about
  rules::FieldIndex pivot = 0;             // the one that does, in whose steps units are counted
  __int128 unit = 1;                       // one unit in the pivot's n: 86,400 for datetimes compared by day
};

/// All thresholds of a measure, in program order, with candidates for pivots but none chosen.
std::vector<Threshold> list_thresholds(const Relations& relations, const rules::Measure& measure);
/// The divisors whose being zero is an error.
std::vector<Threshold> list_divisors(const Relations& relations, const rules::Measure& measure);

/// Which side the applicant is on, if it is within one unit.
std::optional<Side> side_of(Probe& probe, const Threshold& threshold, Cells& cells);

/// Changes the pivot's cell so that the applicant is on `side`; false, and nothing changed, when that can't be.
bool move_to(Probe& probe, const Threshold& threshold, Side side, const std::vector<FieldDraw>& draws, Cells& cells);

/// Tries every movable field on random applicants and takes the one that works best; false when none does.
bool choose_pivot(Probe& probe, Threshold& threshold, const std::vector<FieldDraw>& draws, Random& random);

}  // namespace huice::samples
