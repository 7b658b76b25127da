#include "runtime/engine/members.h"

#include <algorithm>

#include "runtime/spill/bytes.h"

namespace huice::engine {
namespace {

constexpr size_t ahead = 32;  // rows whose memory is fetched before they are looked at

/// The file's column of a field, for the rejects.
int file_column(const batch::Chunk& chunk, uint32_t field) {
  for (const batch::BoundColumn& bound : chunk.report().binding.columns) {
    if (bound.field == field) return bound.column;
  }
  return -1;
}

constexpr double most_expected = 1 << 21;

/// How many rows all files have if they go on as in this chunk, but no more than are worth a guess; 0: nobody knows.
uint64_t rows_expected(const batch::Chunk& chunk, std::optional<uint64_t> bytes) {
  const batch::Rows& rows = chunk.rows();
  if (!bytes || rows.count() == 0) return 0;
  const std::string_view first = rows.place(0).text, last = rows.place(rows.count() - 1).text;
  if (first.empty() || last.data() < first.data()) return 0;
  const auto count = static_cast<uint64_t>(rows.count()), text = static_cast<uint64_t>(last.data() + last.size() + 1 - first.data());
  return static_cast<uint64_t>(std::min(static_cast<double>(*bytes) / static_cast<double>(text) * static_cast<double>(count), most_expected));
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

const std::vector<uint32_t>& Members::rows_of(uint32_t entity, const batch::Batch& batch, uint32_t column, int count, bool own) {
  const auto [known, added] = found_of(batch).rows.try_emplace({entity, column});
  if (added) tables_.at(entity).find(batch, column, count, own, known->second);
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
  bytes_ = reader.bytes_total();
  begin_answers(scan.entity);
  if (scan.checks.empty() && !scan.keyed) return;
  const bool in_order = index != nullptr || any_on_disk();
  reader.set_check([this, &scan, index](batch::Chunk& chunk, batch::Batch& batch) { return check(scan, index, chunk, batch); }, in_order);
}

void Members::prepare(const plan::Scan& scan, const plan::Index* index, const batch::Rows& rows, const batch::Batch& batch) {
  if (index != nullptr && scan.keyed) hash_keys(batch, catalogue_.entities[scan.entity].keys.front(), rows.count(), found_of(batch).keys);
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
  const std::vector<uint32_t>* const before = index == nullptr ? &rows_of(scan.entity, batch, key_field, rows.count(), true) : nullptr;
  const std::vector<Hash128>& keys = found_of(batch).keys;
  if (index != nullptr && table.size() == 0) table.expect(rows_expected(chunk, bytes_), shares_.tables() / 2);
  for (int row = 0; row < rows.count(); ++row) {
    if (index != nullptr && static_cast<size_t>(row) + ahead < keys.size()) table.prefetch(keys[static_cast<size_t>(row) + ahead]);
    if (rows.bad(row)) continue;
    const Place place{static_cast<uint32_t>(chunk.file()), rows.line(row)};
    bool added = false;
    const uint32_t known = index != nullptr ? table.add(keys[static_cast<size_t>(row)], place, added) : (*before)[static_cast<size_t>(row)];
    if (added) table.keep(batch, row);
    if (added || known == KeyTable::none || table.place(known) == place) continue;
    if (index != nullptr) table.add_later(place, table.place(known));
    reject_later(chunk, row, column, batch.text(key_field, row), table.place(known));
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
  std::vector<uint32_t> own = rows_of(scan.entity, batch, catalogue_.entities[scan.entity].keys.front(), rows.count(), true);
  rows.each_bad([&](int row) { own[static_cast<size_t>(row)] = Groups::nobody; });
  for (uint32_t aggregate : scan.aggregates) {
    const auto groups = groups_.find(aggregate);
    if (groups != groups_.end()) groups->second.put(own, batch);
  }
}

Members::Together& Members::together_of(const catalogue::Aggregate& aggregate) {
  for (Together& each : together_) {
    if (each.owner == aggregate.owner && each.reference == *aggregate.reference) return each;
  }
  return together_.emplace_back(Together{aggregate.owner, *aggregate.reference, std::make_shared<GroupRecords>(), {}});
}

Outcome Members::start(const plan::Gather& gather, const batch::Schema& schema) {
  for (uint32_t id : gather.aggregates) {
    const catalogue::Aggregate& aggregate = catalogue_.aggregates[id];
    auto made = make_(id, schema);
    if (!made) return made.failure();
    if (tables_.contains(aggregate.owner)) {
      Together& together = together_of(aggregate);
      together.aggregates.push_back(id);
      groups_.insert_or_assign(id, Groups(aggregate, made->layout, together.records));
    } else {
      Bundle& bundle = bundle_of(aggregate);
      bundle.aggregates.push_back(id);
      bundle.one.emplace_back(aggregate, made->layout, 1);
    }
    kernels_.emplace(id, std::move(made->kernel));
  }
  for (const Together& each : together_) each.records->resize(tables_.at(each.owner).size());
  return Nothing{};
}

Gathered Members::make_gathered(const plan::Gather& gather) const {
  Gathered made;
  for (uint32_t id : gather.aggregates) made.decided.emplace(id, decisions::Decisions(catalogue_.aggregates[id].rows));
  made.owners.resize(together_.size());
  return made;
}

std::vector<std::pair<int, std::string_view>> lost_rows(const batch::Chunk& chunk, uint32_t reference) {
  std::vector<std::pair<int, std::string_view>> lost;
  for (const batch::Fault& fault : chunk.rows().faults()) {
    if (fault.code == batch::RejectCode::duplicate_key) continue;
    if (const auto key = chunk.text(reference, fault.row)) lost.emplace_back(fault.row, *key);
  }
  return lost;
}

void Members::gather_lost(const Together& together, const batch::Chunk& chunk) {
  for (const auto& [row, key] : lost_rows(chunk, together.reference)) {
    const uint32_t at = tables_.at(together.owner).find(key);
    if (at == KeyTable::none) continue;
    for (uint32_t id : together.aggregates) groups_.at(id).add(at, Groups::lost());
  }
}

Outcome Members::gather(const batch::Chunk& chunk, const batch::Batch& batch, Gathered& gathered) {
  const batch::Rows& rows = chunk.rows();
  const huice_batch view = batch.view();
  for (auto& [id, decided] : gathered.decided) {
    huice_decisions out = decided.view();
    if (Outcome outcome = kernels_.at(id)->decide(view, out); !outcome) return outcome;
  }
  for (size_t i = 0; i < together_.size(); ++i) {
    std::vector<uint32_t>& owners = gathered.owners[i];
    owners = rows_of(together_[i].owner, batch, together_[i].reference, rows.count());
    rows.each_bad([&](int row) { owners[static_cast<size_t>(row)] = Groups::nobody; });
  }
  return Nothing{};
}

Outcome Members::add_up(const batch::Chunk& chunk, const batch::Batch& batch, const Gathered& gathered) {
  for (size_t i = 0; i < together_.size(); ++i) {
    const std::vector<uint32_t>& owners = gathered.owners[i];
    const GroupRecords& records = *together_[i].records;
    for (size_t from = 0; from < owners.size(); from += ahead) {
      const size_t to = std::min(from + ahead, owners.size());
      for (size_t row = from == 0 ? 0 : to; row < std::min(to + ahead, owners.size()); ++row) {
        if (owners[row] != Groups::nobody) records.prefetch(owners[row]);
      }
      for (uint32_t id : together_[i].aggregates) groups_.at(id).add(owners, gathered.decided.at(id), from, to);
    }
    gather_lost(together_[i], chunk);
  }
  for (Bundle& bundle : bundles_) {
    if (!bundle.shares) continue;
    if (Outcome outcome = gather_to_disk(bundle, chunk, batch, gathered); !outcome) return outcome;
    if (Outcome outcome = add_lost_to_disk(bundle, chunk); !outcome) return outcome;
  }
  return Nothing{};
}

}  // namespace huice::engine
