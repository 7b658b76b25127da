// Where the clauses of a document stand in its text.
//
// A clause with a number begins a line: `24.`, `24．`, `24、`, `第24条`. `2/(四)` is section （四） of chapter 二、. What begins
// otherwise is told by its first words (program folder, clauses.txt; a clause `-` begins what belongs to no clause):
//
//   附则<TAB>以上政策措施自公布之日起
//
// A clause ends where the next one begins, or a chapter.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace huice::coverage {

struct FirstWords {
  std::string clause, words;
};
enum class Sought { found, absent, several };
struct SourceClause {
  Sought sought = Sought::absent;
  size_t begin = 0, end = 0;  // bytes of the text
};
/// One for each of `names`.
std::vector<SourceClause> find_clauses(std::string_view text, const std::vector<std::string>& names, const std::vector<FirstWords>& first_words);

}  // namespace huice::coverage
