// huice fmt: canonical layout of the files of every program at or below a folder.
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "cli/programs.h"
#include "compiler/layout/fixes.h"
#include "compiler/layout/layout.h"
#include "compiler/layout/respell.h"

namespace huice::cli {
namespace {

namespace fs = std::filesystem;

/// Whether the file belongs to the program itself; one that it only uses is left alone.
bool is_own(const std::string& program, const text::Source& source) {
  std::error_code error;
  if (!fs::is_directory(program, error)) return fs::equivalent(program, source.path, error);
  return fs::equivalent(program, fs::path(source.path).parent_path().empty() ? "." : fs::path(source.path).parent_path(), error);
}

/// The file as `options` want it; nothing where its keywords cannot be changed.
std::optional<std::string> wanted_text(const FmtOptions& options, const program::Program& program, const text::Source& source) {
  const std::string& keywords = options.keywords.empty() ? program.project.keywords : options.keywords;
  if (keywords.empty()) return layout::format(source);
  return layout::respell(source, program.tree, keywords == "zh" ? layout::Keywords::zh : layout::Keywords::en);
}

struct Counts {
  size_t files = 0, changed = 0, faulty = 0;
};

Outcome fmt_program(const Common& common, const FmtOptions& options, const std::string& path, Counts& counts) {
  auto compiled = program::compile(path);
  if (!compiled) return compiled.failure();
  if (options.fix && !options.check) {
    const auto fixed = layout::apply_fixes((*compiled)->sources, (*compiled)->sink);
    if (!fixed) return fixed.failure();
    if (*fixed > 0) compiled = program::compile(path);
    if (!compiled) return compiled.failure();
  }
  bool shown = false;
  for (const text::Source& source : (*compiled)->sources) {
    if (source.data || !is_own(path, source)) continue;
    ++counts.files;
    if (!layout::can_format(source)) {
      ++counts.faulty;
      (*compiled)->sink.sort();
      if (!shown) show(common, **compiled);
      shown = true;
      continue;
    }
    const auto formatted = wanted_text(options, **compiled, source);
    if (!formatted) throw std::logic_error("fmt --keywords would change what " + source.path + " means; it is left as it is");
    if (*formatted == source.bytes) continue;
    ++counts.changed;
    std::cout << source.path << '\n';
    if (options.check) continue;
    if (auto written = layout::write_file(source.path, *formatted); !written) return written.failure();
  }
  return Nothing{};
}

}  // namespace

int fmt(const Common& common, const FmtOptions& options) {
  const auto programs = programs_below(options.program);
  if (!programs) return complain(common, programs.failure());
  Counts counts;
  for (const std::string& path : *programs) {
    if (auto done = fmt_program(common, options, path, counts); !done) return complain(common, done.failure());
  }
  if (!common.quiet) {
    const std::string n = std::to_string(counts.files), c = std::to_string(counts.changed), f = std::to_string(counts.faulty);
    const std::string faulty_en = counts.faulty == 0 ? "" : ", " + f + " with errors left as they are";
    const std::string faulty_zh = counts.faulty == 0 ? "" : "，" + f + " 个有错误而未改动";
    std::cerr << common.pick({n + (n == "1" ? " file, " : " files, ") + c + (options.check ? " would change" : " changed") + faulty_en,
                              n + " 个文件，" + c + (options.check ? " 个需调整" : " 个已调整") + faulty_zh})
              << '\n';
  }
  const bool wrong = counts.faulty > 0 || (options.check && counts.changed > 0);
  return static_cast<int>(wrong ? Exit::wrong : Exit::done);
}

}  // namespace huice::cli
