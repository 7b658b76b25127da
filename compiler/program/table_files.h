// Tables that stand in CSV files: `table t(…) -> money from "tiers.csv"`. The file's cells become the rows of the syntax tree,
// with spans in the file, so that a fault is shown in the line of the file where it is.
#pragma once
#include <filesystem>

#include "compiler/program/program.h"

namespace huice::program {

/// Reads the file of every table that names one; files lie below `root` and are found beside the policy that names them.
/// They join the program's sources, and so its digest.
void read_table_files(Program& program, const std::filesystem::path& root);

}  // namespace huice::program
