#include "cli/programs.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace huice::cli {
namespace fs = std::filesystem;

namespace {

bool holds_policies(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".policy" && entry.is_regular_file(ignored)) return true;
  return false;
}

}  // namespace

Result<std::vector<std::string>> programs_below(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error))
    return Failure{Exit::environment, {"there is no file or folder " + path, "没有文件或文件夹 " + path}};
  if (!fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> found;
  if (holds_policies(path)) found.push_back(path);
  for (fs::recursive_directory_iterator walk(path, fs::directory_options::skip_permission_denied, error), end; walk != end;
       walk.increment(error)) {
    if (walk->is_directory(error) && !walk->is_symlink(error) && holds_policies(walk->path())) found.push_back(walk->path().string());
    if (error) break;
  }
  if (found.empty())
    return Failure{Exit::environment, {"no .policy file in " + path + " or below", path + " 及其下没有 .policy 文件"}};
  std::sort(found.begin(), found.end());
  return found;
}

Cache cache_of(const Common& common) { return common.cache ? Cache(default_cache()) : Cache(); }

program::KernelOptions kernel_options(const Common& common, const std::string& engine) {
  program::KernelOptions options;
  options.engine = engine == "jit" ? program::Engine::machine : engine == "reference" ? program::Engine::reference : program::Engine::automatic;
  if (common.cache) options.cache = default_cache();
  return options;
}

Tally show(const Common& common, const program::Program& program) {
  Tally tally;
  for (const auto& diagnostic : program.sink.all()) {
    if (diagnostic.severity() == diagnostics::Severity::error) ++tally.errors;
    if (diagnostic.severity() == diagnostics::Severity::warning) ++tally.warnings;
    if (common.quiet && diagnostic.severity() != diagnostics::Severity::error) continue;
    std::cerr << diagnostics::to_text(diagnostic, program.sources, common.language, common.color_err);
  }
  return tally;
}

std::unique_ptr<program::Program> compile_or_complain(const Common& common, const std::string& path, int& exit, program::Scenarios scenarios) {
  auto compiled = program::compile(path, cache_of(common), scenarios);
  if (!compiled) {
    exit = complain(common, compiled.failure());
    return nullptr;
  }
  (*compiled)->sink.sort();
  if ((*compiled)->sink.has_errors()) {
    show(common, **compiled);
    exit = static_cast<int>(Exit::wrong);
    return nullptr;
  }
  return std::move(*compiled);
}

program::Program& stays(std::unique_ptr<program::Program> program) {
  static auto& all = *new std::vector<std::unique_ptr<program::Program>>;
  return *all.emplace_back(std::move(program));
}

int complain(const Common& common, const Failure& failure) {
  std::cerr << "huice: " << common.pick(failure.message) << '\n';
  return static_cast<int>(failure.exit);
}

}  // namespace huice::cli
