// huice explain: one applicant's decisions as a tree, re-derived by the reference from the row itself.
#include <iostream>

#include "cli/data.h"
#include "cli/programs.h"
#include "compiler/explanation/explanation.h"
#include "compiler/reference/columns.h"
#include "runtime/decisions/manifest.h"
#include "runtime/engine/find.h"

#include "compiler/program/kernels.h"
#include "runtime/engine/pass.h"
#include "runtime/engine/run.h"

namespace huice::cli {
namespace {

std::vector<std::string> split(const std::string& text, char sign) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == sign)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

Result<engine::Query> query_of(const ExplainOptions& options) {
  engine::Query query;
  if (!options.key.empty()) {
    query.key = split(options.key, ',');
    return query;
  }
  const size_t sign = options.where.find('=');
  if (sign == std::string::npos || sign == 0)
    return Failure{Exit::usage, {"say which applicant: --key KEY, or --where COLUMN=VALUE", "请说明是哪个申请人：--key 主键，或 --where 列=值"}};
  query.column = options.where.substr(0, sign);
  query.value = options.where.substr(sign + 1);
  return query;
}

/// The scan and the measures of each pass of a plan.
struct PassParts {
  const plan::Scan* scan = nullptr;
  const plan::Decide* decide = nullptr;
};
std::vector<PassParts> parts_of(const plan::Plan& plan) {
  std::vector<PassParts> result;
  for (const plan::Pass& pass : plan.passes) {
    PassParts parts;
    for (const plan::Step& step : pass.steps) {
      if (const auto* scan = std::get_if<plan::Scan>(&step)) parts.scan = scan;
      if (const auto* decide = std::get_if<plan::Decide>(&step)) parts.decide = decide;
    }
    if (parts.scan != nullptr && parts.decide != nullptr) result.push_back(parts);
  }
  return result;
}

std::string key_of(const catalogue::Entity& entity, const engine::Found& found) {
  std::string text;
  if (!found.batch) return text;
  for (const uint32_t key : entity.keys)
    if (found.batch->schema().fields[key].kind == batch::Kind::text && found.batch->known(key, 0))
      text += (text.empty() ? "" : ",") + std::string(found.batch->text(key, 0));
  return text;
}

/// The options of a recorded run, once its input files are known to be the same.
Result<RunOptions> run_of(const decisions::Manifest& manifest) {
  const auto same = decisions::check_inputs(manifest);
  if (!same) return same.failure();
  RunOptions run;
  run.program = manifest.program_path;
  for (const auto& input : manifest.inputs) run.data.push_back({input.entity, input.path});
  if (manifest.decisions) run.decisions = manifest.decisions->path;
  if (!manifest.as_of.empty()) run.as_of = parse_iso_date(manifest.as_of);
  for (const auto& [name, value] : manifest.options) {
    if (name == "measures") run.measures = split(value, ',');
    if (name == "encoding") run.encoding = value;
    if (name == "dialect") run.dialect = value;
    if (name == "check-keys") run.check_keys = true;
    if (name == "parameters") run.parameters = value;
    if (name == "parameters-digest") run.parameters_digest = value;
    if (name == "set") run.set.push_back(value);
  }
  return run;
}

/// Prints what was found in one pass; how many rows.
Result<size_t> explain_pass(const Common& common, const ExplainOptions& options, const program::Program& program,
                            const Prepared& prepared, const PassParts& parts, const engine::Query& query, engine::Members& members) {
  const auto finding = engine::find(program.catalogue, program.schemas, *parts.scan, prepared.options, query, &members);
  if (!finding) return finding.failure();
  std::vector<rules::MeasureId> measures;
  for (const uint32_t measure : parts.decide->measures) measures.push_back(rules::MeasureId{measure});
  const uint32_t entity = parts.scan->entity;
  for (const engine::Found& found : finding->rows) {
    const std::string line = std::to_string(found.line);
    if (!found.batch) {
      const std::string code(batch::name(found.code));
      std::cout << common.pick({found.file + ": rejected at line " + line + " because " + code + ": " + found.message.en,
                                found.file + "：第 " + line + " 行被退回，因 " + code + "：" + found.message.zh})
                << '\n';
      continue;
    }
    reference::Row row = reference::row_of(found.batch->schema(), found.batch->view(), 0);
    row.as_of = prepared.options.as_of;
    std::string key = key_of(program.catalogue.entities[entity], found);
    if (key.empty()) key = options.key.empty() ? options.where : options.key;
    auto explanation = explanation::explain(program, rules::EntityId{entity}, row, key, common.language, &measures);
    for (const auto& note : found.decided) {
      for (explanation::Reading& reading : explanation.readings) {
        if (reading.name != note.field) continue;
        if (!note.decided_by.empty()) reading.decided_by = note.decided_by;
        reading.decision = note.document;
      }
    }
    std::cout << (options.json ? explanation::to_json(explanation) + "\n" : explanation::to_text(explanation));
  }
  return finding->rows.size();
}

}  // namespace

int explain(const Common& common, const ExplainOptions& given) {
  ExplainOptions options = given;
  std::string recorded_digest;
  if (!options.manifest.empty()) {
    auto read = decisions::read_manifest(options.manifest);
    if (!read) return complain(common, read.failure());
    auto run = run_of(*read);
    if (!run) return complain(common, run.failure());
    options.run = std::move(*run);
    recorded_digest = read->program_digest;
  }
  if (options.run.program.empty() || options.run.data.empty())
    return complain(common, {Exit::usage,
                             {"say which program and data: huice explain PROGRAM --data FILE --key KEY, or --run MANIFEST --key KEY",
                              "请说明政策与数据：huice explain 政策 --data 文件 --key 主键，或 --run 运行记录 --key 主键"}});
  const auto query = query_of(options);
  if (!query) return complain(common, query.failure());
  int exit = 0;
  const auto program = compile_or_complain(common, options.run.program, exit);
  if (!program) return exit;
  if (!recorded_digest.empty() && recorded_digest != program->digest)
    return complain(common, {Exit::wrong,
                             {options.run.program + " is not the program of the recorded run: its text has changed",
                              options.run.program + " 已不是当时运行的政策：文本有变化"}});
  const auto prepared = prepare(common, *program, options.run);
  if (!prepared) return complain(common, prepared.failure());
  program::KernelOptions kernels;
  kernels.reference = true;  // the few members that matter here need no machine code
  engine::Members members(program->catalogue, program::members_of(*program, kernels), engine::room_of(prepared->options));
  if (const auto gathered = engine::run_before_decisions(program->catalogue, program->schemas, prepared->plan, prepared->options, members); !gathered)
    return complain(common, gathered.failure());
  size_t rows = 0;
  for (const PassParts& parts : parts_of(prepared->plan)) {
    const auto found = explain_pass(common, options, *program, *prepared, parts, *query, members);
    if (!found) return complain(common, found.failure());
    rows += *found;
  }
  if (rows == 0) {
    const std::string wanted = options.key.empty() ? options.where : options.key;
    std::cout << common.pick({wanted + " is not in the input", "输入中没有 " + wanted}) << '\n';
  }
  return 0;
}

}  // namespace huice::cli
