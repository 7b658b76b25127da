// Exact values as people write them.
#pragma once
#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/reference/decide.h"

namespace huice::explanation {

/// `0.125`, `-3`; a number whose decimal never ends as a fraction, `1/3`.
std::string plain(const Rational& value);
/// The decimal of `value` rounded half up to `digits`, for people to compare by; trailing zeros dropped.
std::string approximate(const Rational& value, int digits);

/// `10万元`, `30%`, `50亩`, `800元/亩`, `1/3 (≈33.33%)`: the shortest exact form.
std::string show_number(const Rational& value, const rules::Type& type, const rules::CellUnit* unit,
                        diagnostics::Language language);
/// Money at full length with the short form beside it where that is shorter: `80000元 (8万元)`.
std::string show_in_full(const Rational& value, const rules::Type& type, diagnostics::Language language);
/// An amount printed with fixed fraction digits, `80000.00`, with its unit and short form: `80000.00元 (8万元)`.
std::string show_amount(const std::string& printed, const Rational& yuan, diagnostics::Language language);

/// Any value of a type; `unit` as its field declares it, if it is a field's.
std::string show(const rules::Program& program, const reference::Value& value, const rules::Type& type,
                 const rules::CellUnit* unit, diagnostics::Language language);

}  // namespace huice::explanation
