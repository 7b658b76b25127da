// bytes → text → syntax: one call per file. What is no text is reported and not parsed; the tree gets an empty file then.
#pragma once
#include <string>

#include "base/cache.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/tree.h"
#include "compiler/text/source.h"

namespace huice::syntax {

/// The cache keeps what was parsed with nothing to report.
text::SourceId from_bytes(text::Sources& sources, std::string path, std::string bytes, Tree& tree, diagnostics::Sink& sink, const Cache& cache = Cache());

}  // namespace huice::syntax
