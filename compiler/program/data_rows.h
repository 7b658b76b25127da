// A data file that a policy names, as rows of cells with their places: a CSV text, or a sheet of a workbook. It joins the
// program's sources, and so its digest; messages show it as they show a policy.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/program/program.h"
#include "runtime/workbook/sheet.h"

namespace huice::program {

struct DataCell {
  std::string text;      // without quotes and the blanks around it
  text::Span span = {};  // as it stands, quotes included
};
struct DataRow {
  std::vector<DataCell> cells;
  text::Span span = {};
  uint32_t line = 0;     // of a sheet, the row's number; else 0
};

/// What the columns below this header are: a sheet's cells are taken accordingly.
using UsesOf = std::function<std::vector<workbook::Use>(const DataRow& header)>;

/// The header and the rows below it, empty ones left out; rows of a sheet are as wide as its header. `from`: `cases.csv`, `cases.xlsx` or
/// `cases.xlsx[sheet]`, beside the policy that says so. Nothing after a report; at least one row otherwise.
std::optional<std::vector<DataRow>> read_data_rows(Program& program, const syntax::Label& from, const UsesOf& uses);

/// A row that has not as many cells as the header.
void report_width(Program& program, const DataRow& row, size_t expected);

}  // namespace huice::program
