// Members of tables on disk: keys, references and aggregates are sorted and joined (docs/decisions/spill.md).
#include <algorithm>

#include "runtime/engine/members.h"
#include "runtime/spill/bytes.h"

namespace huice::engine {

uint64_t Members::in_memory() const {
  uint64_t bytes = promised_;
  for (const auto& [entity, table] : tables_) bytes += table.bytes();
  return bytes;
}

Outcome Members::move_to_disk(uint32_t entity) {
  const auto table = tables_.find(entity);
  SpilledTable& spilled = spilled_.try_emplace(entity, table->second.schema(), table->second.columns(), shares_).first->second;
  Outcome outcome = spilled.take(table->second);
  tables_.erase(table);
  return outcome;
}

Outcome Members::add_keys(SpilledTable& table, uint32_t key_field, const batch::Rows& rows, const batch::Batch& batch) {
  std::string kept;
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    kept.clear();
    table.append_kept(kept, batch, row);
    const Place place = Place::unpacked(places_[static_cast<size_t>(row)]);
    if (Outcome outcome = table.add(hash_128(batch.text(key_field, row)), place, kept); !outcome) return outcome;
  }
  return Nothing{};
}

Outcome Members::finish(const plan::Scan& scan, const plan::Index* index, const plan::Gather* gather) {
  for (Answers* answers : answers_of(scan.entity)) answers->end();
  if (index != nullptr) {
    if (const auto table = tables_.find(scan.entity); table != tables_.end()) {
      table->second.finish();
      uint64_t groups = 0;
      for (uint32_t id : scan.aggregates) groups += Groups::most_bytes(catalogue_.aggregates[id], table->second.size());
      if (fits(groups)) {
        promised_ += groups;
      } else if (Outcome outcome = move_to_disk(scan.entity); !outcome) {
        return outcome;
      }
    }
    if (const auto spilled = spilled_.find(scan.entity); spilled != spilled_.end()) {
      if (Outcome outcome = spilled->second.finish(); !outcome) return outcome;
    }
  }
  if (gather == nullptr) return Nothing{};
  kernels_.clear();
  together_.clear();
  for (Bundle& bundle : bundles_) {
    if (!bundle.shares) continue;
    if (Outcome outcome = join(bundle); !outcome) return outcome;
  }
  return Nothing{};
}

// ---- References ------------------------------------------------------------------------------------------------------

const Members::Lookup* Members::lookup(uint32_t scanned, uint32_t column) const {
  const auto found = std::find_if(lookups_.begin(), lookups_.end(), [&](const Lookup& it) { return it.scanned == scanned && it.column == column; });
  return found == lookups_.end() ? nullptr : &*found;
}

bool Members::can_fill(const plan::Scan& scan, uint32_t column) const {
  const auto from = std::find_if(scan.referred.begin(), scan.referred.end(), [&](const catalogue::Referred& it) { return it.column == column; });
  if (from == scan.referred.end()) return true;  // it stands in the data
  return can_fill(scan, from->reference) && (tables_.contains(from->entity) || lookup(scan.entity, from->reference) != nullptr);
}

Outcome Members::look_up(const plan::Scan& scan, const OpenScan& open) {
  std::vector<plan::Reference> open_questions = scan.checks;
  for (const catalogue::Referred& it : scan.referred) {
    const auto same = [&](const plan::Reference& reference) { return reference.field == it.reference; };
    if (std::none_of(open_questions.begin(), open_questions.end(), same)) open_questions.push_back({it.reference, it.entity});
  }
  std::erase_if(open_questions, [&](const plan::Reference& reference) {
    const auto table = spilled_.find(reference.entity);
    return table == spilled_.end() || !table->second.finished() || lookup(scan.entity, reference.field) != nullptr;
  });
  // Keys that other rows hold are known once those are found: a round for each step of a chain a.b.c.
  for (;;) {
    std::vector<plan::Reference> ready, later;
    for (const plan::Reference& reference : open_questions) (can_fill(scan, reference.field) ? ready : later).push_back(reference);
    if (ready.empty()) return Nothing{};  // the others follow tables that are not there yet: a later pass asks again
    auto answered = answer(scan, std::move(ready), open);
    if (!answered) return answered.failure();
    for (Lookup& it : *answered) lookups_.push_back(std::move(it));
    open_questions = std::move(later);
  }
}

