// text → syntax: parses one source and appends it to `tree`. Faults are reported; what could be read is kept, and what
// could not is left out or stands as Broken, so that later stages stay silent about it.
// Bounded: nesting 1,000 levels, operator chains 5,000 links, 100 diagnostics a file.
#pragma once
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/tree.h"
#include "compiler/text/source.h"

namespace huice::syntax {

void from_text(const text::Sources& sources, text::SourceId source, Tree& tree, diagnostics::Sink& sink);

}  // namespace huice::syntax
