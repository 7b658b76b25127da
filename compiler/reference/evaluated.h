// What an expression gives for one row: a known value, or nothing because fields are missing, or an error.
#pragma once
#include <cstdint>
#include <string_view>
#include <variant>

#include "base/date.h"
#include "base/member_set.h"
#include "base/rational.h"
#include "compiler/reference/bits.h"

namespace huice::reference {

/// A known value without owning it: numbers and texts stay where they are (in the row, the program or the row's numbers).
using View = std::variant<const Rational*, bool, std::string_view, Date, DateTime, Period, uint16_t, MemberSet>;

enum class State : uint8_t { known, missing, error };

struct Evaluated {
  State state = State::known;
  bool capped = false;  // some `at most` over a decided value took its bound on the way here
  uint16_t error = 0;   // kind << 12 | site
  View value;
  Bits missing;  // inputs of the measure

  bool known() const { return state == State::known; }
  bool is_missing() const { return state == State::missing; }
  bool is_error() const { return state == State::error; }
  const Rational& number() const { return *std::get<const Rational*>(value); }
  bool boolean() const { return std::get<bool>(value); }
  bool is(bool expected) const { return known() && boolean() == expected; }

  static Evaluated of(View value) {
    Evaluated result;
    result.value = value;
    return result;
  }
  static Evaluated failed(uint16_t error) {
    Evaluated result;
    result.state = State::error;
    result.error = error;
    return result;
  }
};

/// What an operator gives when some of its operands are not known: the first error, else all their missing fields.
/// Known when both are; the caller then sets the value.
Evaluated join(const Evaluated& first, const Evaluated& second);

/// Equal values; numbers, texts, dates, … only ever meet their own kind.
bool equal(const View& left, const View& right);

/// The algebra of language.md section 6: false (true) wins, then the first error, then what is missing.
Evaluated conjunction(const Evaluated& left, const Evaluated& right);
Evaluated disjunction(const Evaluated& left, const Evaluated& right);

}  // namespace huice::reference
