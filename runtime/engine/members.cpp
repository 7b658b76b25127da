#include "runtime/engine/members.h"

#include "runtime/spill/bytes.h"

namespace huice::engine {
namespace {

constexpr int ahead = 16;  // rows whose memory is fetched before they are looked at

/// The file's column of a field, for the rejects.
int file_column(const batch::Chunk& chunk, uint32_t field) {
  for (const batch::BoundColumn& bound : chunk.report().binding.columns) {
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

void Members::set_layouts(const plan::Scan& scan, batch::Reader& reader) const {
  for (const catalogue::Referred& referred : scan.referred) {
    const auto table = tables_.find(referred.entity);
    if (table != tables_.end()) reader.set_layout(referred.column, table->second.field(referred.target));
    const auto spilled = spilled_.find(referred.entity);
    if (spilled != spilled_.end()) reader.set_layout(referred.column, spilled->second.field(referred.target));
  }
  for (uint32_t aggregate : scan.aggregates) {
    const auto groups = groups_.find(aggregate);
    if (groups != groups_.end()) reader.refine_layout(catalogue_.aggregates[aggregate].value, groups->second.layout());
  }
  for (const Bundle& bundle : bundles_) {
    if (bundle.owner != scan.entity) continue;
    for (size_t i = 0; i < bundle.one.size(); ++i) {
      reader.refine_layout(catalogue_.aggregates[bundle.aggregates[i]].value, bundle.one[i].layout());
    }
  }
}

Members::Found& Members::found_of(const batch::Batch& batch) {
  const std::lock_guard lock(finding_);
  return found_[&batch];
}

const std::vector<uint32_t>& Members::rows_of(uint32_t entity, const batch::Batch& batch, uint32_t column, int count) {
  const auto [known, added] = found_of(batch).try_emplace({entity, column});
  if (added) tables_.at(entity).find(batch, column, count, known->second);
  return known->second;
}

void Members::watch(const plan::Scan& scan, const plan::Index* index, batch::Reader& reader) {
  if (index != nullptr) {
    KeyTable table(reader.schema(), index->columns);
    if (fits(table.bytes())) {
      tables_.insert_or_assign(scan.entity, std::move(table));
    } else {
      spilled_.try_emplace(scan.entity, reader.schema(), index->columns, shares_);
    }
  }
  begin_answers(scan.entity);
  if (scan.checks.empty() && !scan.keyed) return;
  reader.set_check([this, &scan, index](batch::Chunk& chunk, batch::Batch& batch) { return check(scan, index, chunk, batch); });
}

Outcome Members::check(const plan::Scan& scan, const plan::Index* index, batch::Chunk& chunk, batch::Batch& batch) {
  begin(batch);
  if (Outcome outcome = load_answers(scan.entity, chunk); !outcome) return outcome;
  check_references(scan, index, chunk, batch);
  if (!scan.keyed) return Nothing{};
  if (const auto spilled = spilled_.find(scan.entity); index != nullptr && spilled != spilled_.end()) {
    return add_keys(spilled->second, catalogue_.entities[scan.entity].keys.front(), chunk.rows(), batch);
  }
  check_keys(scan, index, chunk, batch);
  return index == nullptr || fits(0) ? Outcome(Nothing{}) : move_to_disk(scan.entity);
}

void Members::check_references(const plan::Scan& scan, const plan::Index* index, batch::Chunk& chunk, batch::Batch& batch) {
  batch::Rows& rows = chunk.rows();
  for (const plan::Reference& reference : scan.checks) {
    const auto table = tables_.find(reference.entity);
    const Lookup* found = lookup(scan.entity, reference.field);
    const bool unfinished = index != nullptr && reference.entity == scan.entity;
    if ((table == tables_.end() && found == nullptr) || unfinished) continue;
    const int column = file_column(chunk, reference.field);
    const std::vector<uint32_t>* const at = found == nullptr ? &rows_of(reference.entity, batch, reference.field, rows.count()) : nullptr;
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row) || !batch.known(reference.field, row)) continue;
      if (found != nullptr ? found->answers.has(row) : (*at)[static_cast<size_t>(row)] != KeyTable::none) continue;
      const std::string key(batch.text(reference.field, row));
      rows.reject({row, batch::RejectCode::dangling_reference, column, key, catalogue_.entities[reference.entity].name});
    }
  }
}

void Members::check_keys(const plan::Scan& scan, const plan::Index* index, batch::Chunk& chunk, batch::Batch& batch) {
  batch::Rows& rows = chunk.rows();
  const uint32_t key_field = catalogue_.entities[scan.entity].keys.front();
  const int column = file_column(chunk, key_field);
  if (const auto spilled = spilled_.find(scan.entity); spilled != spilled_.end()) {
    const Answers& later = spilled->second.later();
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row) || !later.has(row)) continue;
      reject_later(chunk, row, column, batch.text(key_field, row), Place::unpacked(spill::ordered(later.of(row))));
    }
    return;
  }
  KeyTable& table = tables_.at(scan.entity);
  const std::vector<uint32_t>* const before = index == nullptr ? &rows_of(scan.entity, batch, key_field, rows.count()) : nullptr;
  std::vector<Hash128> keys(index != nullptr ? static_cast<size_t>(rows.count()) : 0);
  for (size_t row = 0; row < keys.size(); ++row) keys[row] = hash_128(batch.text(key_field, static_cast<int>(row)));
  for (int row = 0; row < rows.count(); ++row) {
    if (index != nullptr && row + ahead < rows.count()) table.prefetch(keys[static_cast<size_t>(row + ahead)]);
    if (rows.bad(row)) continue;
    const Place place{static_cast<uint32_t>(chunk.file()), rows.place(row).line};
    bool added = false;
    const auto key = batch.text(key_field, row);
    const uint32_t known = index != nullptr ? table.add(keys[static_cast<size_t>(row)], place, added) : (*before)[static_cast<size_t>(row)];
    if (added) table.keep(batch, row);
    if (added || known == KeyTable::none || table.place(known) == place) continue;
    if (index != nullptr) table.add_later(place, table.place(known));
    reject_later(chunk, row, column, key, table.place(known));
  }
}

