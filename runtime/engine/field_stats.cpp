#include "runtime/engine/field_stats.h"

#include <algorithm>
#include <optional>

#include "runtime/batch/cell_text.h"

namespace huice::engine {
namespace {

using batch::Kind;

/// A value that has an order, as an integer.
std::optional<__int128> ordered(const batch::Batch& batch, uint32_t field, int row) {
  switch (batch.schema().fields[field].kind) {
    case Kind::number: return batch.number(field, row);
    case Kind::date: return batch.date(field, row).days;
    case Kind::datetime: return batch.datetime(field, row).seconds;
    default: return std::nullopt;
  }
}

std::string shown(const batch::Field& field, __int128 value) {
  std::string text;
  if (field.kind == Kind::date) return to_string(Date{static_cast<int32_t>(value)});
  if (field.kind == Kind::datetime) return to_string(DateTime{static_cast<int64_t>(value)});
  batch::append_number(text, field, value);
  return text + (field.units.empty() ? "" : field.units.front().name);
}

}  // namespace

FieldStats::FieldStats(const batch::Schema& schema, std::vector<uint32_t> fields, const std::vector<bool>& bound)
    : schema_(schema), fields_(std::move(fields)), bound_(bound), ranges_(fields_.size()) {}

void FieldStats::add(const batch::Batch& batch, const batch::Rows& rows) {
  for (size_t i = 0; i < fields_.size(); ++i) {
    Range& range = ranges_[i];
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row)) continue;
      if (!batch.known(fields_[i], row)) {
        ++range.missing;
        continue;
      }
      const auto value = ordered(batch, fields_[i], row);
      if (!value) continue;
      range.least = range.any ? std::min(range.least, *value) : *value;
      range.most = range.any ? std::max(range.most, *value) : *value;
      range.any = true;
    }
  }
}

std::vector<FieldTotals> FieldStats::totals() const {
  std::vector<FieldTotals> list;
  for (size_t i = 0; i < fields_.size(); ++i) {
    FieldTotals totals;
    totals.field = fields_[i];
    totals.bound = bound_[fields_[i]];
    totals.missing = ranges_[i].missing;
    if (ranges_[i].any) {
      totals.least = shown(schema_.fields[fields_[i]], ranges_[i].least);
      totals.most = shown(schema_.fields[fields_[i]], ranges_[i].most);
    }
    list.push_back(std::move(totals));
  }
  return list;
}

}  // namespace huice::engine
