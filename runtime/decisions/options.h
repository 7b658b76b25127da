// How decisions are written.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch/columns.h"
#include "runtime/catalogue.h"

namespace huice::decisions {

enum class Shape { wide, tall };             // --layout wide|long
enum class Labels { names, en, zh };         // headers and statuses
enum class OutEncoding { utf_8, utf_8_bom, gb18030 };
enum class Format { csv, arrow };            // of decisions

struct OutputOptions {
  Format format = Format::csv;
  Shape shape = Shape::wide;
  Labels labels = Labels::names;
  OutEncoding encoding = OutEncoding::utf_8;
  batch::Dialect dialect = batch::Dialect::strict;  // spreadsheet: text that a spreadsheet would run as a formula is quoted
  std::vector<Status> only;                         // empty: all rows
};

std::optional<Shape> parse_shape(std::string_view text);
std::optional<Labels> parse_labels(std::string_view text);
std::optional<OutEncoding> parse_out_encoding(std::string_view text);

}  // namespace huice::decisions
