// `--fix`: carries out what diagnostics offer, in the files themselves.
#pragma once
#include <string>

#include "base/result.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/text/source.h"

namespace huice::layout {

/// Applies every fix of `sink` to the files it lies in; gives the number of files that changed.
Result<size_t> apply_fixes(const text::Sources& sources, const diagnostics::Sink& sink);

/// Replaces the content of a file whole: a reader sees the old text or the new one. Links are followed, permissions stay.
Outcome write_file(const std::string& path, const std::string& text);

}  // namespace huice::layout
