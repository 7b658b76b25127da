// What people add to the check against the sources, in the program's folder: lines of words between tabs, `#` for comments.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "compiler/coverage/source_clauses.h"

namespace huice::coverage {

/// figures.txt: `CLAUSE<TAB>FIGURE<TAB>REASON`, a figure that no rule says, and why.
struct Explained {
  std::string clause, figure, reason;
  std::string place;  // policies/ningbo/2024/figures.txt:3
  bool used = false;
};
struct Lists {
  std::vector<Explained> figures;
  std::vector<FirstWords> clauses;  // clauses.txt: `CLAUSE<TAB>FIRST WORDS`
};
/// Of the program at `path`, a folder or a file; without such files the lists are empty. A line of another form is a failure.
Result<Lists> read_lists(const std::string& path);

}  // namespace huice::coverage
