#include "compiler/schemas/schemas.h"

namespace huice::schemas {

std::string header_of(const batch::Field& field, bool zh) {
  const std::string& name = zh ? field.label : field.name;
  const bool unit = field.kind == batch::Kind::number && !field.units.empty() && !field.units.front().name.empty();
  return unit ? name + "（" + field.units.front().name + "）" : name;
}

namespace {

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string result = "\"";
  for (const char c : cell) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

}  // namespace

std::string to_csv(const program::Program& program, const std::vector<uint32_t>& entities, bool zh) {
  std::string text;
  for (const uint32_t entity : entities) {
    const batch::Schema& schema = program.schemas[entity];
    if (entities.size() > 1) text += (text.empty() ? "# " : "\n# ") + schema.entity + "\n";
    std::string line;
    for (const batch::Field& field : schema.fields)
      if (!field.derived) line += (line.empty() ? "" : ",") + quoted(header_of(field, zh));
    text += line + "\n";
  }
  return text;
}

}  // namespace huice::schemas
