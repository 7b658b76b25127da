#include "api/related.h"

#include "compiler/reference/columns.h"
#include "compiler/rules/sites.h"
#include "runtime/batch/reject.h"

namespace huice {
namespace {

const std::string* text_of(const std::optional<reference::Value>& value) { return value ? std::get_if<std::string>(&*value) : nullptr; }

Reject reject_as(batch::RejectCode code, const std::string& field, const std::string& value, const std::string& expected) {
  return {std::string(batch::name(code)), field, value, batch::message(code, expected)};
}

}  // namespace

void Related::add(uint32_t id, Given given) {
  Entity& entity = entities_[id];
  const auto& fields = program_.rules.entities[rules::EntityId{id}].fields;
  std::vector<bool> in_data;
  for (const rules::Field& field : fields) in_data.push_back(field.in_data());
  entity.filled.assign(given.rows.size(), in_data);
  entity.given = std::move(given);
}

void Related::check(const std::vector<plan::Scan>& scans) {
  for (const plan::Scan& scan : scans) {
    reject(scan, false);
    reject(scan, true);  // whether an own key is named is known once all were seen
  }
}

void Related::reject(const plan::Scan& scan, bool own) {
  Entity& entity = entities_.at(scan.entity);
  const rules::Entity& words = program_.rules.entities[rules::EntityId{scan.entity}];
  const uint32_t key_field = program_.catalogue.entities[scan.entity].keys.empty() ? 0 : program_.catalogue.entities[scan.entity].keys.front();
  for (size_t row = 0; row < entity.given.rows.size(); ++row) {
    auto& reject = entity.given.rejects[row];
    const auto& fields = entity.given.rows[row].fields;
    for (const plan::Reference& reference : scan.checks) {
      const std::string* key = text_of(fields[reference.field]);
      if (reject || !key || (reference.entity == scan.entity) != own || entities_.at(reference.entity).keys.contains(*key)) continue;
      reject = reject_as(batch::RejectCode::dangling_reference, words.fields[reference.field].name, *key,
                         program_.catalogue.entities[reference.entity].name);
    }
    const std::string* key = text_of(fields[key_field]);
    if (own || reject || !scan.keyed || !key) continue;
    const auto [first, is_new] = entity.keys.try_emplace(*key, row);
    if (!is_new) reject = reject_as(batch::RejectCode::duplicate_key, words.fields[key_field].name, *key, std::to_string(first->second + 1));
  }
}

const Related::MembersOf& Related::members_of(const rules::Aggregate& aggregate, const std::string& key) {
  Entity& entity = entities_.at(aggregate.member.value);
  const auto [by_key, is_new] = entity.members.try_emplace(*aggregate.reference);
  for (size_t row = 0; is_new && row < entity.given.rows.size(); ++row) {
    const std::string* owner = text_of(entity.given.rows[row].fields[*aggregate.reference]);
    const auto& reject = entity.given.rejects[row];
    if (!owner || (reject && reject->code == name(batch::RejectCode::duplicate_key))) continue;
    MembersOf& members = by_key->second[*owner];
    if (reject) members.lost = true;
    else members.rows.push_back(row);
  }
  static const MembersOf none;
  const auto found = by_key->second.find(key);
  return found == by_key->second.end() ? none : found->second;
}

void Related::gather(uint32_t id, size_t row, rules::AggregateId aggregate_id) {
  const rules::Aggregate& aggregate = program_.rules.aggregates[aggregate_id];
  const uint32_t key_field = program_.catalogue.entities[id].keys.front();
  std::vector<reference::Row> members;
  bool lost = false;
  if (const std::string* key = text_of(entities_.at(id).given.rows[row].fields[key_field])) {
    const MembersOf& its = members_of(aggregate, *key);
    lost = its.lost;
    for (const size_t member : its.rows) {
      for (const uint32_t input : rules::inputs_of(program_.rules, aggregate.rows)) fill(aggregate.member.value, member, input);
      members.push_back(entities_.at(aggregate.member.value).given.rows[member]);
    }
  }
  const auto [gatherer, is_new] = gatherers_.try_emplace(aggregate_id.value, program_.rules, aggregate_id);
  gatherer->second.fill(members, entities_.at(id).given.rows[row], {}, lost);
}

void Related::fill(uint32_t id, size_t row, uint32_t field) {
  Entity& entity = entities_.at(id);
  if (entity.filled[row][field]) return;
  entity.filled[row][field] = true;
  const rules::Origin& origin = program_.rules.entities[rules::EntityId{id}].fields[field].origin;
  if (const auto* it = std::get_if<rules::Referred>(&origin)) {
    fill(id, row, it->reference);
    const std::string* key = text_of(entity.given.rows[row].fields[it->reference]);
    if (!key) return;
    const Entity& target = entities_.at(it->entity.value);
    const auto found = target.keys.find(*key);
    if (found != target.keys.end()) entity.given.rows[row].fields[field] = target.given.rows[found->second].fields[it->target];
  }
  const auto* part = std::get_if<rules::Aggregated>(&origin);
  if (!part) return;
  gather(id, row, part->aggregate);
  const rules::Aggregate& aggregate = program_.rules.aggregates[part->aggregate];
  for (const uint32_t column : {aggregate.value, aggregate.count, aggregate.error, aggregate.causes}) entity.filled[row][column] = true;
}

void Related::fill(uint32_t id, size_t first, const std::vector<uint32_t>& fields, batch::Batch& batch) {
  const auto& words = program_.rules.entities[rules::EntityId{id}].fields;
  for (int in_batch = 0; in_batch < batch.rows(); ++in_batch) {
    const size_t row = first + static_cast<size_t>(in_batch);
    if (entities_.at(id).given.rejects[row]) continue;
    for (const uint32_t field : fields) {
      const bool taken = std::holds_alternative<rules::Referred>(words[field].origin) || std::holds_alternative<rules::Aggregated>(words[field].origin);
      if (!taken) continue;
      fill(id, row, field);
      const auto& value = entities_.at(id).given.rows[row].fields[field];
      if (value) reference::put(batch, field, in_batch, *value);
    }
  }
}

}  // namespace huice
