// The tree as text, for `huice dump --stage syntax` and goldens: a line an item or clause, expressions in prefix form.
//
//   measure premium_support "保费支持" for Exporter
//     require insured "已投保": (> premium 0元)
//     pay (of (at_most rate ceiling) premium)
#pragma once
#include <string>

#include "compiler/syntax/tree.h"

namespace huice::syntax {

std::string print(const Tree& tree, const text::Sources& sources);
std::string print(const Tree& tree, const Item& item);
std::string print(const Tree& tree, ExprId expression);
/// `--stage text`: each line's tokens with their kinds.
std::string print_tokens(const text::Source& source, text::SourceId id);

}  // namespace huice::syntax
