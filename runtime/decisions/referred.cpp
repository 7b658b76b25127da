#include "runtime/decisions/referred.h"

#include "runtime/batch/cell_text.h"
#include "runtime/decisions/csv_text.h"

namespace huice::decisions {

ReferredFormat::ReferredFormat(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, OutputOptions options)
    : catalogue_(catalogue), entity_(catalogue.entities[entity]), measures_(std::move(measures)), options_(std::move(options)) {}

std::string ReferredFormat::header() const {
  const bool zh = options_.labels == Labels::zh;
  const bool labels = options_.labels != Labels::names;
  std::string line;
  for (const uint32_t key : entity_.keys) {
    append_csv(line, labels ? entity_.field_labels[key] : entity_.field_names[key], options_.dialect);
    line += ',';
  }
  for (size_t c = 0; c < std::size(referred_columns); ++c) {
    line += zh ? referred_columns_zh[c] : referred_columns[c];
    line += c + 1 < std::size(referred_columns) ? ',' : '\n';
  }
  return line;
}

void ReferredFormat::append(std::string& out, const batch::Batch& batch, const batch::Rows& rows, const std::vector<Decisions>& decisions) const {
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    for (size_t m = 0; m < measures_.size(); ++m) {
      if (decisions[m].status(row) != Status::referred) continue;
      const catalogue::Measure& measure = catalogue_.measures[measures_[m]];
      for (const std::string& field : decisions[m].reasons(entity_, row)) {
        for (const uint32_t key : entity_.keys) {
          std::string cell;
          batch::append_cell(cell, batch, key, row);
          append_csv(out, cell, options_.dialect);
          out += ',';
        }
        append_csv(out, measure.name, options_.dialect);
        out += ',';
        append_csv(out, field, options_.dialect);
        out += ',';
        if (decisions[m].has_ceiling(row)) catalogue::append_amount(out, measure, decisions[m].ceiling(row));
        out += ",,,\n";
      }
    }
  }
}

}  // namespace huice::decisions
