// huice test: runs the scenarios of every program at or below a folder.
#include <iostream>

#include "cli/programs.h"
#include "compiler/machine/machine.h"
#include "compiler/scenarios/decider.h"
#include "compiler/scenarios/scenarios.h"

namespace huice::cli {

int test(const Common& common, const TestOptions& options) {
  const auto programs = programs_below(options.program);
  if (!programs) return complain(common, programs.failure());
  size_t passed = 0, failed = 0;
  bool broken = false;
  for (const std::string& path : *programs) {
    int exit = 0;
    const auto program = compile_or_complain(common, path, exit);
    if (!program) {
      if (exit != static_cast<int>(Exit::wrong)) return exit;
      broken = true;
      continue;
    }
    program::KernelOptions kernels;
    if (common.cache) kernels.cache = machine::default_cache();
    scenarios::Machine machine(*program, kernels);
    const scenarios::Report report = scenarios::run(*program, common.language, options.jit ? &machine : nullptr);
    std::cout << scenarios::failures(report);
    passed += report.passed();
    failed += report.failed();
  }
  std::cout << scenarios::summary(passed, failed) << '\n';
  return static_cast<int>(broken || failed > 0 ? Exit::wrong : Exit::done);
}

}  // namespace huice::cli
