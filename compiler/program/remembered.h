// What checks said of a program is kept: they look for faults by trying many values, and the same program has the same faults.
#pragma once
#include <functional>
#include <string>

#include "compiler/program/program.h"

namespace huice::program {

/// Runs `check`, which reports to the program's sink, or reports again what it said when the same build checked the same sources before.
/// `digest`: of the program. `what` tells apart checks, and says what else they depend on. Nobody may need more of a check than its word.
void remembered(Program& program, const std::string& digest, const std::string& what, const std::function<void()>& check);

}  // namespace huice::program
