// The keywords of the grammar in both languages.
#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "PolicyParser.h"

namespace huice::syntax::antlr {

struct Words {
  const char *en, *zh;
};

/// The spellings of a keyword of `type` that stands in `rule` as its child number `child`; nothing for other tokens.
std::optional<Words> words_of(antlr4::ParserRuleContext* rule, size_t type, size_t child);

/// The keyword that begins at `from` among neighbouring children of one rule (0 where a child is no token): how many
/// tokens it has, and the type whose spellings it takes. `at` `most` is two tokens of AT_MOST.
std::pair<size_t, size_t> phrase_at(const std::vector<size_t>& types, size_t from);

}  // namespace huice::syntax::antlr
