// Only what SQLite and PostgreSQL both read. NUMERIC is exact in PostgreSQL; SQLite keeps some 15 digits.
#include <algorithm>

#include "compiler/schemas/cells.h"
#include "compiler/schemas/schemas.h"

namespace huice::schemas {
namespace {

std::string quoted(const std::string& text, char quote) {
  std::string result(1, quote);
  for (const char c : text) result += c == quote ? std::string(2, c) : std::string(1, c);
  return result + quote;
}
std::string name_of(const std::string& name) { return quoted(name, '"'); }

/// A column: its definition and what a comment says of it.
struct Column {
  std::string definition, comment;
};

Column number_column(const rules::Field& field) {
  const NumberCells cells = cells_of(field);
  const std::string name = name_of(field.name);
  Column column{cells.digits == 0 ? "BIGINT" : "NUMERIC(" + std::to_string(cells.whole_digits + static_cast<size_t>(cells.digits)) + ", " +
                                                   std::to_string(cells.digits) + ")",
                cells.unit};
  if (!cells.least.empty() && !cells.most.empty())
    column.definition += " CHECK (" + name + " BETWEEN " + cells.least + " AND " + cells.most + ")";
  return column;
}

std::string labels_of(const rules::Choice& choice) {
  std::string labels;
  for (const rules::ChoiceMember& member : choice.members)
    if (member.label != member.name) labels += (labels.empty() ? "" : ", ") + member.name + " " + member.label;
  return labels;
}

Column choice_column(const rules::Field& field, const rules::Choice& choice) {
  Column column{"TEXT CHECK (" + name_of(field.name) + " IN (", ""};
  for (size_t i = 0; i < choice.members.size(); ++i) column.definition += (i > 0 ? ", " : "") + quoted(choice.members[i].name, '\'');
  column.definition += "))";
  column.comment = labels_of(choice);
  return column;
}

Column column_of(const rules::Program& rules, const rules::Field& field) {
  switch (field.type.kind) {
    case rules::Kind::number: return number_column(field);
    case rules::Kind::choice: return choice_column(field, rules.choices[field.type.choice]);
    case rules::Kind::set: return {"TEXT", labels_of(rules.choices[field.type.choice])};
    case rules::Kind::boolean: return {"BOOLEAN CHECK (" + name_of(field.name) + " IN (TRUE, FALSE))", ""};
    case rules::Kind::date: return {"DATE", ""};
    case rules::Kind::datetime: return {"TIMESTAMP", ""};
    default: return {field.key ? "TEXT CHECK (" + name_of(field.name) + " <> '')" : "TEXT", ""};
  }
}

void add(std::string& comment, const std::string& part) {
  if (!part.empty()) comment += (comment.empty() ? "" : "; ") + part;
}

std::string table(const rules::Program& rules, const rules::Entity& entity) {
  std::string keys;
  for (const rules::Field& field : entity.fields)
    if (field.key) keys += (keys.empty() ? "" : ", ") + name_of(field.name);
  std::string text = "-- " + entity.label + "\nCREATE TABLE " + name_of(entity.name) + " (\n";
  // What is taken from other rows stands behind the entity's own fields.
  const auto own = static_cast<size_t>(std::count_if(entity.fields.begin(), entity.fields.end(), [](const rules::Field& it) { return it.in_data(); }));
  for (size_t i = 0; i < own; ++i) {
    const rules::Field& field = entity.fields[i];
    const Column column = column_of(rules, field);
    std::string comment;
    if (field.label != field.name) add(comment, field.label);
    add(comment, column.comment);
    if (const auto fallback = default_of(rules, field)) add(comment, "default " + *fallback);
    if (field.decided()) add(comment, "decided by " + field.decided_by);
    text += "  " + name_of(field.name) + " " + column.definition + (field.key || field.required ? " NOT NULL" : "");
    text += i + 1 < own || !keys.empty() ? "," : "";
    text += comment.empty() ? "\n" : "  -- " + comment + "\n";
  }
  if (!keys.empty()) text += "  PRIMARY KEY (" + keys + ")\n";
  return text + ");\n";
}

}  // namespace

std::string to_sql(const program::Program& program, const std::vector<uint32_t>& entities) {
  std::string text;
  for (const uint32_t id : entities) text += (text.empty() ? "" : "\n") + table(program.rules, program.rules.entities[rules::EntityId{id}]);
  return text;
}

}  // namespace huice::schemas
