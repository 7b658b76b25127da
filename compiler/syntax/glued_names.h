// A last look at the whole tree: names that nothing declares, and that read as keywords and declared names run together.
#pragma once
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/tree.h"

namespace huice::syntax {

/// Reports `规上且面积` as glued_words where `规上` and `面积` are declared somewhere in the program and the whole is not.
/// Called when all files are read, before names are resolved.
void report_glued_names(const Tree& tree, const text::Sources& sources, diagnostics::Sink& sink);

}  // namespace huice::syntax
