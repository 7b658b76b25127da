// Tables that stand in data files: `table t(…) -> money from "tiers.csv"`. The file's cells become the rows of the syntax tree,
// with spans in the file, so that a fault is shown in the line of the file where it is.
#pragma once
#include "compiler/program/program.h"

namespace huice::program {

/// Reads the file of every table that names one; files are found beside the policy that names them.
void read_table_files(Program& program);

}  // namespace huice::program
