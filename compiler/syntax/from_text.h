// text → syntax: parses one source and appends it to `tree`. Faults are reported; what could be read is kept, and what
// could not is left out or stands as Broken, so that later stages stay silent about it.
// Bounded: brackets 200 levels, expressions 500 operations deep, 30 syntax errors a file.
#pragma once
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/tree.h"
#include "compiler/text/source.h"

namespace huice::syntax {

void from_text(const text::Sources& sources, text::SourceId source, Tree& tree, diagnostics::Sink& sink);

}  // namespace huice::syntax
