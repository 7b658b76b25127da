// huice coverage: which clauses the programs at or below a folder account for.
#include <iostream>

#include "cli/programs.h"
#include "compiler/coverage/coverage.h"

namespace huice::cli {

int coverage(const Common& common, const CoverageOptions& options) {
  const auto programs = programs_below(options.program);
  if (!programs) return complain(common, programs.failure());
  std::vector<std::unique_ptr<program::Program>> compiled;
  std::vector<coverage::Report> reports;
  for (const std::string& path : *programs) {
    int exit = 0;
    auto program = compile_or_complain(common, path, exit, program::Scenarios::read);
    if (!program) return exit;
    const std::string& sources = options.sources.empty() ? program->project.sources : options.sources;
    auto report = coverage::cover(*program, {sources, options.format != "text", common.language});
    if (!report) return complain(common, report.failure());
    reports.push_back(std::move(*report));
    compiled.push_back(std::move(program));
  }
  if (options.format == "json") {
    std::cout << coverage::to_json(reports);
  } else if (options.format == "html") {
    std::vector<coverage::Covered> covered;
    for (size_t i = 0; i < reports.size(); ++i) covered.push_back({compiled[i].get(), &reports[i]});
    std::cout << coverage::to_html(covered, common.language);
  } else {
    for (const coverage::Report& report : reports) std::cout << coverage::to_text(report, common.language);
    std::cout << coverage::summary(coverage::count(reports)) << '\n';
  }
  return static_cast<int>(coverage::complete(reports) ? Exit::done : Exit::wrong);
}

}  // namespace huice::cli
