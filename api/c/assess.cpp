// huice_assess: whether targets are met, over rows of Arrow streams.
#include <nlohmann/json.hpp>

#include "api/c/decide.h"
#include "api/c/errors.h"
#include "compiler/program/supply.h"
#include "compiler/targets/assessment.h"
#include "runtime/engine/tally.h"

namespace huice::c {
namespace {

using Json = nlohmann::ordered_json;

/// The lines, and what their reader must know: targets without data, rows that were not counted.
std::string to_json(const Compiled& compiled, const std::vector<uint32_t>& targets, const std::vector<targets::Line>& lines, const engine::Report& report,
                    const engine::Tallies& tallies) {
  const Catalogue& catalogue = compiled.catalogue();
  Json json = Json::parse(targets::to_json(compiled.program(), lines));
  json["left_out"] = json["rejected"] = json["outside"] = Json::array();
  for (size_t i = 0; i < report.left_out.size(); ++i)
    json["left_out"].push_back({{"target", catalogue.targets[report.left_out[i]].name}, {"entity", catalogue.entities[report.lacking[i]].name}});
  for (const engine::EntityReport& entity : report.entities)
    if (entity.rejected > 0) json["rejected"].push_back({{"entity", catalogue.entities[entity.entity].name}, {"rows", entity.rejected}});
  for (const uint32_t target : targets) {
    uint64_t rows = 0;
    for (const uint32_t reach : catalogue.targets[target].reaches) rows += tallies.outside(reach);
    if (rows > 0) json["outside"].push_back({{"target", catalogue.targets[target].name}, {"rows", rows}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string assess(const Compiled& compiled, const huice_run_options* options, const std::vector<std::string>& names, uint64_t reject_limit, std::vector<Given> given) {
  const Catalogue& catalogue = compiled.catalogue();
  std::vector<uint32_t> targets = value_of(plan::select_targets(catalogue, names));
  const plan::Plan plan = value_of(plan::make_target_plan(catalogue, targets, data_of(compiled, given), as_of(options).has_value()));
  std::erase_if(targets, [&](uint32_t target) { return std::find(plan.left_out.begin(), plan.left_out.end(), target) != plan.left_out.end(); });
  check(program::check_targets_supplied(compiled.program(), targets));
  Run run(options);
  run.options.reject_limit.rows = reject_limit;
  engine::Tallies tallies(catalogue, compiled.program().schemas, [&](uint32_t aggregate, const batch::Schema& schema) { return compiled.member(aggregate, schema); });
  const auto report = engine::tally_in_memory(in_memory(compiled, plan, given, run.options), run.options, tallies);
  run.check();
  if (!report) throw stop(report.failure());
  if (report->too_many_rejects) throw stop(*report->too_many_rejects);
  return to_json(compiled, targets, targets::assess(compiled.program(), targets, tallies, run.options.as_of), *report, tallies);
}

}  // namespace
}  // namespace huice::c

extern "C" huice_code huice_assess(huice_program program, const huice_run_options* options, const char* const* targets, size_t target_count, uint64_t reject_limit,
                                   const huice_input* inputs, size_t input_count, char** assessed, huice_error* error) {
  using namespace huice::c;
  const huice_code code = guarded(error, [&] {
    const auto compiled = compiled_of(program);
    need(inputs, "inputs");
    need(assessed, "assessed");
    check_options(options);
    if (target_count > 0) need(targets, "targets");
    std::vector<std::string> names;
    for (size_t i = 0; i < target_count; ++i) {
      need(targets[i], "targets[]");
      names.emplace_back(targets[i]);
    }
    for (size_t i = 0; i < input_count; ++i) need(inputs[i].entity, "inputs[].entity");
    std::vector<Given> given = take(*compiled, inputs, input_count);
    for (const Given& each : given) {
      if (each.wanted) throw usage("targets have no results for each row: results must be null", "指标没有逐行结果：results 应为空指针");
    }
    *assessed = text_for_caller(assess(*compiled, options, names, reject_limit, std::move(given)));
  });
  release_all(inputs, input_count);
  return code;
}
