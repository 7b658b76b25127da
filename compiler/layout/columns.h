// Columns: fields, clauses and tables, over neighbouring lines of one block.
#pragma once
#include <vector>

#include "compiler/layout/lines.h"

namespace huice::layout {

void align(std::vector<Line>& lines);

}  // namespace huice::layout
