#include "cli/ledger_needs.h"

#include <algorithm>

#include "base/unicode/closest.h"

namespace huice::cli {
namespace {

/// Null: a version that the program does not have decides it.
const rules::Measure* body_of(const rules::Measure& measure, const std::string& version) {
  if (measure.versions.empty()) return &measure;
  for (const rules::Measure& body : measure.versions)
    if (body.version == version) return &body;
  return nullptr;
}

const ledger::Field* find_field(const ledger::Entry& entry, const std::string& name) {
  for (const ledger::Field& field : entry.fields)
    if (field.name == name && !field.cell.empty()) return &field;
  return nullptr;
}

/// The first key of `covered` that the entry lacks; empty: none.
std::string lacking(const rules::Program& rules, const std::vector<rules::Covered>& covered, rules::MeasureId measure,
                    const ledger::Entry& entry) {
  const rules::Measure& rule = rules.measures[measure];
  for (const rules::Covered& each : covered) {
    if (each.measure != measure || (each.version && rule.versions[*each.version].version != entry.version)) continue;
    for (const rules::FieldIndex key : each.keys) {
      const std::string& name = rules.entities[rule.entity].fields[key].name;
      if (find_field(entry, name) == nullptr) return name;
    }
  }
  return "";
}

Bilingual fit_keys(const rules::Program& rules, rules::MeasureId measure, const ledger::Entry& entry) {
  const std::string& name = entry.measure;
  for (const rules::Limit& limit : rules.limits) {
    const std::string key = lacking(rules, limit.over, measure, entry);
    if (!key.empty())
      return {key + " is missing, by which a limit counts payments of " + name,
              "缺少 " + key + "：" + name + " 的限额按它累计"};
  }
  for (const rules::Choose& choose : rules.chooses) {
    const std::string key = lacking(rules, choose.over, measure, entry);
    if (!key.empty())
      return {key + " is missing, by which a choice sees payments of " + name,
              "缺少 " + key + "：涉及 " + name + " 的择取按它判断"};
  }
  return {};
}

const rules::Pool* find_pool(const rules::Program& rules, const std::string& word) {
  for (const rules::Pool& pool : rules.pools)
    if (pool.name == word) return &pool;
  for (const rules::Pool& pool : rules.pools)
    if (pool.label == word) return &pool;
  return nullptr;
}

Bilingual no_pool(const rules::Program& rules, const std::string& word) {
  std::vector<std::string> names;
  for (const rules::Pool& pool : rules.pools) names.push_back(pool.name);
  const auto close = unicode::closest(word, names);
  return {"there is no pool " + word + (close ? "; did you mean " + *close + "?" : ""),
          "没有资金池 " + word + (close ? "；是否指 " + *close + "？" : "")};
}

Bilingual fit_category(const rules::Program& rules, const rules::Pool& pool, ledger::Entry& entry) {
  if (!pool.quota) {
    if (entry.category.empty()) return {};
    return {"pool " + pool.name + " has no quota, so there is no category", "资金池 " + pool.name + " 没有配额，不应有类别"};
  }
  const rules::Choice& choice = rules.choices[pool.quota->choice];
  if (entry.category.empty()) {
    const ledger::Field* field = find_field(entry, pool.quota->field);
    if (field == nullptr)
      return {"category (or " + pool.quota->field + ") is missing, by which the quota of pool " + pool.name + " counts",
              "缺少类别（或 " + pool.quota->field + "）：资金池 " + pool.name + " 的配额按它累计"};
    entry.category = field->cell;
  }
  for (const rules::ChoiceMember& member : choice.members)
    if (member.name == entry.category) return {};
  for (const rules::ChoiceMember& member : choice.members) {
    if (member.label != entry.category) continue;
    entry.category = member.name;
    return {};
  }
  return {"pool " + pool.name + " has no category " + entry.category, "资金池 " + pool.name + " 没有类别 " + entry.category};
}

}  // namespace

Bilingual fit_settlement(const rules::Program& rules, rules::MeasureId measure, bool charged, ledger::Entry& entry) {
  if (Bilingual why = fit_keys(rules, measure, entry); !why.en.empty()) return why;
  if (entry.pool.empty()) {
    if (!charged && entry.category.empty()) return {};
    return {"charged and category need a pool", "占用额与类别须指明资金池"};
  }
  const rules::Pool* pool = find_pool(rules, entry.pool);
  if (pool == nullptr) return no_pool(rules, entry.pool);
  entry.pool = pool->name;
  const rules::Measure* body = body_of(rules.measures[measure], entry.version);
  const bool bears_share = body != nullptr && body->paid_from && body->paid_from->share;
  if (bears_share && !charged)
    return {"charged is missing: pool " + pool->name + " bears only a share of " + entry.measure,
            "缺少占用额：资金池 " + pool->name + " 只承担 " + entry.measure + " 的一部分"};
  return fit_category(rules, *pool, entry);
}

std::string forgotten_pool(const rules::Program& rules, rules::MeasureId measure, const ledger::Entry& entry) {
  const rules::Measure* body = body_of(rules.measures[measure], entry.version);
  if (!entry.pool.empty() || body == nullptr || !body->paid_from) return "";
  return rules.pools[body->paid_from->pool].name;
}

}  // namespace huice::cli
