#include "compiler/samples/relations.h"

#include <algorithm>
#include <set>

#include "compiler/rules/sites.h"
#include "compiler/rules/walk.h"
#include "compiler/samples/constants.h"

namespace huice::samples {
namespace {

constexpr int most_members = 3, most_of_members = 2, most_depth = 2;

batch::Field presence(const std::string& name) {
  batch::Field column;
  column.name = column.label = name;
  column.kind = batch::Kind::boolean;
  column.required = true;
  return column;
}

template <class Items, class Item>
void add_once(Items& items, const Item& item) {
  if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
}

}  // namespace

Relations::Relations(const program::Program& program, uint32_t entity) : program_(program) {
  schema_.entity = program.schemas[entity].entity;
  schema_.label = program.schemas[entity].label;
  add_slot({entity, 0, 0, 0, 0}, "");
  std::vector<rules::FieldIndex> fields;
  for (const rules::Measure& measure : program.rules.measures) {
    if (measure.entity.value != entity) continue;
    for (const rules::FieldIndex field : rules::inputs_of(program.rules, measure)) add_once(fields, field);
  }
  add_slots(0, fields, 1);
}

/// Members of the aggregates among `fields`, and theirs.
void Relations::add_slots(uint32_t owner, const std::vector<rules::FieldIndex>& fields, int depth) {
  if (depth > most_depth) return;
  struct Kind {
    uint32_t member;
    rules::FieldIndex reference;
    std::vector<rules::FieldIndex> fields;  // that their values are made from
  };
  std::vector<Kind> kinds;
  for (const rules::FieldIndex field : fields) {
    const auto* part = std::get_if<rules::Aggregated>(&entity(slots_[owner]).fields[field].origin);
    if (!part) continue;
    const rules::Aggregate& aggregate = program_.rules.aggregates[part->aggregate];
    auto same = [&](const Kind& kind) { return kind.member == aggregate.member.value && kind.reference == aggregate.reference; };
    auto kind = std::find_if(kinds.begin(), kinds.end(), same);
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), Kind{aggregate.member.value, *aggregate.reference, {}});
    for (const rules::FieldIndex input : rules::inputs_of(program_.rules, aggregate.rows)) add_once(kind->fields, input);
  }
  for (const Kind& kind : kinds) {
    const std::string& name = program_.schemas[kind.member].entity;
    for (int i = 0; i < (depth == 1 ? most_members : most_of_members); ++i) {
      const auto present = static_cast<uint32_t>(schema_.fields.size());
      schema_.fields.push_back(presence(name));
      draws_.push_back(FieldDraw::presence());
      const auto slot = static_cast<uint32_t>(slots_.size());
      add_slot({kind.member, present + 1, owner, present, kind.reference}, name + ".");
      add_slots(slot, kind.fields, depth + 1);
    }
  }
}

void Relations::add_slot(Slot slot, const std::string& prefix) {
  const rules::EntityId id{slot.entity};
  const rules::Entity& rules = program_.rules.entities[id];
  const auto constants = compared_constants(program_.rules, id);
  for (rules::FieldIndex field = 0; field < rules.fields.size(); ++field) {
    batch::Field column = program_.schemas[slot.entity].fields[field];
    const auto* referred = std::get_if<rules::Referred>(&rules.fields[field].origin);
    if (referred && !(!prefix.empty() && referred->reference == slot.reference)) column.derived = false;
    column.name = prefix + column.name;
    draws_.emplace_back(program_.rules, id, field, column, constants[field]);
    schema_.fields.push_back(std::move(column));
  }
  slots_.push_back(slot);
}

template <class Each>
void Relations::each_cell(uint32_t at, rules::FieldIndex field, bool all_members, const Each& each) const {
  const Slot& slot = slots_[at];
  const rules::Origin& origin = entity(slot).fields[field].origin;
  if (std::holds_alternative<rules::InData>(origin)) each(slot.first + field);
  if (const auto* it = std::get_if<rules::Listed>(&origin)) each_cell(at, it->field, all_members, each);
  if (const auto* it = std::get_if<rules::Referred>(&origin)) {
    if (at > 0 && it->reference == slot.reference) return each_cell(slot.owner, it->target, all_members, each);
    each(slot.first + field);
    each_cell(at, it->reference, all_members, each);
  }
  const auto* part = std::get_if<rules::Aggregated>(&origin);
  if (!part) return;
  const rules::Aggregate& aggregate = program_.rules.aggregates[part->aggregate];
  for (uint32_t i = 1; i < slots_.size(); ++i) {
    const Slot& member = slots_[i];
    if (member.owner != at || member.entity != aggregate.member.value || member.reference != aggregate.reference) continue;
    if (all_members) each(member.present);
    for (const rules::FieldIndex input : rules::inputs_of(program_.rules, aggregate.rows)) each_cell(i, input, all_members, each);
    if (!all_members) return;
  }
}

std::vector<uint32_t> Relations::inputs_of(const rules::Measure& body) const {
  std::set<uint32_t> cells;
  for (const rules::FieldIndex field : rules::inputs_of(program_.rules, body)) {
    each_cell(0, field, true, [&](uint32_t cell) { cells.insert(cell); });
  }
  return {cells.begin(), cells.end()};
}

std::vector<uint32_t> Relations::cells_of(rules::ExprId root, bool all_members) const {
  std::vector<uint32_t> cells;
  const auto add = [&](rules::FieldIndex field) {
    each_cell(0, field, all_members, [&](uint32_t cell) { add_once(cells, cell); });
  };
  rules::visit_reachable(program_.rules, root, [&](const rules::Expr& expr) {
    if (const auto* use = std::get_if<rules::FieldValue>(&expr.node)) add(use->field);
    if (const auto* use = std::get_if<rules::ReferredValue>(&expr.node)) add(use->column);
    if (const auto* use = std::get_if<rules::AggregateValue>(&expr.node)) add(program_.rules.aggregates[use->aggregate].value);
  });
  return cells;
}

bool Relations::of_first(uint32_t cell) const {
  size_t at = slots_.size() - 1;
  while (slots_[at].first > cell) --at;
  while (at > 0) {
    const Slot& slot = slots_[at];
    for (size_t i = 1; i < at; ++i) {
      if (slots_[i].owner == slot.owner && slots_[i].entity == slot.entity && slots_[i].reference == slot.reference) return false;
    }
    at = slot.owner;
  }
  return true;
}

std::vector<std::vector<uint32_t>> Relations::presences() const {
  std::vector<std::vector<uint32_t>> kinds;
  for (size_t i = 1; i < slots_.size(); ++i) {
    const Slot& slot = slots_[i];
    if (slot.owner != 0) continue;
    auto same = [&](const std::vector<uint32_t>& kind) {
      const auto other = std::find_if(slots_.begin() + 1, slots_.end(), [&](const Slot& one) { return one.present == kind.front(); });
      return other->entity == slot.entity && other->reference == slot.reference;
    };
    auto kind = std::find_if(kinds.begin(), kinds.end(), same);
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), std::vector<uint32_t>());
    kind->push_back(slot.present);
  }
  return kinds;
}

}  // namespace huice::samples
