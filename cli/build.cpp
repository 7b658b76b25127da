// huice build: a program as libraries for C.
#include <iostream>

#include "cli/parameters.h"
#include "cli/programs.h"
#include "compiler/ahead/ahead.h"
#include "runtime/plan.h"

namespace huice::cli {

int build(const Common& common, const BuildOptions& options) {
  int exit = 0;
  const auto program = compile_or_complain(common, options.program, exit);
  if (!program) return exit;
  if (const auto supplied = supply_parameters(*program, options); !supplied) return complain(common, supplied.failure());
  if (program->sink.has_errors()) {
    show(common, *program);
    return static_cast<int>(Exit::wrong);
  }
  auto measures = plan::select_measures(program->catalogue, options.measures);
  if (!measures) return complain(common, measures.failure());
  const auto built = ahead::build(*program, {options.out, options.name, options.cpu, std::move(*measures)});
  if (!built) return complain(common, built.failure());
  if (common.quiet) return 0;
  for (const auto& left : built->left_out) {
    const std::string& name = program->catalogue.measures[left.measure].name;
    std::cerr << common.pick({"left out: " + name + ": " + left.why.en, "未构建：" + name + "：" + left.why.zh}) << '\n';
  }
  for (const auto& file : built->files) std::cout << file.path << "  " << file.bytes << common.pick({" bytes", " 字节"}) << '\n';
  return 0;
}

}  // namespace huice::cli
