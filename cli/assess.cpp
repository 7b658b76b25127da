// huice assess: which targets are met, missed or undetermined.
#include <iostream>

#include "cli/data.h"
#include "cli/logging.h"
#include "cli/programs.h"
#include "compiler/program/kernels.h"
#include "compiler/targets/assessment.h"
#include "runtime/decisions/target.h"
#include "runtime/engine/tally.h"

namespace huice::cli {
namespace {

/// What the reader of the lines must know: targets without data, rows that were not counted.
void show_notes(const Common& common, const program::Program& program, const std::vector<uint32_t>& targets, const engine::Report& report,
                const engine::Tallies& tallies) {
  const auto note = [&](const std::string& en, const std::string& zh) { std::cerr << common.pick({en, zh}) << '\n'; };
  const Catalogue& catalogue = program.catalogue;
  for (size_t i = 0; i < report.left_out.size(); ++i) {
    const std::string &target = catalogue.targets[report.left_out[i]].name, &entity = catalogue.entities[report.lacking[i]].name;
    note("left out: " + target + " (no --data " + entity + "=…)", "未评估：" + target + "（没有 --data " + entity + "=…）");
  }
  for (const auto& entity : report.entities) {
    if (entity.rejected == 0) continue;
    const std::string rows = std::to_string(entity.rejected), &name = catalogue.entities[entity.entity].name;
    note(name + ": " + rows + (entity.rejected == 1 ? " rejected row is" : " rejected rows are") + " not counted", name + "：" + rows + " 行被退回，未计入");
  }
  for (uint32_t target : targets) {
    for (uint32_t reach : catalogue.targets[target].reaches) {
      const uint64_t outside = tallies.outside(reach);
      if (outside == 0) continue;
      const std::string rows = std::to_string(outside), &name = catalogue.targets[target].name;
      note(name + ": " + rows + (outside == 1 ? " row belongs" : " rows belong") + " to no group of the list", name + "：" + rows + " 行不属于名单中的任何一组");
    }
  }
}

Outcome write(const std::string& path, const std::string& text) {
  if (path.empty() || path == "-") {
    std::cout << text;
    return Nothing{};
  }
  auto target = decisions::open_target(path, decisions::OutEncoding::utf_8, false);
  if (!target) return target.failure();
  if (Outcome outcome = (*target)->write(text); !outcome) return outcome;
  if (Outcome outcome = (*target)->finish(); !outcome) return outcome;
  return (*target)->commit();
}

std::string text_of(const Common& common, const program::Program& program, const AssessOptions& options, const std::vector<targets::Line>& lines) {
  const bool file = !options.run.out.empty() && options.run.out != "-";
  const std::string format = !options.format.empty() ? options.format : file ? "csv" : "text";
  if (format == "json") return targets::to_json(program, lines);
  if (format == "csv") return targets::to_csv(program, lines);
  return targets::to_text(program, lines, common.language);
}

}  // namespace

int assess(const Common& common, const AssessOptions& options) {
  if (options.run.data.empty())
    return complain(common, {Exit::usage, {"say which data to assess: --data [ENTITY=]FILE", "请说明要评估的数据：--data [主体=]文件"}});
  int exit = 0;
  const auto program = compile_or_complain(common, options.run.program, exit);
  if (!program) return exit;
  auto prepared = prepare_targets(common, *program, options.run, options.targets);
  if (!prepared) return complain(common, prepared.failure());
  const program::KernelOptions kernels = kernel_options(common, options.run.engine);
  const auto make_member = program::members_of(*program, kernels);
  engine::Tallies tallies(program->catalogue, program->schemas, make_member);
  const auto report = engine::tally(program->catalogue, program->schemas, prepared->plan, make_member, prepared->options, tallies);
  if (!report) return complain(common, report.failure());
  log_info("read " + std::to_string(report->bytes) + " bytes");
  if (report->too_many_rejects) return complain(common, *report->too_many_rejects);
  if (!common.quiet) show_notes(common, *program, prepared->targets, *report, tallies);
  const auto lines = targets::assess(*program, prepared->targets, tallies, prepared->options.as_of);
  if (const auto written = write(options.run.out, text_of(common, *program, options, lines)); !written) return complain(common, written.failure());
  const bool missed = std::any_of(lines.begin(), lines.end(), [](const targets::Line& line) { return line.status == targets::TargetStatus::missed; });
  return missed && options.fail_on == "missed" ? static_cast<int>(Exit::wrong) : 0;
}

}  // namespace huice::cli
