// Keywords and signs in one language, for `huice fmt --keywords`; names, labels, literals and comments stay.
#pragma once
#include <optional>
#include <string>

#include "compiler/syntax/tree.h"
#include "compiler/text/source.h"

namespace huice::layout {

enum class Keywords { en, zh };

/// The text of `source` in that spelling and in canonical layout. Nothing where it has syntax errors, or where the result
/// would not mean the same (a fault of ours). `tree` is that of the whole program: its fields are names.
std::optional<std::string> respell(const text::Source& source, const syntax::Tree& tree, Keywords keywords);

}  // namespace huice::layout
