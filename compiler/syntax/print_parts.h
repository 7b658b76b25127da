// Spellings shared by the files that print the tree.
#pragma once
#include <string>

#include "compiler/syntax/tree.h"

namespace huice::syntax {

std::string spell(CompareOp op);
std::string spell(Rounding mode);
std::string spell(const UnitSuffix& suffix);
std::string spell_arm(const Tree& tree, const MatchArm& arm);

}  // namespace huice::syntax
