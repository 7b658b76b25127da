// How many blanks stand between neighbours on a line.
#pragma once
#include "compiler/layout/lines.h"

namespace huice::layout {

/// Sets the space before every piece of the line.
void set_spaces(Line& line);

}  // namespace huice::layout
