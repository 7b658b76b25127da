// huice check: every compile-time check of every program at or below a folder.
#include <iostream>

#include "cli/programs.h"
#include "compiler/layout/fixes.h"

namespace huice::cli {
int check(const Common& common, const CheckOptions& options) {
  const auto programs = programs_below(options.program);
  if (!programs) return complain(common, programs.failure());
  Tally all;
  std::string json;
  for (const std::string& path : *programs) {
    auto compiled = program::compile(path, cache_of(common), program::Scenarios::checked);
    if (!compiled) return complain(common, compiled.failure());
    if (options.fix) {
      const auto fixed = layout::apply_fixes((*compiled)->sources, (*compiled)->sink);
      if (!fixed) return complain(common, fixed.failure());
      if (*fixed > 0) compiled = program::compile(path, cache_of(common), program::Scenarios::checked);
      if (!compiled) return complain(common, compiled.failure());
    }
    auto& sink = (*compiled)->sink;
    sink.sort();
    if (options.json) {
      std::string part = diagnostics::to_json(sink.all(), (*compiled)->sources, common.language);
      json += (json.empty() ? "" : ",\n") + part;
      for (const auto& diagnostic : sink.all()) {
        all.errors += diagnostic.severity() == diagnostics::Severity::error;
        all.warnings += diagnostic.severity() == diagnostics::Severity::warning;
      }
    } else {
      const Tally tally = show(common, **compiled);
      all.errors += tally.errors;
      all.warnings += tally.warnings;
    }
  }
  if (options.json) {
    std::cout << (programs->size() == 1 ? json : "[" + json + "]\n");
  } else if (!common.quiet) {
    const std::string n = std::to_string(programs->size()), e = std::to_string(all.errors), w = std::to_string(all.warnings);
    std::cerr << common.pick({n + (n == "1" ? " program, " : " programs, ") + e + (e == "1" ? " error, " : " errors, ") + w +
                                  (w == "1" ? " warning" : " warnings"),
                              n + " 个程序，" + e + " 个错误，" + w + " 个警告"})
              << '\n';
  }
  return static_cast<int>(all.errors > 0 ? Exit::wrong : Exit::done);
}

}  // namespace huice::cli
