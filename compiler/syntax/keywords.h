// Both spellings of every keyword and sign of a source, for `fmt --keywords`.
#pragma once
#include <string>
#include <vector>

#include "compiler/text/source.h"

namespace huice::syntax {

/// One token of a keyword or sign, and what stands in its place in either spelling. Of a keyword of several tokens the
/// first stands for all and the others become empty: `at` `most` → `最高` and nothing.
struct Spelling {
  text::Span span;
  std::string en, zh;
};

/// In order. Names, labels, literals and comments are not among them, nor are names that are spelled like keywords; words
/// of scenarios that mean a status or an outcome are. `as_of_is_field`: `as_of` heads a column of that field.
/// The source has no syntax errors.
std::vector<Spelling> spellings(const text::Source& source, text::SourceId id, bool as_of_is_field);

}  // namespace huice::syntax
