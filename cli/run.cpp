// huice run: decides applicant files in bulk.
#include <iostream>

#include "cli/data.h"
#include "cli/logging.h"
#include "cli/programs.h"
#include "cli/progress.h"
#include "cli/suggestions.h"
#include "compiler/program/kernels.h"
#include "runtime/decisions/summary.h"
#include "runtime/decisions/to_xlsx.h"
#include "runtime/engine/run.h"

namespace huice::cli {
namespace {

Outcome check_words(const RunOptions& options) {
  if (options.data.empty())
    return Failure{Exit::usage, {"say which applicants to decide: --data [ENTITY=]FILE", "请说明要判定的数据：--data [主体=]文件"}};
  if (options.out.empty() && !options.dry_run)
    return Failure{Exit::usage, {"say where the decisions go: --out FILE (or --dry-run)", "请说明结果写到哪里：--out 文件（或用 --dry-run）"}};
  if (options.format == "csv" && decisions::is_workbook(options.out))
    return Failure{Exit::usage, {"--format csv, but --out " + options.out + " is a workbook: call it .csv, or leave --format out",
                                 "--format csv 与 --out " + options.out + " 的后缀不符：请用 .csv，或去掉 --format"}};
  return Nothing{};
}

/// What the user should know beside the decisions: guessed encodings, measures without data.
void show_notes(const Common& common, const program::Program& program, const engine::Report& report) {
  for (const auto& entity : report.entities) show_encodings(common, entity.files);
  for (size_t i = 0; i < report.left_out.size(); ++i) {
    const auto& left = program.catalogue.measures[report.left_out[i]];
    const std::string& entity = program.catalogue.entities[report.lacking[i]].name;
    std::cerr << common.pick({"left out: " + left.name + " (no --data " + entity + "=…)", "未运行：" + left.name + "（没有 --data " + entity + "=…）"})
              << '\n';
  }
}

void show_fallbacks(const Common& common, const program::Fallbacks& fallbacks) {
  if (fallbacks.files() && !common.quiet) {
    std::cerr << common.pick({"warning: this system does not execute memory that was written; machine code was mapped from files instead",
                              "警告：此环境不允许执行已写入的内存；机器码改由文件映射载入"})
              << '\n';
  }
  std::string all;
  for (const std::string& name : fallbacks.names()) all += (all.empty() ? "" : ", ") + name;
  if (all.empty()) return;
  std::cerr << common.pick({"warning: machine code cannot be had here; the reference evaluator decided " + all + ": the same decisions, slower",
                            "警告：此环境无法使用机器码；以下由参考求值器判定：" + all + "；结果相同，只是较慢"})
            << '\n';
}

}  // namespace

int run(const Common& common, const RunOptions& options) {
  if (const auto good = check_words(options); !good) return complain(common, good.failure());
  int exit = 0;
  auto compiled = compile_or_complain(common, options.program, exit);
  if (!compiled) return exit;
  program::Program& program = stays(std::move(compiled));
  auto prepared = prepare(common, program, options);
  if (!prepared) return complain(common, prepared.failure());
  prepared->options.progress = progress_line(common, options);
  program::KernelOptions kernels = kernel_options(common, options.engine);
  kernels.fallbacks = std::make_shared<program::Fallbacks>();
  prepared->options.by_reference = [noted = kernels.fallbacks] { return noted->names(); };
  prepared->options.code_from_files = [noted = kernels.fallbacks] { return noted->files(); };
  const auto run_with = [&](const engine::Options& engine_options) {
    return engine::run(program.catalogue, program.schemas, prepared->plan, program::kernels_of(program, kernels), engine_options,
                       program::members_of(program, kernels), nullptr, program::numbers_of(program, kernels));
  };
  const auto report = run_with(prepared->options);
  end_progress();
  const std::string hints = options.dry_run && !common.quiet ? suggestions(common, prepared->plan, prepared->options, report, run_with) : "";
  if (!report) {
    const int status = complain(common, report.failure());
    std::cerr << hints;
    return status;
  }
  show_fallbacks(common, *kernels.fallbacks);
  log_info("read " + std::to_string(report->bytes) + " bytes");
  const bool zh = common.language == Language::zh;
  // Results go to standard output; when the decisions themselves are there, the summary steps aside.
  std::ostream& out = options.out == "-" ? std::cerr : std::cout;
  if (options.summary_json) {
    if (!common.quiet) show_notes(common, program, *report);
    if (!common.quiet && options.dry_run) std::cerr << decisions::dry_run_text(program.catalogue, program.schemas, *report, zh);
    std::cerr << hints;
    out << decisions::summary_json(program.catalogue, *report);
  } else if (!common.quiet) {  // both texts hold the notes
    out << (options.dry_run ? decisions::dry_run_text(program.catalogue, program.schemas, *report, zh)
                            : decisions::summary_text(program.catalogue, *report, zh))
        << hints;
  }
  if (report->too_many_rejects) return complain(common, *report->too_many_rejects);
  return 0;
}

}  // namespace huice::cli