Result<std::vector<Members::Lookup>> Members::answer(const plan::Scan& scan, std::vector<plan::Reference> ready, const OpenScan& open) {
  plan::Scan keys = scan;
  keys.listed.clear();
  keys.aggregates.clear();
  auto reader = open(keys);
  if (!reader) return reader.failure();
  std::vector<bool> read((*reader)->schema().fields.size());
  for (const plan::Reference& reference : ready) read[reference.field] = true;
  for (const catalogue::Referred& it : scan.referred) read[it.reference] = true;
  (*reader)->read_only(std::move(read));
  set_layouts(keys, **reader);
  begin_answers(scan.entity);
  std::vector<spill::Sorter> questions;  // key, place
  for (size_t i = 0; i < ready.size(); ++i) questions.emplace_back(shares_.room.folder, shares_.filling(ready.size()));
  batch::Chunk chunk = (*reader)->make_chunk();
  batch::Batch batch = (*reader)->make_batch();
  std::string record;
  for (;;) {
    auto more = (*reader)->next(chunk, batch);
    if (!more) return more.failure();
    if (!*more) break;
    const batch::Rows& rows = chunk.rows();
    if (Outcome outcome = load_answers(scan.entity, chunk); !outcome) return outcome.failure();
    begin(batch);
    fill(keys, rows, batch);
    for (size_t i = 0; i < ready.size(); ++i) {
      for (int row = 0; row < rows.count(); ++row) {
        if (rows.bad(row) || !batch.known(ready[i].field, row)) continue;
        record.clear();
        put_key(record, hash_128(batch.text(ready[i].field, row)));
        put_place(record, Place::unpacked(places_[static_cast<size_t>(row)]));
        if (Outcome outcome = questions[i].add(record); !outcome) return outcome.failure();
      }
    }
  }
  for (Answers* answers : answers_of(scan.entity)) answers->end();
  std::vector<Lookup> answered;
  for (size_t i = 0; i < ready.size(); ++i) {
    auto asked = questions[i].finish();
    if (!asked) return asked.failure();
    spill::Merge question = asked->read(shares_.reading(2));
    SpilledTable::Search rows(spilled_.at(ready[i].entity), shares_.reading(2));
    spill::Sorter answers(shares_.room.folder, shares_.joining());
    for (;;) {
      auto more = question.next();
      if (!more) return more.failure();
      if (!*more) break;
      auto found = rows.find(question.record().substr(0, key_size));
      if (!found) return found.failure();
      if (!*found) continue;
      record = question.record().substr(key_size, place_size);
      record += rows.kept();
      if (Outcome outcome = answers.add(record); !outcome) return outcome.failure();
    }
    auto sorted = answers.finish();
    if (!sorted) return sorted.failure();
    answered.push_back({scan.entity, ready[i].field, ready[i].entity, Answers(std::move(*sorted))});
  }
  return answered;
}

// ---- Answers while a pass reads --------------------------------------------------------------------------------------

std::vector<Answers*> Members::answers_of(uint32_t entity) {
  std::vector<Answers*> answers;
  for (Lookup& it : lookups_) {
    if (it.scanned == entity) answers.push_back(&it.answers);
  }
  for (Bundle& bundle : bundles_) {
    if (bundle.owner == entity && bundle.totals) answers.push_back(&*bundle.totals);
  }
  const auto table = spilled_.find(entity);
  if (table != spilled_.end() && table->second.finished()) answers.push_back(&table->second.later());
  return answers;
}

void Members::begin_answers(uint32_t entity) {
  const std::vector<Answers*> answers = answers_of(entity);
  for (Answers* it : answers) it->begin(shares_.reading(answers.size()));
}

Outcome Members::load_answers(uint32_t entity, const batch::Chunk& chunk) {
  if (spilled_.empty()) return Nothing{};
  const batch::Rows& rows = chunk.rows();
  places_.clear();
  for (int row = 0; row < rows.count(); ++row) places_.push_back(Place{static_cast<uint32_t>(chunk.file()), rows.line(row)}.packed());
  for (Answers* answers : answers_of(entity)) {
    if (Outcome outcome = answers->load(places_); !outcome) return outcome;
  }
  return Nothing{};
}

