#include "cli/programs.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <utility>

namespace huice::cli {
namespace fs = std::filesystem;

namespace {

bool holds_policies(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".policy" && entry.is_regular_file(ignored)) return true;
  return false;
}

/// Empty: nothing to tell of, as where a service has no home for the default folder.
std::optional<Bilingual> why_unused(Cache::Trouble trouble, const std::string& folder) {
  switch (trouble) {
    case Cache::Trouble::none: return std::nullopt;
    case Cache::Trouble::missing:
      if (std::getenv("HUICE_CACHE") == nullptr) return std::nullopt;
      return Bilingual{"it cannot be made; name a folder of your own in HUICE_CACHE", "无法建立该文件夹；请用 HUICE_CACHE 指定自己的文件夹"};
    case Cache::Trouble::no_folder:
      return Bilingual{"it is not a folder; name one in HUICE_CACHE, not a link to it", "它不是文件夹；请用 HUICE_CACHE 指定文件夹本身，不要用链接"};
    case Cache::Trouble::not_ours:
      return Bilingual{"it belongs to another user; name a folder of your own in HUICE_CACHE", "它属于其他用户；请用 HUICE_CACHE 指定自己的文件夹"};
    case Cache::Trouble::not_private:
      return Bilingual{"others have access to it; run `chmod 700 " + folder + "`", "其他用户可以访问它；请执行 `chmod 700 " + folder + "`"};
  }
  return std::nullopt;
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

Cache cache_of(const Common& common) {
  const auto folder = common.cache ? default_cache() : std::nullopt;
  Cache cache(folder);
  static bool told = false;  // once a run, however many programs it reads
  if (cache.trouble() == Cache::Trouble::none || common.quiet || std::exchange(told, true)) return cache;
  if (const auto why = why_unused(cache.trouble(), *folder)) {
    std::cerr << common.pick({"warning: the cache folder " + *folder + " is not used: " + why->en, "警告：未使用缓存文件夹 " + *folder + "：" + why->zh}) << '\n';
  }
  return cache;
}

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
