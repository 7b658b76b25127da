// The files that a program's lists are read from.
#pragma once
#include "compiler/program/program.h"
#include "compiler/rules/from_syntax.h"

namespace huice::program {

/// Reads lists below the program's root; faults go to its sink. `program` must outlive what this returns.
rules::LoadList list_loader(Program& program);

}  // namespace huice::program
