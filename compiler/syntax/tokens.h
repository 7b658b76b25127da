// The words of a source, for tools that look at text and not at meaning: `fmt`, `dump --stage text`.
#pragma once
#include <vector>

#include "compiler/text/source.h"

namespace huice::syntax {

struct Token {
  enum class Kind { name, keyword, quoted_name, number, date, text, sign, comment, bad } kind;
  text::Span span;
  /// Numbers its spelling in the grammar: two tokens of the same kind and class mean the same (`at` and `于`).
  uint32_t type = 0;
};

/// Every token and comment in order, white space left out. Nothing is reported.
std::vector<Token> tokens(const text::Source& source, text::SourceId id);

}  // namespace huice::syntax
