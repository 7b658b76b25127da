#include "runtime/batch/spreadsheet.h"

#include <charconv>
#include <cmath>

#include "runtime/batch/fold.h"

namespace huice::batch {
namespace {

/// How many digits `text` has from `at` on.
size_t digits_at(std::string_view text, size_t at) {
  size_t count = 0;
  while (at + count < text.size() && text[at + count] >= '0' && text[at + count] <= '9') ++count;
  return count;
}

bool is_wrapped(std::string_view cell) { return cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"'); }

}  // namespace

std::string_view unwrapped(std::string_view cell) {
  constexpr std::string_view nbsp = "\u00A0";
  for (bool again = true; again;) {
    again = false;
    if (cell.starts_with('\t')) cell.remove_prefix(1), again = true;
    if (cell.ends_with('\t')) cell.remove_suffix(1), again = true;
    if (cell.starts_with(nbsp)) cell.remove_prefix(nbsp.size()), again = true;
    if (cell.ends_with(nbsp)) cell.remove_suffix(nbsp.size()), again = true;
  }
  if (is_wrapped(cell)) cell = cell.substr(2, cell.size() - 3);
  if (cell.starts_with('\'')) cell.remove_prefix(1);
  return cell;
}

bool means_nothing(std::string_view cell) {
  if (cell.size() > 16) return false;
  const std::string_view word = trimmed(cell);
  for (std::string_view nothing : {"—", "——", "/", "／", "无"}) {
    if (word == nothing) return true;
  }
  return false;
}

std::optional<RejectCode> spreadsheet_fault(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.starts_with('=') && cell.size() > 1 && !is_wrapped(cell)) return RejectCode::formula;
  if (cell.size() == 7 && cell.starts_with("Err:5") && digits_at(cell, 5) == 2) return RejectCode::spreadsheet_error;  // LibreOffice's
  if (!cell.starts_with('#') || cell.size() > 16) return std::nullopt;
  for (std::string_view error : {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"}) {
    if (cell == error) return RejectCode::spreadsheet_error;
  }
  const bool too_narrow = cell.size() > 2 && cell.find_first_not_of('#') == std::string_view::npos;  // what a narrow column shows
  return too_narrow ? std::optional(RejectCode::spreadsheet_error) : std::nullopt;
}

bool destroyed(std::string_view text) {
  if (text.size() < 5 || text.size() > 24 || digits_at(text, 0) != 1) return false;
  size_t at = 1;
  if (text[at] == '.') {
    const size_t fraction = digits_at(text, ++at);
    if (fraction == 0) return false;
    at += fraction;
  }
  if (at + 2 > text.size() || (text[at] != 'E' && text[at] != 'e') || (text[at + 1] != '+' && text[at + 1] != '-')) return false;
  at += 2;
  const size_t exponent = digits_at(text, at);
  return exponent >= 2 && at + exponent == text.size();
}

std::optional<DateTime> parse_serial(std::string_view cell, DateSystem system) {
  constexpr int64_t day_seconds = 86400;
  constexpr int32_t first_1900 = 61, last = 2958465;  // 1900-03-01, 9999-12-31
  const size_t whole = digits_at(cell, 0);
  if (whole == 0 || whole > 7) return std::nullopt;
  int32_t day = 0;
  std::from_chars(cell.data(), cell.data() + whole, day);
  double fraction = 0;
  if (whole < cell.size()) {
    if (cell[whole] != '.' || digits_at(cell, whole + 1) != cell.size() - whole - 1 || cell.size() > 24) return std::nullopt;
    std::from_chars(cell.data() + whole, cell.data() + cell.size(), fraction);
  }
  const double seconds = fraction * day_seconds, nearest = std::round(seconds);
  if (std::abs(seconds - nearest) > 0.001 || nearest >= day_seconds) return std::nullopt;
  if (day > last || (system == DateSystem::from_1900 && day < first_1900)) return std::nullopt;
  const Date zero = system == DateSystem::from_1900 ? *make_date(1899, 12, 30) : *make_date(1904, 1, 1);
  return DateTime{(int64_t{zero.days} + day) * day_seconds + static_cast<int64_t>(nearest)};
}

}  // namespace huice::batch
