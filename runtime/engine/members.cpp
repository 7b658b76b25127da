#include "runtime/engine/members.h"

namespace huice::engine {
namespace {

/// The file's column of a field, for the rejects.
int file_column(const batch::CsvReader& reader, uint32_t field) {
  for (const batch::BoundColumn& bound : reader.files()[reader.file()].binding.columns) {
    if (bound.field == field) return bound.column;
  }
  return -1;
}

void put_listed(const catalogue::Listed& listed, const TextList& entries, batch::Batch& batch, int row) {
  const auto text = batch.text(listed.field, row);
  if (listed.part == catalogue::ListPart::member) return batch.set_boolean(listed.column, row, entries.contains(text));
  const TextList::Span* span = entries.span(text, listed.span);
  if (span != nullptr) batch.set_date(listed.column, row, listed.part == catalogue::ListPart::from ? span->from : span->to);
}

}  // namespace

void Members::set_layouts(const plan::Scan& scan, batch::CsvReader& reader) const {
  for (const catalogue::Referred& referred : scan.referred) {
    const auto table = tables_.find(referred.entity);
    if (table != tables_.end()) reader.set_layout(referred.column, table->second.field(referred.target));
  }
  for (uint32_t aggregate : scan.aggregates) {
    const auto groups = groups_.find(aggregate);
    if (groups != groups_.end()) reader.refine_layout(catalogue_.aggregates[aggregate].value, groups->second.layout());
  }
}

uint32_t Members::row_of(uint32_t entity, const batch::Batch& batch, uint32_t column, int row) const {
  return batch.known(column, row) ? tables_.at(entity).find(batch.text(column, row)) : KeyTable::none;
}

void Members::watch(const plan::Scan& scan, const plan::Index* index, batch::CsvReader& reader) {
  if (index != nullptr) tables_.insert_or_assign(scan.entity, KeyTable(reader.schema(), index->columns));
  if (scan.checks.empty() && !scan.keyed) return;
  reader.set_check([this, &scan, index, &reader](batch::Rows& rows, batch::Batch& batch) { check(scan, index, reader, rows, batch); });
}

void Members::check(const plan::Scan& scan, const plan::Index* index, const batch::CsvReader& reader, batch::Rows& rows, batch::Batch& batch) {
  for (const plan::Reference& reference : scan.checks) {
    const auto table = tables_.find(reference.entity);
    const bool unfinished = index != nullptr && reference.entity == scan.entity;
    if (table == tables_.end() || unfinished) continue;
    const int column = file_column(reader, reference.field);
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row) || !batch.known(reference.field, row)) continue;
      const auto key = batch.text(reference.field, row);
      if (table->second.find(key) != KeyTable::none) continue;
      rows.reject({row, batch::RejectCode::dangling_reference, column, std::string(key), catalogue_.entities[reference.entity].name});
    }
  }
  if (!scan.keyed) return;
  KeyTable& table = tables_.at(scan.entity);
  const uint32_t key_field = catalogue_.entities[scan.entity].keys.front();
  const int column = file_column(reader, key_field);
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    const KeyTable::Place place{static_cast<uint32_t>(reader.file()), rows.place(row).line};
    bool added = false;
    const auto key = batch.text(key_field, row);
    const uint32_t known = index != nullptr ? table.add(key, place, added) : table.find(key);
    if (added) table.keep(batch, row);
    if (added || known == KeyTable::none || table.place(known) == place) continue;
    const KeyTable::Place first = table.place(known);
    const std::string file = first.file == place.file ? "" : reader.files()[first.file].path + ":";
    rows.reject({row, batch::RejectCode::duplicate_key, column, std::string(key), file + std::to_string(first.line)});
  }
}

void Members::fill(const plan::Scan& scan, const batch::Rows& rows, batch::Batch& batch) const {
  for (const catalogue::Referred& referred : scan.referred) {
    const auto table = tables_.find(referred.entity);
    if (table == tables_.end()) continue;
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row)) continue;
      const uint32_t at = row_of(referred.entity, batch, referred.reference, row);
      if (at != KeyTable::none) table->second.copy(at, referred.target, batch, referred.column, row);
    }
  }
  for (const catalogue::Listed& listed : scan.listed) {
    const TextList& entries = *catalogue_.lists[listed.list].entries;
    for (int row = 0; row < rows.count(); ++row) {
      if (!rows.bad(row) && batch.known(listed.field, row)) put_listed(listed, entries, batch, row);
    }
  }
  if (scan.aggregates.empty()) return;
  const uint32_t key = catalogue_.entities[scan.entity].keys.front();
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    const uint32_t own = row_of(scan.entity, batch, key, row);
    for (uint32_t aggregate : scan.aggregates) {
      const auto groups = groups_.find(aggregate);
      if (groups != groups_.end() && own != KeyTable::none) groups->second.put(own, batch, row);
    }
  }
}

Outcome Members::start(const plan::Gather& gather, const batch::Schema& schema) {
  gathering_.clear();
  for (uint32_t id : gather.aggregates) {
    const catalogue::Aggregate& aggregate = catalogue_.aggregates[id];
    auto made = make_(id, schema);
    if (!made) return made.failure();
    KeyTable& owners = tables_.at(aggregate.owner);
    owners.finish();
    groups_.insert_or_assign(id, Groups(aggregate, made->layout, owners.size()));
    gathering_.emplace(id, Gathering{std::move(made->kernel), decisions::Decisions(aggregate.rows)});
  }
  return Nothing{};
}

Outcome Members::gather(const plan::Gather& gather, const batch::Rows& rows, const batch::Batch& batch) {
  const huice_batch view = batch.view();
  std::map<uint32_t, std::vector<uint32_t>> owners;  // by reference: the owner of each row
  for (uint32_t id : gather.aggregates) {
    const catalogue::Aggregate& aggregate = catalogue_.aggregates[id];
    Gathering& each = gathering_.at(id);
    huice_decisions out = each.decided.view();
    if (Outcome outcome = each.kernel->decide(view, out); !outcome) return outcome;
    std::vector<uint32_t>& owner = owners[aggregate.reference];
    for (int row = static_cast<int>(owner.size()); row < rows.count(); ++row) {
      owner.push_back(rows.bad(row) ? KeyTable::none : row_of(aggregate.owner, batch, aggregate.reference, row));
    }
    Groups& groups = groups_.at(id);
    for (int row = 0; row < rows.count(); ++row) {
      if (owner[static_cast<size_t>(row)] != KeyTable::none) groups.add(owner[static_cast<size_t>(row)], each.decided, row);
    }
  }
  return Nothing{};
}

}  // namespace huice::engine
