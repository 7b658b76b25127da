#include "runtime/workbook/formats.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace huice::workbook {
namespace {

/// A code's first section without colours, conditions, spacing and literals; `literal`: it had some.
std::string bare(std::string_view code, bool& literal) {
  std::string rest;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    if (code[i] == '"') {
      const size_t end = std::min(code.find('"', i + 1), code.size());
      literal = literal || end > i + 1;
      i = end;
    } else if (code[i] == '[') {
      const size_t end = std::min(code.find(']', i + 1), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      // [h] is a time that goes on; [$￥-804] a currency
      if (!inside.empty() && std::all_of(inside.begin(), inside.end(), [](char c) { return std::tolower(c) == 'h' || std::tolower(c) == 'm' || std::tolower(c) == 's'; })) rest += 'h';
      i = end;
    } else if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
      if (code[i] == '\\') literal = true;
      ++i;
    } else {
      rest += static_cast<char>(std::tolower(static_cast<unsigned char>(code[i])));
    }
  }
  return rest;
}

}  // namespace

Shows shown_by(std::string_view code) {
  bool literal = false;
  const std::string rest = bare(code, literal);
  if (rest == "general" || rest == "@" || rest.empty()) return literal ? Shows::altered : Shows::plain;
  const auto has = [&](std::string_view letters) { return rest.find_first_of(letters) != std::string::npos; };
  if (!has("0#?")) {
    const bool time = has("hs");
    if (has("yd") || (has("m") && !time)) return time ? Shows::moment : Shows::date;
    if (time) return Shows::plain;  // a time without a day: nobody's date
  }
  if (has("%")) return Shows::percent;
  const size_t zero = rest.find('0'), point = std::min(rest.find('.'), rest.size());
  const bool padded = zero < point && rest.substr(zero, point - zero).find_first_not_of("0") == std::string::npos ? point - zero > 1 : rest.substr(0, point).find("00") != std::string::npos;
  return literal || padded ? Shows::altered : Shows::plain;
}

Shows shown_by(unsigned id) {
  if (id == 9 || id == 10) return Shows::percent;
  if (id == 22) return Shows::moment;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58) return Shows::date;
  return Shows::plain;
}

}  // namespace huice::workbook
