// huice explain: one applicant's decisions as a tree, re-derived by the reference from the row itself.
#include <iostream>

#include "cli/data.h"
#include "cli/programs.h"
#include "compiler/explanation/settlement.h"
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
  run.ledger = manifest.ledger;
  run.run_id = manifest.run_id;
  if (!manifest.as_of.empty()) run.as_of = parse_iso_date(manifest.as_of);
  for (const auto& [name, value] : manifest.options) {
    if (name == "measures") run.measures = split(value, ',');
    if (name == "encoding") run.encoding = value;
    if (name == "dialect") run.dialect = value;
    if (name == "serial-dates") run.serial_dates = value;
    if (name == "column") run.columns.push_back(value);
    if (name == "check-keys") run.check_keys = true;
    if (name == "parameters") run.parameters = value;
    if (name == "parameters-digest") run.parameters_digest = value;
    if (name == "set") run.set.push_back(value);
  }
  return run;
}

/// What was found in one pass.
struct FoundRows {
  PassParts parts;
  engine::Finding finding;
};

/// Settles everything once more where other rows, or a ledger, have a share in what these were granted.
Result<engine::Tracing> trace(const program::Program& program, const Common& common, const Prepared& prepared, const std::vector<FoundRows>& found) {
  engine::Tracing tracing;
  bool settled = !prepared.options.ledger.empty();
  for (const FoundRows& each : found) {
    for (const engine::Found& row : each.finding.rows) {
      if (row.batch) tracing.rows[each.parts.scan->entity].push_back({row.file, row.line, {}});
    }
    for (const uint32_t measure : each.parts.decide->measures) settled = settled || program.catalogue.measures[measure].settled;
  }
  if (!settled || tracing.rows.empty()) return tracing;
  engine::Options options = prepared.options;
  options.dry_run = true;
  options.keep.clear();
  const program::KernelOptions kernels = kernel_options(common);
  const auto report = engine::run(program.catalogue, program.schemas, prepared.plan, program::kernels_of(program, kernels), options,
                                  program::members_of(program, kernels), nullptr, program::numbers_of(program, kernels), &tracing);
  if (!report) return report.failure();
  return tracing;
}

void explain_rows(const Common& common, const ExplainOptions& options, const program::Program& program, const Prepared& prepared, const FoundRows& found,
                  const engine::Tracing& tracing) {
  std::vector<rules::MeasureId> measures;
  for (const uint32_t measure : found.parts.decide->measures) measures.push_back(rules::MeasureId{measure});
  const uint32_t entity = found.parts.scan->entity;
  size_t accepted = 0;
  for (const engine::Found& row_found : found.finding.rows) {
    const std::string line = std::to_string(row_found.line);
    if (!row_found.batch) {
      const std::string code(batch::name(row_found.code));
      std::cout << common.pick({row_found.file + ": rejected at line " + line + " because " + code + ": " + row_found.message.en,
                                row_found.file + "：第 " + line + " 行被退回，因 " + code + "：" + row_found.message.zh})
                << '\n';
      continue;
    }
    reference::Row row = reference::row_of(row_found.batch->schema(), row_found.batch->view(), 0);
    row.as_of = prepared.options.as_of;
    std::string key = key_of(program.catalogue.entities[entity], row_found);
    if (key.empty()) key = options.key.empty() ? options.where : options.key;
    auto explanation = explanation::explain(program, rules::EntityId{entity}, row, key, common.language, &measures);
    for (const auto& note : row_found.decided) {
      for (explanation::Reading& reading : explanation.readings) {
        if (reading.name != note.field) continue;
        if (!note.decided_by.empty()) reading.decided_by = note.decided_by;
        reading.decision = note.document;
      }
    }
    if (const auto traced = tracing.rows.find(entity); traced != tracing.rows.end()) {
      const auto& serials = traced->second.at(accepted).serials;
      for (size_t m = 0; m < measures.size(); ++m) {
        const auto serial = serials.find(measures[m].value);
        if (serial == serials.end()) continue;
        explanation::add_settlement(program, measures[m].value, tracing, serial->second, common.language, explanation.measures.at(m));
      }
    }
    ++accepted;
    std::cout << (options.json ? explanation::to_json(explanation) + "\n" : explanation::to_text(explanation));
  }
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
  const program::KernelOptions kernels = kernel_options(common, "reference");  // the few members that matter here need no machine code
  engine::Members members(program->catalogue, program::members_of(*program, kernels), engine::room_of(prepared->options));
  if (const auto gathered = engine::run_before_decisions(program->catalogue, program->schemas, prepared->plan, prepared->options, members); !gathered)
    return complain(common, gathered.failure());
  size_t rows = 0;
  std::vector<FoundRows> all;
  for (const PassParts& parts : parts_of(prepared->plan)) {
    auto found = engine::find(program->catalogue, program->schemas, *parts.scan, prepared->options, *query, &members);
    if (!found) return complain(common, found.failure());
    rows += found->rows.size();
    all.push_back({parts, std::move(*found)});
  }
  const auto tracing = trace(*program, common, *prepared, all);
  if (!tracing) return complain(common, tracing.failure());
  for (const FoundRows& found : all) explain_rows(common, options, *program, *prepared, found, *tracing);
  if (rows == 0) {
    const std::string wanted = options.key.empty() ? options.where : options.key;
    std::cout << common.pick({wanted + " is not in the input", "输入中没有 " + wanted}) << '\n';
  }
  return 0;
}

}  // namespace huice::cli
