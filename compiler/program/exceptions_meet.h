// Whether two exceptions of a let can hold at once: told only with an input for which they do.
#pragma once
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/rules/rules.h"
#include "runtime/catalogue.h"

namespace huice::program {

void check_exceptions_meet(const rules::Program& rules, const Catalogue& catalogue, diagnostics::Sink& sink);

}  // namespace huice::program
