// Holds a report against the texts of its documents: every quoted fragment stands in its clause, and no figure of a clause
// stands outside the fragments of the rules that cite it, unless figures.txt explains it.
#pragma once
#include "compiler/coverage/coverage.h"

namespace huice::coverage {

/// `sources`: a folder with the documents' `source` files. Fails when one of them, or a list of the program, cannot be read.
Outcome check_sources(const std::string& sources, Report& report);

}  // namespace huice::coverage
