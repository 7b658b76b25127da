#include "compiler/rules/table_gaps.h"

#include <set>

namespace huice::rules {
namespace {

/// Column by column: a value leaves some rows alive; where none is left, whatever the other columns are, there is a gap.
struct Search {
  const Checker& checker;
  const std::vector<TableColumnType>& columns;
  const std::vector<const std::vector<TableCell>*>& rows;
  std::vector<std::vector<Constant>> values = {};   // by column
  std::vector<std::string> chosen = {};
  std::set<std::pair<size_t, std::vector<bool>>> seen = {};
  static constexpr size_t most_seen = 20'000;

  bool find(size_t column, const std::vector<bool>& alive) {
    if (std::none_of(alive.begin(), alive.end(), [](bool one) { return one; })) return true;
    if (column == columns.size() || seen.size() >= most_seen || !seen.emplace(column, alive).second) return false;
    if (values[column].empty()) return find(column + 1, alive);
    for (const Constant& value : values[column]) {
      std::vector<bool> left = alive;
      for (size_t row = 0; row < rows.size(); ++row) left[row] = left[row] && cell_holds(checker, (*rows[row])[column], value);
      chosen[column] = value_text(checker, value, columns[column].type);
      if (find(column + 1, left)) return true;
    }
    chosen[column].clear();
    return false;
  }
};

}  // namespace

std::optional<std::vector<std::string>> find_gap(const Checker& checker, const std::vector<TableColumnType>& columns,
                                                 const std::vector<const std::vector<TableCell>*>& rows) {
  Search search{checker, columns, rows};
  for (size_t column = 0; column < columns.size(); ++column) {
    std::vector<const TableCell*> cells;
    for (const auto* row : rows) cells.push_back(&(*row)[column]);
    search.values.push_back(telling_values(checker, columns[column], cells));
  }
  search.chosen.resize(columns.size());
  if (!search.find(0, std::vector<bool>(rows.size(), true))) return {};
  return search.chosen;
}

}  // namespace huice::rules
