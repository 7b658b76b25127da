#include "api/c/explaining.h"

#include <algorithm>

#include "compiler/explanation/settlement.h"
#include "compiler/reference/columns.h"
#include "runtime/batch/cell_text.h"

namespace huice::c {

explanation::Explanation explanation_of(const Compiled& compiled, const Telling& telling, const std::vector<uint32_t>& measures, const batch::Batch& batch, int row) {
  reference::Row values = reference::row_of(batch.schema(), batch.view(), row);
  values.as_of = telling.as_of;
  std::vector<rules::MeasureId> ids;
  for (const uint32_t measure : measures) ids.push_back(rules::MeasureId{measure});
  return explanation::explain(compiled.program(), rules::EntityId{telling.entity}, values, "", telling.language, &ids);
}

Explaining::Explaining(const Compiled& compiled, Telling telling, const std::string& table, std::vector<uint64_t> rows, bool alone)
    : compiled_(compiled), telling_(telling), rows_(std::move(rows)), alone_(alone) {
  std::ranges::sort(rows_);
  rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
  for (const uint64_t row : rows_) tracing_.rows[telling_.entity].push_back({table, row + 1, {}});
}

void Explaining::see(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<uint32_t>& measures) {
  if (chunk.rows().count() == 0) return;
  const uint64_t first = chunk.rows().place(0).line - 1, end = first + static_cast<uint64_t>(chunk.rows().count());
  for (auto it = std::ranges::lower_bound(rows_, first); it != rows_.end() && *it < end; ++it) {
    const auto row = static_cast<int>(*it - first);
    if (chunk.rows().bad(row)) continue;
    Seen seen{explanation_of(compiled_, telling_, measures, batch, row), measures};
    for (const uint32_t key : compiled_.catalogue().entities[telling_.entity].keys) {
      if (!seen.explanation.key.empty()) seen.explanation.key += ',';
      if (!alone_) batch::append_cell(seen.explanation.key, batch, key, row);
    }
    const std::lock_guard lock(seeing_);
    seen_.emplace(*it, std::move(seen));
  }
}

const explanation::Explanation* Explaining::of(uint64_t row) {
  const auto found = seen_.find(row);
  if (found == seen_.end()) return nullptr;
  Seen& seen = found->second;
  const auto at = static_cast<size_t>(std::ranges::lower_bound(rows_, row) - rows_.begin());
  const auto& serials = tracing_.rows.at(telling_.entity).at(at).serials;
  for (size_t m = 0; m < seen.measures.size() && !seen.settled; ++m) {
    const auto serial = serials.find(seen.measures[m]);
    if (serial == serials.end()) continue;
    explanation::Measure& told = seen.explanation.measures.at(m);
    explanation::add_settlement(compiled_.program(), seen.measures[m], tracing_, serial->second, telling_.language, told);
    if (told.settlement && alone_) told.settlement->alone = explanation::alone_note(telling_.language);
  }
  seen.settled = true;
  return &seen.explanation;
}

}  // namespace huice::c
