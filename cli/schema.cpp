// huice schema: the columns that an entity's data file has, as a CSV template to fill in.
#include <iostream>

#include "cli/programs.h"

namespace huice::cli {
namespace {

/// `营业收入（元）`: the header that `run` understands whatever the file's other columns are. Units are written where cells have one.
std::string header(const batch::Field& field, bool zh) {
  const std::string& name = zh ? field.label : field.name;
  const bool unit = field.kind == batch::Kind::number && !field.units.empty() && !field.units.front().name.empty();
  return unit ? name + "（" + field.units.front().name + "）" : name;
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string result = "\"";
  for (const char c : cell) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

}  // namespace

int schema(const Common& common, const SchemaOptions& options) {
  int exit = 0;
  const auto program = compile_or_complain(common, options.program, exit);
  if (!program) return exit;
  std::vector<const batch::Schema*> wanted;
  for (size_t i = 0; i < program->schemas.size(); ++i) {
    const auto& entity = program->catalogue.entities[i];
    if (options.entity.empty() || options.entity == entity.name || options.entity == entity.label) wanted.push_back(&program->schemas[i]);
  }
  if (wanted.empty())
    return complain(common, {Exit::usage, {"there is no entity " + options.entity, "没有主体 " + options.entity}});
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted.size() > 1) std::cout << (i == 0 ? "" : "\n") << "# " << wanted[i]->entity << '\n';
    std::string line;
    for (const batch::Field& field : wanted[i]->fields) line += (line.empty() ? "" : ",") + quoted(header(field, options.labels == "zh"));
    std::cout << line << '\n';
  }
  return 0;
}

}  // namespace huice::cli
