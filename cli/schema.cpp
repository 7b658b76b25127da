// huice schema: the input that entities expect, as a CSV template, a JSON Schema or an SQL table.
#include <iostream>

#include "cli/programs.h"
#include "compiler/schemas/schemas.h"

namespace huice::cli {

int schema(const Common& common, const SchemaOptions& options) {
  int exit = 0;
  const auto program = compile_or_complain(common, options.program, exit);
  if (!program) return exit;
  std::vector<uint32_t> wanted;
  for (uint32_t i = 0; i < program->schemas.size(); ++i) {
    const auto& entity = program->catalogue.entities[i];
    if (entity.of_target) continue;
    if (options.entity.empty() || options.entity == entity.name || options.entity == entity.label) wanted.push_back(i);
  }
  if (wanted.empty())
    return complain(common, {Exit::usage, {"there is no entity " + options.entity, "没有主体 " + options.entity}});
  if (options.format == "json") {
    std::cout << schemas::to_json(*program, wanted);
  } else if (options.format == "sql") {
    std::cout << schemas::to_sql(*program, wanted);
  } else {
    std::cout << schemas::to_csv(*program, wanted, options.labels == "zh");
  }
  return 0;
}

}  // namespace huice::cli
