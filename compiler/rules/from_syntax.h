// syntax → rules: resolves names, types every expression, converts units, bounds ranges, and checks what language.md
// section 9 asks for. Constructs that are not implemented yet are reported as not_supported_yet, never guessed.
#pragma once
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/rules/rules.h"
#include "compiler/syntax/tree.h"

namespace huice::rules {

/// The rules of the whole program. Usable for deciding only when `sink` has no errors.
Program from_syntax(const syntax::Tree& tree, const text::Sources& sources, diagnostics::Sink& sink);

}  // namespace huice::rules
