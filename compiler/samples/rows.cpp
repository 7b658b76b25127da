// How an applicant is written: its own row, the rows of its members, and a row for each reference.
#include <algorithm>

#include "compiler/samples/constants.h"
#include "compiler/samples/state.h"

namespace huice::samples {
namespace {

constexpr uint64_t keys_apart = 10'000'000;  // keys of rows made along count up from here
constexpr uint64_t dangling_every = 149;     // one row in so many stands a second time, and refers to none
constexpr int most_required = 3;             // references that rows made along must have themselves

bool refers(const rules::Field& field) { return field.in_data() && field.type.kind == rules::Kind::reference; }

}  // namespace

void Samples::State::header(uint32_t of, std::string& out) const {
  bool first = true;
  for (const batch::Field& column : program.schemas[of].fields) {
    if (column.derived) continue;
    if (!first) out += ',';
    first = false;
    append_heading(out, column, options.labels);
  }
  out += '\n';
}

/// Those of the members, and all that they and the applicants can refer to.
void Samples::State::list_others() {
  std::vector<uint32_t> all;
  for (const Slot& slot : relations.slots()) {
    if (std::find(all.begin(), all.end(), slot.entity) == all.end()) all.push_back(slot.entity);
  }
  for (size_t i = 0; i < all.size(); ++i) {
    for (const rules::Field& field : program.rules.entities[rules::EntityId{all[i]}].fields) {
      if (!refers(field)) continue;
      const uint32_t target = field.type.entity.value;
      if (std::find(all.begin(), all.end(), target) == all.end()) all.push_back(target);
    }
  }
  others.assign(all.begin() + 1, all.end());
}

bool Samples::State::present(uint32_t slot) const {
  const Cell* cell = cells_[relations.slots()[slot].present];
  return cell != nullptr && cell->known && cell->n != 0;
}

const std::vector<FieldDraw>& Samples::State::draws_of(uint32_t of) {
  const auto [found, is_new] = other_draws_.try_emplace(of);
  if (is_new) {
    const rules::EntityId id{of};
    const auto constants = compared_constants(program.rules, id);
    for (rules::FieldIndex i = 0; i < program.schemas[of].fields.size(); ++i) {
      found->second.emplace_back(program.rules, id, i, program.schemas[of].fields[i], constants[i]);
    }
  }
  return found->second;
}

std::string Samples::State::new_key(uint32_t of) {
  const auto& columns = program.schemas[of].fields;
  const auto key = std::find_if(columns.begin(), columns.end(), [](const batch::Field& column) { return column.key; });
  const TextKind kind = key == columns.end() ? TextKind::code : draws_of(of)[static_cast<size_t>(key - columns.begin())].text();
  std::string text;
  append_key(text, kind, keys_apart * (entity + 1) + ++made_rows_);
  return text;
}

/// A row of another entity with the cells given, the others drawn; its key.
std::string Samples::State::make_row(uint32_t of, const std::map<rules::FieldIndex, std::string>& given, int depth) {
  const std::string name = new_key(of);
  const rules::Entity& rules = program.rules.entities[rules::EntityId{of}];
  const Size size = Size::draw(other_random_);
  std::string line;
  for (rules::FieldIndex field = 0; field < rules.fields.size(); ++field) {
    const batch::Field& column = program.schemas[of].fields[field];
    if (column.derived) continue;
    if (field > 0) line += ',';
    const auto known = given.find(field);
    if (known != given.end()) {
      line += known->second;
    } else if (column.key && column.kind == batch::Kind::text) {
      append_quoted(line, name);
    } else if (refers(rules.fields[field])) {
      if (column.required && depth < most_required) append_quoted(line, make_row(rules.fields[field].type.entity.value, {}, depth + 1));
    } else {
      Cell cell = draws_of(of)[field].draw(size, other_random_);
      if (column.key && column.kind == batch::Kind::number) cell.n = draws_of(of)[field].number_key(keys_apart * (entity + 1) + made_rows_);
      append_cell(line, column, cell, options.labels);
    }
  }
  made[of] += line + "\n";
  return name;
}

/// The row that a cell of the slot refers to, with what is read of it.
std::string Samples::State::make_referred(uint32_t at, rules::FieldIndex reference) {
  const Slot& slot = relations.slots()[at];
  const auto& fields = relations.entity(slot).fields;
  std::map<rules::FieldIndex, std::string> given;
  for (rules::FieldIndex field = 0; field < fields.size(); ++field) {
    const auto* it = std::get_if<rules::Referred>(&fields[field].origin);
    if (!it || it->reference != reference) continue;
    const uint32_t cell = slot.first + field;
    if (fields[field].type.kind != rules::Kind::reference) {
      given[it->target] = *texts_[cell];
    } else if (cells_[cell]->known) {
      append_quoted(given[it->target], make_referred(at, field));
    }
  }
  return make_row(fields[reference].type.entity.value, given, 0);
}

/// `key`: of a member; `owner`: its owner's. Dangling: the first reference names no row.
void Samples::State::write_slot(uint32_t at, const std::string& key, const std::string& owner, bool dangling, std::string& out) {
  const Slot& slot = relations.slots()[at];
  const auto& fields = relations.entity(slot).fields;
  bool spoilt = !dangling;
  for (rules::FieldIndex field = 0; field < fields.size(); ++field) {
    const batch::Field& column = program.schemas[slot.entity].fields[field];
    if (column.derived) continue;
    if (field > 0) out += ',';
    const Cell& cell = *cells_[slot.first + field];
    const bool names_owner = at > 0 && field == slot.reference;
    if (refers(fields[field]) && (names_owner || cell.known)) {
      append_quoted(out, !spoilt ? "X" + owner + key : names_owner ? owner : make_referred(at, field));
      spoilt = true;
    } else if (column.key && !key.empty() && column.kind == batch::Kind::text) {
      append_quoted(out, key);
    } else if (column.key && at > 0 && column.kind == batch::Kind::number) {
      Cell number{true, draws[slot.first + field].number_key(keys_apart * (entity + 1) + made_rows_), ""};
      append_cell(out, column, number, options.labels);
    } else {
      out += *texts_[slot.first + field];
    }
  }
  out += '\n';
}

void Samples::State::write(std::string& out) {
  write_slot(0, "", "", false, out);
  const auto& fields = relations.entity(relations.slots()[0]).fields;
  const bool refers_to_rows = std::any_of(fields.begin(), fields.end(), refers);
  if (refers_to_rows && row_ % dangling_every == 7) write_slot(0, new_key(entity), "", true, made[entity]);
  std::vector<std::string> keys(relations.slots().size());
  for (uint32_t i = 0; i < fields.size(); ++i) {
    if (fields[i].key) keys[0] = cells_[i]->text;
  }
  for (uint32_t at = 1; at < relations.slots().size(); ++at) {
    const Slot& slot = relations.slots()[at];
    if (!present(at) || (slot.owner > 0 && keys[slot.owner].empty())) continue;
    keys[at] = new_key(slot.entity);
    write_slot(at, keys[at], keys[slot.owner], false, made[slot.entity]);
    if (made_rows_ % dangling_every == 7) write_slot(at, new_key(slot.entity), keys[slot.owner], true, made[slot.entity]);
  }
}

}  // namespace huice::samples
