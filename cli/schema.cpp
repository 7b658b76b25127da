// huice schema: the input that entities expect, as a CSV template, a JSON Schema, an SQL table or a workbook to fill in.
#include "cli/programs.h"
#include "compiler/schemas/schemas.h"
#include "runtime/decisions/target.h"

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
  const bool zh = options.labels == "zh";
  if (options.format == "xlsx" && options.out == "-") {
    return complain(common, {Exit::usage, {"say where the workbook goes: --out FILE.xlsx", "请用 --out 文件.xlsx 指定工作簿"}});
  }
  Result<std::string> text = options.format == "json"   ? schemas::to_json(*program, wanted)
                             : options.format == "sql"  ? schemas::to_sql(*program, wanted)
                             : options.format == "xlsx" ? schemas::to_xlsx(*program, wanted, zh, options.out)
                                                        : Result<std::string>(schemas::to_csv(*program, wanted, zh));
  if (!text) return complain(common, text.failure());
  if (Outcome written = decisions::write_file(options.out, *text); !written) return complain(common, written.failure());
  return 0;
}

}  // namespace huice::cli