void Members::fill_from_disk(const plan::Scan& scan, const batch::Rows& rows, batch::Batch& batch) {
  for (const catalogue::Referred& referred : scan.referred) {
    const Lookup* found = lookup(scan.entity, referred.reference);
    if (found == nullptr) continue;
    const SpilledTable& table = spilled_.at(referred.entity);
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row) || !found->answers.has(row)) continue;
      const KeptCell cell = table.cell(found->answers.of(row), referred.target);
      if (table.field(referred.target).kind == batch::Kind::text && cell.known) {
        batch.set_text(referred.column, row, cell.bytes);  // answers change with the next batch, which another thread may have
      } else {
        put_cell(cell, table.field(referred.target), batch, referred.column, row);
      }
    }
  }
  for (Bundle& bundle : bundles_) {
    if (bundle.owner != scan.entity || !bundle.totals || scan.aggregates.empty()) continue;
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row)) continue;
      std::string_view totals = bundle.totals->has(row) ? bundle.totals->of(row) : std::string_view();
      for (Groups& one : bundle.one) {
        if (totals.empty()) {
          one.reset(0);
        } else {
          one.take(0, totals);
        }
        one.put({0}, batch, row);
      }
    }
  }
}

// ---- Aggregates ------------------------------------------------------------------------------------------------------

Members::Bundle& Members::bundle_of(const catalogue::Aggregate& aggregate) {
  for (Bundle& bundle : bundles_) {
    if (bundle.shares && bundle.owner == aggregate.owner && bundle.reference == aggregate.reference) return bundle;
  }
  Bundle& bundle = bundles_.emplace_back();
  bundle.owner = aggregate.owner;
  bundle.reference = *aggregate.reference;
  bundle.shares.emplace(shares_.room.folder, shares_.filling(1));
  return bundle;
}

Outcome Members::gather_to_disk(Bundle& bundle, const batch::Chunk& chunk, const batch::Batch& batch, const Gathered& gathered) {
  const batch::Rows& rows = chunk.rows();
  std::string record;
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row) || !batch.known(bundle.reference, row)) continue;
    record.clear();
    put_key(record, hash_128(batch.text(bundle.reference, row)));
    put_place(record, Place::unpacked(places_[static_cast<size_t>(row)]));
    for (size_t i = 0; i < bundle.one.size(); ++i) {
      bundle.one[i].append_share(record, bundle.one[i].share(gathered.decided.at(bundle.aggregates[i]), row));
    }
    if (Outcome outcome = bundle.shares->add(record); !outcome) return outcome;
  }
  return Nothing{};
}

Outcome Members::add_lost_to_disk(Bundle& bundle, const batch::Chunk& chunk) {
  std::string record;
  for (const auto& [row, key] : lost_rows(chunk, bundle.reference)) {
    record.clear();
    put_key(record, hash_128(key));
    put_place(record, Place::unpacked(places_[static_cast<size_t>(row)]));
    for (const Groups& one : bundle.one) one.append_share(record, Groups::lost());
    if (Outcome outcome = bundle.shares->add(record); !outcome) return outcome;
  }
  return Nothing{};
}

Outcome Members::join(Bundle& bundle) {
  auto sorted = bundle.shares->finish();
  if (!sorted) return sorted.failure();
  bundle.shares.reset();
  spill::Merge shares = sorted->read(shares_.reading(2));
  SpilledTable::Search owners(spilled_.at(bundle.owner), shares_.reading(2));
  spill::Sorter totals(shares_.room.folder, shares_.joining());
  std::string key, record;
  const auto add_owner = [&]() -> Outcome {
    auto found = owners.find(key);
    if (!found) return found.failure();
    if (!*found) return Nothing{};
    record = owners.place();
    for (const Groups& one : bundle.one) one.append(record, 0);
    return totals.add(record);
  };
  for (;;) {
    auto more = shares.next();
    if (!more) return more.failure();
    if (!*more) break;
    std::string_view share = shares.record();
    if (share.substr(0, key_size) != key) {
      if (!key.empty()) {
        if (Outcome outcome = add_owner(); !outcome) return outcome;
      }
      key = share.substr(0, key_size);
      for (Groups& one : bundle.one) one.reset(0);
    }
    share.remove_prefix(key_size + place_size);
    for (Groups& one : bundle.one) one.add(0, one.take_share(share));
  }
  if (!key.empty()) {
    if (Outcome outcome = add_owner(); !outcome) return outcome;
  }
  auto by_place = totals.finish();
  if (!by_place) return by_place.failure();
  bundle.totals.emplace(std::move(*by_place));
  return Nothing{};
}

}  // namespace huice::engine
