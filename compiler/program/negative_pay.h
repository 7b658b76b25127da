// Whether an amount can be negative: told with an example where one is found, else that it is not proven.
#pragma once
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/rules/rules.h"
#include "runtime/catalogue.h"

namespace huice::program {

void check_negative_pay(const rules::Program& rules, const Catalogue& catalogue, diagnostics::Sink& sink);

}  // namespace huice::program
