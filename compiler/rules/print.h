// Typed rules as text, for developers and goldens: every expression with its type, numbers with their range.
#pragma once
#include <string>

#include "compiler/rules/rules.h"

namespace huice::rules {

/// Everything, or only what belongs to the measure called `measure`.
std::string print(const Program& program, const std::string& measure = "");

}  // namespace huice::rules
