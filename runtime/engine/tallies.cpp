#include "runtime/engine/tallies.h"

namespace huice::engine {

using By = catalogue::Bucket::By;

Tallies::Tallies(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, MakeMember make)
    : catalogue_(catalogue), schemas_(schemas), make_(std::move(make)) {}

Outcome Tallies::start(const plan::Tally& tally, const batch::Schema& schema) {
  for (uint32_t id : tally.reaches) {
    const catalogue::Reach& reach = catalogue_.reaches[id];
    Tally& made = tallies_[id];
    for (const catalogue::Bucket& bucket : reach.buckets) {
      if (bucket.by == By::choice) made.items = static_cast<uint32_t>(schema.fields[bucket.field].codes.size());
      if (bucket.by != By::list) continue;
      for (const std::string& text : catalogue_.lists[bucket.list].names) made.texts.emplace(text, made.texts.size());
      made.items = static_cast<uint32_t>(made.texts.size());
    }
    for (uint32_t aggregate : reach.aggregates) {
      auto kernel = make_(aggregate, schema);
      if (!kernel) return kernel.failure();
      const catalogue::Aggregate& words = catalogue_.aggregates[aggregate];
      made.sums.emplace(aggregate, Sum{std::move(kernel->kernel), decisions::Decisions(words.rows), Groups(words, kernel->layout, 0)});
    }
  }
  return Nothing{};
}

uint32_t Tallies::group(Tally& tally, int year, uint32_t item) const {
  auto [known, added] = tally.first_of_year.try_emplace(year, tally.groups);
  if (added) grow(tally, tally.items);
  return known->second + item;
}

uint32_t Tallies::unplaced(Tally& tally, const GroupName& part) {
  auto [known, added] = tally.unplaced.try_emplace(part, tally.groups);
  if (added) grow(tally, 1);
  return known->second;
}

void Tallies::grow(Tally& tally, uint32_t by) {
  tally.groups += by;
  for (auto& [aggregate, sum] : tally.sums) sum.groups.resize(tally.groups);
}

Tallies::Place Tallies::place(const catalogue::Reach& reach, Tally& tally, const batch::Batch& batch, int row) const {
  Place place;
  GroupName name;
  for (uint32_t b = 0; b < reach.buckets.size(); ++b) {
    const catalogue::Bucket& bucket = reach.buckets[b];
    if (!batch.known(bucket.field, row)) {
      place.where = place.where == Place::outside ? Place::outside : Place::unknown;
      place.missing |= 1U << b;
      continue;
    }
    switch (bucket.by) {
      case By::choice:
        name.item = batch.choice(bucket.field, row);
        break;
      case By::year: {
        const bool instant = batch.schema().fields[bucket.field].kind == batch::Kind::datetime;
        name.year = civil(instant ? batch.datetime(bucket.field, row).day() : batch.date(bucket.field, row)).year;
        break;
      }
      case By::list: {
        const auto known = tally.texts.find(std::string(batch.text(bucket.field, row)));
        if (known == tally.texts.end()) place.where = Place::outside;
        if (known != tally.texts.end()) name.item = known->second;
        break;
      }
    }
  }
  if (place.where == Place::inside) place.group = group(tally, name.year.value_or(0), name.item.value_or(0));
  if (place.where == Place::unknown) place.group = unplaced(tally, name);
  return place;
}

Outcome Tallies::add(const plan::Tally& step, const batch::Rows& rows, const batch::Batch& batch) {
  const huice_batch view = batch.view();
  std::vector<Place> places(static_cast<size_t>(rows.count()));
  for (uint32_t id : step.reaches) {
    const catalogue::Reach& reach = catalogue_.reaches[id];
    Tally& tally = tallies_.at(id);
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.bad(row)) continue;
      places[static_cast<size_t>(row)] = place(reach, tally, batch, row);
      tally.any_row = true;
      if (places[static_cast<size_t>(row)].where == Place::outside) ++tally.outside;
    }
    for (auto& [aggregate, sum] : tally.sums) {
      huice_decisions out = sum.decided.view();
      if (Outcome outcome = sum.kernel->decide(view, out); !outcome) return outcome;
      for (int row = 0; row < rows.count(); ++row) {
        const Place& at = places[static_cast<size_t>(row)];
        if (rows.bad(row) || at.where == Place::outside) continue;
        const Groups::Share share = sum.groups.share(sum.decided, row);
        if (at.where == Place::inside) {
          sum.groups.add(at.group, share);
        } else {
          sum.groups.add_unplaced(at.group, share, at.missing);
        }
      }
    }
  }
  return Nothing{};
}

std::optional<std::pair<int, int>> Tallies::years(uint32_t reach) const {
  const auto& all = tallies_.at(reach).first_of_year;
  if (all.empty()) return std::nullopt;
  return std::pair{all.begin()->first, all.rbegin()->first};
}

batch::Schema Tallies::schema(uint32_t reach) const {
  batch::Schema schema = schemas_[catalogue_.reaches[reach].groups];
  for (const auto& [aggregate, sum] : tallies_.at(reach).sums) {
    batch::Layout& layout = schema.fields[catalogue_.aggregates[aggregate].value].layout;
    if (sum.groups.has_values()) layout = sum.groups.layout();
  }
  return schema;
}

void Tallies::put(uint32_t reach, const GroupName& name, batch::Batch& batch, int row) {
  Tally& tally = tallies_.at(reach);
  const uint32_t at = group(tally, name.year.value_or(0), name.item.value_or(0));
  for (auto& [aggregate, sum] : tally.sums) {
    if (tally.any_row) sum.groups.note_rows(at);
    for (const auto& [part, owner] : tally.unplaced) {
      const bool may_be = (!part.year || part.year == name.year) && (!part.item || part.item == name.item);
      if (may_be) sum.groups.take_unplaced(owner, at);
    }
    sum.groups.put({at}, batch, row);
  }
}

}  // namespace huice::engine
