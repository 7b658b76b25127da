// The source line under a message, with its span underlined; wide characters and very long lines included.
#pragma once
#include <string>

#include "compiler/text/source.h"

namespace huice::diagnostics {

struct Excerpt {
  std::string line;       // safe to print, cut around the span
  std::string underline;  // spaces, then ^^^, as wide on a terminal as what it marks
};
/// A span of several lines is marked to the end of its first.
Excerpt excerpt(const text::Source& source, text::Span span);

}  // namespace huice::diagnostics