void Members::reject_later(batch::Chunk& chunk, int row, int column, std::string_view key, Place first) const {
  const std::string file = first.file == chunk.file() ? "" : chunk.files()[first.file].path + ":";
  chunk.rows().reject({row, batch::RejectCode::duplicate_key, column, std::string(key), file + std::to_string(first.line)});
}

void Members::fill(const plan::Scan& scan, const batch::Rows& rows, batch::Batch& batch) {
  if (!spilled_.empty()) fill_from_disk(scan, rows, batch);
  for (const catalogue::Referred& referred : scan.referred) {
    const auto table = tables_.find(referred.entity);
    if (table == tables_.end()) continue;
    const std::vector<uint32_t>& found = rows_of(referred.entity, batch, referred.reference, rows.count());
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row)) continue;
      const uint32_t at = found[static_cast<size_t>(row)];
      if (at != KeyTable::none) table->second.copy(at, referred.target, batch, referred.column, row);
    }
  }
  for (const catalogue::Listed& listed : scan.listed) {
    const TextList& entries = *catalogue_.lists[listed.list].entries;
    for (int row = 0; row < rows.count(); ++row) {
      if (!rows.bad(row) && batch.known(listed.field, row)) put_listed(listed, entries, batch, row);
    }
  }
  if (scan.aggregates.empty() || !tables_.contains(scan.entity)) return;
  const std::vector<uint32_t>& found = rows_of(scan.entity, batch, catalogue_.entities[scan.entity].keys.front(), rows.count());
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    const uint32_t own = found[static_cast<size_t>(row)];
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
    const auto owners = tables_.find(aggregate.owner);
    if (owners != tables_.end()) {
      groups_.insert_or_assign(id, Groups(aggregate, made->layout, owners->second.size()));
    } else {
      Bundle& bundle = bundle_of(aggregate);
      bundle.aggregates.push_back(id);
      bundle.one.emplace_back(aggregate, made->layout, 1);
    }
    gathering_.emplace(id, Gathering{std::move(made->kernel), decisions::Decisions(aggregate.rows)});
  }
  return Nothing{};
}

std::vector<std::pair<int, std::string_view>> lost_rows(const batch::Chunk& chunk, uint32_t reference) {
  std::vector<std::pair<int, std::string_view>> lost;
  for (const batch::Fault& fault : chunk.rows().faults()) {
    if (fault.code == batch::RejectCode::duplicate_key) continue;
    if (const auto key = chunk.text(reference, fault.row)) lost.emplace_back(fault.row, *key);
  }
  return lost;
}

void Members::gather_lost(uint32_t id, const batch::Chunk& chunk) {
  const catalogue::Aggregate& aggregate = catalogue_.aggregates[id];
  for (const auto& [row, key] : lost_rows(chunk, *aggregate.reference)) {
    const uint32_t at = tables_.at(aggregate.owner).find(key);
    if (at != KeyTable::none) groups_.at(id).add(at, Groups::lost());
  }
}

Outcome Members::gather(const plan::Gather& gather, const batch::Chunk& chunk, const batch::Batch& batch) {
  const batch::Rows& rows = chunk.rows();
  const huice_batch view = batch.view();
  for (uint32_t id : gather.aggregates) {
    const catalogue::Aggregate& aggregate = catalogue_.aggregates[id];
    Gathering& each = gathering_.at(id);
    huice_decisions out = each.decided.view();
    if (Outcome outcome = each.kernel->decide(view, out); !outcome) return outcome;
    const auto groups = groups_.find(id);
    if (groups == groups_.end()) continue;
    const std::vector<uint32_t>& owner = rows_of(aggregate.owner, batch, *aggregate.reference, rows.count());
    for (int row = 0; row < rows.count(); ++row) {
      if (row + ahead < rows.count() && owner[static_cast<size_t>(row + ahead)] != KeyTable::none) groups->second.prefetch(owner[static_cast<size_t>(row + ahead)]);
      const uint32_t at = owner[static_cast<size_t>(row)];
      if (at != KeyTable::none && !rows.bad(row)) groups->second.add(at, groups->second.share(each.decided, row));
    }
    gather_lost(id, chunk);
  }
  for (Bundle& bundle : bundles_) {
    if (!bundle.shares) continue;
    if (Outcome outcome = gather_to_disk(bundle, chunk, batch); !outcome) return outcome;
    if (Outcome outcome = add_lost_to_disk(bundle, chunk); !outcome) return outcome;
  }
  return Nothing{};
}

}  // namespace huice::engine
