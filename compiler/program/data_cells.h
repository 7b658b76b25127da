// Cells of data files that a policy names, as constants of the language: `1,234.5` under `金额（万元）` is 1234.5万元.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "compiler/program/data_rows.h"

namespace huice::program {

/// What the text of a cell is read as.
enum class Form { number, percent, date, datetime, boolean, choice, set, text };

struct DataColumn {
  Form form = Form::text;
  std::optional<syntax::UnitSuffix> unit = {};  // of bare numbers
  bool bare = true;                             // whether a number may be bare
  std::vector<std::string> words = {};          // names and labels of the members of a choice or set
};
/// Follows names of types.
DataColumn column_of(const syntax::Tree& tree, const syntax::Type& type);
workbook::Use use_of(const DataColumn& column);

/// `金额（万元）`: the name, and the unit that the brackets hold. Brackets with anything else belong to the name.
struct Header {
  std::string name;
  std::optional<syntax::UnitSuffix> unit = {};
  bool ratio = false;  // （小数）: percents are written 0.3
};
Header header_of(const DataCell& cell);
/// The column below a header of its own unit.
DataColumn under(const Header& header, DataColumn column);

/// The constant that `text`, a part of `cell`, stands for; what cannot be read is reported, and broken.
syntax::ExprId constant_of(Program& program, std::string_view text, const DataColumn& column, const DataCell& cell);
syntax::ExprId broken_cell(Program& program, const DataCell& cell, const std::string& wanted, const std::string& wanted_zh);
/// Parts of a cell between `;` `；` `、`, without blanks around them.
std::vector<std::string_view> parts_of(std::string_view text);

}  // namespace huice::program
