// What rules::TextTest asks, straight from the standards; runtime/kernel_support/codes.h does the same for machine code.
#pragma once
#include <string_view>

#include "compiler/rules/rules.h"

namespace huice::reference {

bool holds(rules::TextTest test, std::string_view text, std::string_view other);

}  // namespace huice::reference
