#include "runtime/workbook/numbers.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace huice::workbook {
namespace {

constexpr int digits = 15;

/// Digits, perhaps a sign and a point: so few that it is its own decimal.
bool is_short_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.size() > digits || (text.size() > 1 && text[0] == '0' && text[1] != '.')) return false;
  size_t points = 0;
  for (char c : text) {
    if (c == '.') ++points;
    else if (c < '0' || c > '9') return false;
  }
  return points == 0 || (points == 1 && text.front() != '.' && text.back() != '.' && text.back() != '0');
}

/// `d.ddde±xx` without exponent.
std::string plain(std::string_view written) {
  const bool negative = written.starts_with('-');
  if (negative) written.remove_prefix(1);
  const size_t e = written.find('e');
  int exponent = std::atoi(std::string(written.substr(e + 1)).c_str());
  std::string all;
  for (char c : written.substr(0, e)) {
    if (c != '.') all += c;
  }
  while (all.size() > 1 && all.back() == '0') all.pop_back();
  std::string result = negative ? "-" : "";
  if (exponent < 0) return result + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + all;
  while (static_cast<int>(all.size()) <= exponent) all += '0';
  result += all.substr(0, static_cast<size_t>(exponent) + 1);
  if (all.size() > static_cast<size_t>(exponent) + 1) result += "." + all.substr(static_cast<size_t>(exponent) + 1);
  return result;
}

}  // namespace

std::string scientific(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*E", digits - 1, value);
  std::string result = text;
  const size_t e = result.find('E');
  size_t end = e;
  while (end > 0 && result[end - 1] == '0') --end;
  if (end > 0 && result[end - 1] == '.') --end;
  return result.erase(end, e - end);
}

std::optional<Stored> parse_stored(std::string_view text) {
  Stored stored;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), stored.value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(stored.value)) return std::nullopt;
  if (is_short_decimal(text)) {
    stored.decimal = text;
    return stored;
  }
  const double size = std::abs(stored.value);
  if (size == 0) {
    stored.decimal = "0";
  } else if (size >= 1e15 || size < 1e-30) {
    stored.decimal = scientific(stored.value);
  } else {
    char written[40];
    std::snprintf(written, sizeof written, "%.*e", digits - 1, stored.value);
    stored.decimal = plain(written);
    double back = 0;
    std::from_chars(written, written + std::char_traits<char>::length(written), back);
    stored.inexact = back != stored.value;
  }
  return stored;
}

std::string hundredfold(std::string_view decimal) {
  if (decimal.find('E') != std::string_view::npos) return std::string(decimal);
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  const size_t point = std::min(decimal.find('.'), decimal.size());
  std::string whole(decimal.substr(0, point)), fraction(point < decimal.size() ? decimal.substr(point + 1) : "");
  while (fraction.size() < 2) fraction += '0';
  whole += fraction.substr(0, 2);
  fraction.erase(0, 2);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  return (negative ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

}  // namespace huice::workbook
