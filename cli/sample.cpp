// huice sample: made-up applicants of one entity, or of each, with the rows of others that they need, as CSV.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "cli/parameters.h"
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

/// The files that are written, by entity.
class Files {
 public:
  Files(const program::Program& program, std::string folder) : program_(program), folder_(std::move(folder)) {}

  /// `path`: of the only one; else `ENTITY.csv` in the folder.
  std::ostream& of(uint32_t entity, const std::string& path, const samples::Samples& sampler) {
    if (path == "-") return std::cout;
    const auto [found, is_new] = files_.try_emplace(entity);
    if (is_new) {
      found->second.name = folder_.empty() ? path : (std::filesystem::path(folder_) / (program_.catalogue.entities[entity].name + ".csv")).string();
      found->second.stream.open(found->second.name, std::ios::binary | std::ios::trunc);
      found->second.stream << sampler.header(entity);
    }
    return found->second.stream;
  }

  Outcome close() {
    std::cout << std::flush;
    for (auto& [entity, file] : files_) {
      file.stream << std::flush;
      if (!file.stream) return cannot_write(file.name);
    }
    return std::cout ? Outcome(Nothing{}) : cannot_write("-");
  }

 private:
  struct File {
    std::string name;
    std::ofstream stream;
  };
  static Outcome cannot_write(const std::string& path) {
    const std::string why = std::strerror(errno);
    return Failure{Exit::environment, {"cannot write " + path + ": " + why, "无法写入 " + path + "：" + why}};
  }

  const program::Program& program_;
  std::string folder_;
  std::map<uint32_t, File> files_;
};

void write_sample(samples::Samples& sampler, uint32_t entity, const SampleOptions& options, Files& files) {
  std::ostream& out = files.of(entity, options.out, sampler);
  if (options.out == "-") out << sampler.header();
  std::string text;
  for (uint64_t done = 0; out && done < options.rows;) {
    const uint64_t count = std::min(rows_at_once, options.rows - done);
    sampler.rows(count, text);
    out << text;
    for (const uint32_t other : sampler.others()) {
      text.clear();
      sampler.take(other, text);
      files.of(other, options.out, sampler) << text;
    }
    text.clear();
    done += count;
  }
}

/// The entities asked for, or all that have measures.
Result<std::vector<uint32_t>> entities_of(const program::Program& program, const std::string& name) {
  std::vector<uint32_t> all;
  std::string names;
  for (uint32_t i = 0; i < program.catalogue.entities.size(); ++i) {
    const auto& entity = program.catalogue.entities[i];
    if (entity.of_target) continue;
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
  if (const auto supplied = supply_parameters(*program, options); !supplied) return complain(common, supplied.failure());
  if (program->sink.has_errors()) {
    show(common, *program);
    return static_cast<int>(Exit::wrong);
  }
  const auto entities = entities_of(*program, options.entity);
  if (!entities) return complain(common, entities.failure());
  std::vector<uint32_t> measures;
  for (uint32_t i = 0; i < program->catalogue.measures.size(); ++i) {
    const uint32_t entity = program->catalogue.measures[i].entity;
    if (std::find(entities->begin(), entities->end(), entity) != entities->end()) measures.push_back(i);
  }
  if (const auto supplied = program::check_supplied(*program, measures); !supplied) return complain(common, supplied.failure());
  if (options.histogram) {
    for (const uint32_t entity : *entities)
      std::cout << samples::to_text(samples::histogram(*program, entity, options.rows, options_of(options)), common.language);
    return 0;
  }
  std::vector<samples::Samples> samplers;
  bool several = entities->size() > 1;
  for (const uint32_t entity : *entities) {
    samplers.emplace_back(*program, entity, options_of(options));
    several = several || !samplers.back().others().empty();
  }
  if (several && options.out == "-")
    return complain(common, entities->size() > 1
                                ? Failure{Exit::usage,
                                          {"several entities have measures: choose one with --entity, or give a folder with --out",
                                           "有多个主体：请用 --entity 选择一个，或用 --out 指定文件夹"}}
                                : Failure{Exit::usage,
                                          {"rows of several entities are made: give a folder with --out", "将生成多个主体的数据：请用 --out 指定文件夹"}});
  std::error_code error;
  if (several) std::filesystem::create_directories(options.out, error);
  Files files(*program, several ? options.out : "");
  for (size_t i = 0; i < samplers.size(); ++i) write_sample(samplers[i], (*entities)[i], options, files);
  const auto done = files.close();
  return done ? 0 : complain(common, done.failure());
}

}  // namespace huice::cli
