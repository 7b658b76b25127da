#include "runtime/decisions/table.h"

#include <algorithm>

#include "base/unicode/width.h"

namespace huice::decisions {

std::string Table::text() const {
  std::vector<size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], unicode::display_width(row[c]));
  }
  std::string text;
  for (size_t r = 0; r < rows_.size(); ++r) {
    std::string line;
    for (size_t c = 0; c < rows_[r].size(); ++c) {
      const std::string& cell = rows_[r][c];
      const std::string pad(widths[c] - unicode::display_width(cell), ' ');
      if (c > 0) line += "  ";
      line += right_[c] ? pad + cell : cell + pad;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
    if (r > 0) continue;
    for (size_t c = 0; c < widths.size(); ++c) {
      if (c > 0) text += "  ";
      for (size_t i = 0; i < widths[c]; ++i) text += "-";
    }
    text += "\n";
  }
  return text;
}

std::string grouped(const std::string& decimal) {
  const size_t first = decimal.starts_with('-') ? 1 : 0;
  const size_t point = std::min(decimal.find('.'), decimal.size());
  std::string text = decimal;
  for (size_t at = point; at > first + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

}  // namespace huice::decisions
