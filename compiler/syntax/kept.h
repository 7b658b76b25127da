// A file's tree as bytes and back: parsing a city's policies takes longer than deciding a hundred thousand applicants, so what was
// parsed without a word to say about it is kept.
#pragma once
#include <string>
#include <string_view>

#include "compiler/syntax/tree.h"

namespace huice::syntax {

/// The tree's last file; its expressions are those from `first_expr` on.
std::string to_bytes(const Tree& tree, size_t first_expr);

/// Adds the file, as that of `source`, and its expressions to the tree. False, and nothing added, where the bytes are no file's.
bool add_kept(std::string_view bytes, text::SourceId source, Tree& tree);

}  // namespace huice::syntax
