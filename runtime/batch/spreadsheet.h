// What people's spreadsheets do to cells, and what the spreadsheet dialect makes of it (docs/input.md).
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/date.h"
#include "runtime/batch/reject.h"

namespace huice::batch {

/// strict takes cells as they stand; spreadsheet also what people's spreadsheets do to them.
enum class Dialect : uint8_t { strict, spreadsheet };

/// How a spreadsheet counts days: 2024-03-05 is 45356 of the one, 43894 of the other.
enum class DateSystem : uint8_t { from_1900, from_1904 };

/// How the cells of a file are read.
struct CellRules {
  CellRules(Dialect its_dialect = Dialect::strict) : dialect(its_dialect) {}
  Dialect dialect;
  std::optional<DateSystem> serial_dates;  // a bare number in a column of dates is a day of it
  bool workbook = false;                   // numbers were stored in binary
};

/// Without `="…"`, a leading apostrophe, TABs and NBSPs around it.
std::string_view unwrapped(std::string_view cell);
/// `—`, `/` or `无`.
bool means_nothing(std::string_view cell);
/// A formula whose result is not there, or an error such as `#DIV/0!`.
std::optional<RejectCode> spreadsheet_fault(std::string_view cell);
/// `3.2E+17`: a code of digits after a spreadsheet took it for a number.
bool destroyed(std::string_view cell);
/// A day's number, with a fraction for the time; whole seconds. Days of 1900 before 1 March are not read: programs differ.
std::optional<DateTime> parse_serial(std::string_view cell, DateSystem system);

}  // namespace huice::batch
