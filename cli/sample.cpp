// huice sample: made-up applicants of one entity, or of each, as CSV.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/programs.h"
#include "compiler/program/supply.h"
#include "compiler/samples/samples.h"

namespace huice::cli {
namespace {

constexpr uint64_t rows_at_once = 4096;

samples::Options options_of(const SampleOptions& options) {
  samples::Options result;
  result.seed = options.seed;
  result.labels = options.labels == "zh" ? samples::Labels::zh : samples::Labels::names;
  result.as_of = options.as_of;
  return result;
}

Outcome write_sample(const program::Program& program, uint32_t entity, const SampleOptions& options, const std::string& path) {
  std::ofstream file;
  if (path != "-") file.open(path, std::ios::binary | std::ios::trunc);
  std::ostream& out = path == "-" ? std::cout : file;
  samples::Samples sampler(program, entity, options_of(options));
  std::string text = sampler.header();
  for (uint64_t done = 0; out && done < options.rows;) {
    const uint64_t count = std::min(rows_at_once, options.rows - done);
    sampler.rows(count, text);
    out << text;
    text.clear();
    done += count;
  }
  out << text << std::flush;
  if (!out) {
    const std::string why = std::strerror(errno);
    return Failure{Exit::environment, {"cannot write " + path + ": " + why, "无法写入 " + path + "：" + why}};
  }
  return Nothing{};
}

/// The entities asked for, or all that have measures.
Result<std::vector<uint32_t>> entities_of(const program::Program& program, const std::string& name) {
  std::vector<uint32_t> all;
  std::string names;
  for (uint32_t i = 0; i < program.catalogue.entities.size(); ++i) {
    const auto& entity = program.catalogue.entities[i];
    if (!name.empty() && (entity.name == name || entity.label == name)) return std::vector<uint32_t>{i};
    names += (names.empty() ? "" : ", ") + entity.name;
    for (const auto& measure : program.catalogue.measures)
      if (measure.entity == i) {
        all.push_back(i);
        break;
      }
  }
  if (!name.empty())
    return Failure{Exit::usage, {"there is no entity " + name + "; there are " + names, "没有主体 " + name + "；可选 " + names}};
  return all;
}

}  // namespace

int sample(const Common& common, const SampleOptions& options) {
  int exit = 0;
  const auto program = compile_or_complain(common, options.program, exit);
  if (!program) return exit;
  std::vector<uint32_t> measures;
  for (uint32_t i = 0; i < program->catalogue.measures.size(); ++i) measures.push_back(i);
  if (const auto supplied = program::check_supplied(*program, measures); !supplied) return complain(common, supplied.failure());
  const auto entities = entities_of(*program, options.entity);
  if (!entities) return complain(common, entities.failure());
  if (options.histogram) {
    for (const uint32_t entity : *entities)
      std::cout << samples::to_text(samples::histogram(*program, entity, options.rows, options_of(options)), common.language);
    return 0;
  }
  if (entities->size() == 1) {
    const auto done = write_sample(*program, entities->front(), options, options.out);
    return done ? 0 : complain(common, done.failure());
  }
  if (options.out == "-")
    return complain(common, {Exit::usage,
                             {"several entities have measures: choose one with --entity, or give a folder with --out",
                              "有多个主体：请用 --entity 选择一个，或用 --out 指定文件夹"}});
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  for (const uint32_t entity : *entities) {
    const std::string path = (std::filesystem::path(options.out) / (program->catalogue.entities[entity].name + ".csv")).string();
    const auto done = write_sample(*program, entity, options, path);
    if (!done) return complain(common, done.failure());
  }
  return 0;
}

}  // namespace huice::cli
