#include "runtime/plan_needs.h"

#include <algorithm>
#include <functional>

namespace huice::plan {
namespace {

/// The aggregate that the column belongs to, if any.
std::optional<uint32_t> aggregate_of(const Catalogue& catalogue, uint32_t entity, uint32_t field) {
  for (uint32_t id = 0; id < catalogue.aggregates.size(); ++id) {
    const catalogue::Aggregate& it = catalogue.aggregates[id];
    if (it.owner == entity && (field == it.value || field == it.count || field == it.error || field == it.causes)) return id;
  }
  return std::nullopt;
}

}  // namespace

void Needs::add_measure(uint32_t measure) {
  const catalogue::Measure& words = catalogue_.measures[measure];
  EntityNeeds& own = entities_[words.entity];
  own.fields.insert(catalogue_.entities[words.entity].keys.begin(), catalogue_.entities[words.entity].keys.end());
  for (uint32_t field : words.inputs) add_field(words.entity, field);
}

void Needs::add_target(uint32_t target) {
  const catalogue::Target& words = catalogue_.targets[target];
  entities_[words.entity].fields.insert(catalogue_.entities[words.entity].keys.begin(), catalogue_.entities[words.entity].keys.end());
  for (uint32_t id : words.reaches) {
    const catalogue::Reach& reach = catalogue_.reaches[id];
    for (const catalogue::Bucket& bucket : reach.buckets) add_field(reach.entity, bucket.field);
    for (uint32_t aggregate : reach.aggregates) {
      for (uint32_t input : catalogue_.aggregates[aggregate].rows.inputs) add_field(reach.entity, input);
    }
  }
}

void Needs::add_key(uint32_t entity) {
  EntityNeeds& needs = entities_[entity];
  needs.indexed = true;
  needs.fields.insert(catalogue_.entities[entity].keys.front());
}

void Needs::add_field(uint32_t entity, uint32_t field) {
  const catalogue::Entity& words = catalogue_.entities[entity];
  if (field < words.in_data) {
    entities_[entity].fields.insert(field);
    return;
  }
  for (uint32_t i = 0; i < words.referred.size(); ++i) {
    const catalogue::Referred& it = words.referred[i];
    if (it.column != field || !entities_[entity].referred.insert(i).second) continue;
    add_field(entity, it.reference);
    add_key(it.entity);
    entities_[it.entity].fields.insert(it.target);
    entities_[it.entity].kept.insert(it.target);
  }
  for (uint32_t i = 0; i < words.listed.size(); ++i) {
    if (words.listed[i].column != field || !entities_[entity].listed.insert(i).second) continue;
    add_field(entity, words.listed[i].field);
  }
  if (auto aggregate = aggregate_of(catalogue_, entity, field)) add_aggregate(*aggregate);
}

void Needs::add_aggregate(uint32_t id) {
  const catalogue::Aggregate& it = catalogue_.aggregates[id];
  if (!entities_[it.owner].aggregates.insert(id).second) return;
  add_key(it.owner);
  add_field(it.member, *it.reference);
  const auto& keys = catalogue_.entities[it.member].keys;
  entities_[it.member].fields.insert(keys.begin(), keys.end());
  for (uint32_t input : it.rows.inputs) add_field(it.member, input);
}

Scan Needs::scan(uint32_t entity) const {
  const EntityNeeds& needs = entities_.at(entity);
  const catalogue::Entity& words = catalogue_.entities[entity];
  Scan scan;
  scan.entity = entity;
  scan.fields.assign(needs.fields.begin(), needs.fields.end());
  for (uint32_t i : needs.referred) scan.referred.push_back(words.referred[i]);
  for (uint32_t i : needs.listed) scan.listed.push_back(words.listed[i]);
  scan.aggregates.assign(needs.aggregates.begin(), needs.aggregates.end());
  for (const auto& [field, target] : words.references) {
    const auto found = entities_.find(target);
    if (needs.fields.contains(field) && found != entities_.end() && found->second.indexed) scan.checks.push_back({field, target});
  }
  scan.keyed = needs.indexed;
  return scan;
}

std::vector<uint32_t> Needs::indexed() const {
  std::vector<uint32_t> order;
  std::set<uint32_t> seen;
  const std::function<void(uint32_t)> visit = [&](uint32_t entity) {
    if (!entities_.at(entity).indexed || !seen.insert(entity).second) return;
    for (const Reference& reference : scan(entity).checks) visit(reference.entity);
    order.push_back(entity);
  };
  for (const auto& [entity, needs] : entities_) visit(entity);
  return order;
}

int Needs::level(uint32_t id, std::map<uint32_t, int>& known) const {
  if (auto found = known.find(id); found != known.end()) return found->second;
  const catalogue::Aggregate& it = catalogue_.aggregates[id];
  int most = 0;
  for (uint32_t input : it.rows.inputs) {
    if (auto inner = aggregate_of(catalogue_, it.member, input)) most = std::max(most, level(*inner, known));
  }
  return known[id] = most + 1;
}

std::vector<std::vector<uint32_t>> Needs::levels() const {
  std::map<uint32_t, int> known;
  std::vector<std::vector<uint32_t>> levels;
  for (const auto& [entity, needs] : entities_) {
    for (uint32_t id : needs.aggregates) {
      const auto at = static_cast<size_t>(level(id, known)) - 1;
      if (levels.size() <= at) levels.resize(at + 1);
      levels[at].push_back(id);
    }
  }
  return levels;
}

}  // namespace huice::plan
