// What checks said of a program is kept: they look for faults by trying many values, and the same program has the same faults.
#pragma once
#include <functional>
#include <string>

#include "compiler/program/program.h"

namespace huice::program {

/// Runs `check`, or adds to the program's sink what it said when the same build checked the same sources before. `what` tells apart
/// checks, and says what else they depend on. A check may do nothing but report.
void remembered(Program& program, const std::string& what, const std::function<void(diagnostics::Sink&)>& check);

}  // namespace huice::program
