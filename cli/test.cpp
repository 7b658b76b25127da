// huice test: runs the scenarios of every program at or below a folder.
#include <iostream>

#include "cli/programs.h"
#include "compiler/scenarios/scenarios.h"

namespace huice::cli {

int test(const Common& common, const TestOptions& options) {
  const auto programs = programs_below(options.program);
  if (!programs) return complain(common, programs.failure());
  scenarios::Options engine;
  engine.machine = !options.reference;
  if (common.cache) engine.cache = default_cache();
  size_t passed = 0, failed = 0;
  bool broken = false;
  for (const std::string& path : *programs) {
    int exit = 0;
    const auto program = compile_or_complain(common, path, exit, program::Scenarios::read);
    if (!program) {
      if (exit != static_cast<int>(Exit::wrong)) return exit;
      broken = true;
      continue;
    }
    const auto report = scenarios::run(*program, common.language, engine);
    if (!report) return complain(common, report.failure());
    std::cout << scenarios::failures(*report);
    passed += report->passed();
    failed += report->failed();
  }
  std::cout << scenarios::summary(passed, failed) << '\n';
  return static_cast<int>(broken || failed > 0 ? Exit::wrong : Exit::done);
}

}  // namespace huice::cli
