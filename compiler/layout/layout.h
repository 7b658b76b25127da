// Canonical layout, for `huice fmt`: what a policy says stays, token for token and comment for comment; how it stands on
// the page becomes regular.
//
//   entity Exporter {                        entity Exporter {
//   uscc "信用代码":text key                    uscc    "信用代码" : text key
//   premium: money}                            premium            : money }
//
// Line breaks stay where the author put them (a line break means nothing, but it is meant). Indentation is two spaces a
// bracket; operators stand between spaces; fields, clauses and table cells stand in columns, as wide as they look; blank
// lines never follow each other, and one stands after every block.
#pragma once
#include <string>

#include "compiler/text/source.h"

namespace huice::layout {

/// The text of `source` in canonical layout; formatting it again changes nothing. A text with syntax errors, and one
/// whose tokens or syntax tree would not come out the same, is given back as it is.
std::string format(const text::Source& source);

/// Whether `source` can be laid out: it has no syntax errors.
bool can_format(const text::Source& source);

}  // namespace huice::layout
