#include "tests/properties/oracle.h"

#include "compiler/explanation/reasons.h"
#include "compiler/reference/members.h"
#include "compiler/rules/sites.h"
#include "runtime/decisions/csv_text.h"

namespace huice::properties {
namespace {

const std::string& text_of(const reference::Value& value) { return std::get<std::string>(value); }

/// The code of a cell that says `？？`.
std::string code_of(batch::Kind kind) {
  switch (kind) {
    case batch::Kind::number: return "bad_number";
    case batch::Kind::boolean: return "bad_boolean";
    case batch::Kind::choice:
    case batch::Kind::set: return "unknown_choice";
    case batch::Kind::date: return "bad_date";
    case batch::Kind::datetime: return "bad_datetime";
    case batch::Kind::text: break;
  }
  return "";
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ";") + item;
  return out;
}

}  // namespace

Oracle::Oracle(const program::Program& program, const Data& data, const std::vector<Reading>& readings, std::optional<Date> as_of)
    : program_(program), data_(data) {
  for (const auto& [entity, its] : data) {
    for (const DataRow& row : its.rows) {
      Known known{{row.values, as_of}, {}, "", false};
      for (const auto& field : program.rules.entities[rules::EntityId{entity}].fields) known.filled.push_back(field.in_data());
      rows_[entity].push_back(std::move(known));
    }
  }
  for (const Reading& reading : readings) reject(reading.scan, reading.once);
}

bool Oracle::names_row(uint32_t entity, const std::string& key) const { return keys_.contains(entity) && keys_.at(entity).contains(key); }

std::optional<size_t> Oracle::row_named(uint32_t entity, const std::optional<reference::Value>& key) const {
  if (!key || !names_row(entity, text_of(*key))) return std::nullopt;
  return keys_.at(entity).at(text_of(*key));
}

/// A row that cannot be read, or that refers to none, is no row for others. Whether a reference to the own entity names a
/// row is known only when all have been read.
void Oracle::reject(const plan::Scan& scan, bool once) {
  std::vector<Known>& rows = rows_.at(scan.entity);
  const batch::Schema& schema = program_.schemas[scan.entity];
  auto dangles = [&](const Known& row, bool own) {
    for (const plan::Reference& reference : scan.checks) {
      const auto& key = row.row.fields[reference.field];
      if ((reference.entity == scan.entity) == own && key && !names_row(reference.entity, text_of(*key))) return true;
    }
    return false;
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    const DataRow& given = data_.at(scan.entity).rows[i];
    if (given.bad_cell) rows[i].rejected = code_of(schema.fields[*given.bad_cell].kind);
    else if (dangles(rows[i], false)) rows[i].rejected = "dangling_reference";
    else if (!keys_[scan.entity].try_emplace(text_of(*rows[i].row.fields.front()), i).second && scan.keyed) rows[i].rejected = "duplicate_key";
    else rows[i].entered = true;
  }
  for (Known& row : rows) {
    if (!once && (row.rejected.empty() || row.rejected == "duplicate_key") && dangles(row, true)) row.rejected = "dangling_reference";
  }
}

void Oracle::fill(uint32_t entity, size_t at, uint32_t field) {
  Known& known = rows_.at(entity)[at];
  if (known.filled[field]) return;
  known.filled[field] = true;
  const rules::Origin& origin = program_.rules.entities[rules::EntityId{entity}].fields[field].origin;
  if (const auto* it = std::get_if<rules::Referred>(&origin)) {
    fill(entity, at, it->reference);
    if (auto row = row_named(it->entity.value, known.row.fields[it->reference])) {
      known.row.fields[field] = data_.at(it->entity.value).rows[*row].values[it->target];
    }
  } else if (const auto* part = std::get_if<rules::Aggregated>(&origin)) {
    fill_aggregate(entity, at, part->aggregate);
  }
}

void Oracle::fill_aggregate(uint32_t entity, size_t at, rules::AggregateId id) {
  const rules::Aggregate& aggregate = program_.rules.aggregates[id];
  const std::string key = text_of(*rows_.at(entity)[at].row.fields.front());
  std::vector<reference::Row> members;
  std::vector<Known>& candidates = rows_.at(aggregate.member.value);
  bool lost = false;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const auto& reference = candidates[i].row.fields[*aggregate.reference];
    if (!reference || text_of(*reference) != key) continue;
    lost = lost || (!candidates[i].rejected.empty() && candidates[i].rejected != "duplicate_key");
    if (!candidates[i].rejected.empty()) continue;
    for (const rules::FieldIndex input : rules::inputs_of(program_.rules, aggregate.rows)) fill(aggregate.member.value, i, input);
    members.push_back(candidates[i].row);
  }
  Known& owner = rows_.at(entity)[at];
  reference::fill_aggregate(program_.rules, id, members, owner.row, {}, lost);
  for (const uint32_t field : {aggregate.value, aggregate.count, aggregate.error, aggregate.causes}) owner.filled[field] = true;
}

ExpectedEntity Oracle::expect(uint32_t entity, const std::vector<uint32_t>& measures) {
  ExpectedEntity expected;
  const rules::Entity& words = program_.rules.entities[rules::EntityId{entity}];
  std::vector<Known>& rows = rows_.at(entity);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].rejected.empty()) {
      expected.rejected[rows[i].rejected].push_back(i + 2);
      continue;
    }
    std::string line;
    decisions::append_csv(line, text_of(*rows[i].row.fields.front()));
    for (const uint32_t m : measures) {
      const catalogue::Measure& measure = program_.catalogue.measures[m];
      for (const uint32_t input : measure.inputs) fill(entity, i, input);
      const auto decision = reference::decide(program_.rules, rules::MeasureId{m}, measure, rows[i].row);
      ++expected.statuses[std::string(name(decision.status))];
      line += "," + std::string(name(decision.status));
      if (measure.pays) line += "," + (decision.status == Status::eligible ? catalogue::amount_text(measure, decision.amount) : "");
      if (measure.pays && measure.refers) {
        const bool shown = decision.status == Status::referred && decision.ceiling;
        line += "," + (shown ? catalogue::amount_text(measure, *decision.ceiling) : "");
      }
      line += ",";
      decisions::append_csv(line, joined(explanation::reasons(measure, words, decision)));
    }
    expected.lines.push_back(line);
  }
  return expected;
}

}  // namespace huice::properties
