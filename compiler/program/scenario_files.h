// Scenarios that stand in data files: `scenarios for M from "cases.xlsx"`. The file's header and rows become those of the table in
// the syntax tree, with spans in the file; what is checked and run is the same.
//
// Columns are what is given (fields and external parameters by name or label, as_of), and what is expected (status, pays, ceiling,
// because, shares by name). A column `->` may stand between them; `scenario` names the rows.
#pragma once
#include "compiler/program/program.h"

namespace huice::program {

/// Reads the file of every table of scenarios that names one; files are found beside the policy that names them.
void read_scenario_files(Program& program);

}  // namespace huice::program
