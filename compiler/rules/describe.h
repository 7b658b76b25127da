// Types and values in words, for messages and for the printed form of rules.
#pragma once
#include "base/result.h"
#include "compiler/rules/rules.h"

namespace huice::rules {

/// `an amount of money` / `金额`; `one of goods, services` / …
Bilingual describe(const Program& program, const Type& type);

/// A number as a rule would write it: `3000元`, `30%`, `2个百分点`, `800元/平方米`; a fraction where no decimal is exact.
std::string show(const Rational& value, const Type& type);

/// `12.5`, or `2000/3` where no finite decimal is exact.
std::string show(const Rational& value);

}  // namespace huice::rules
