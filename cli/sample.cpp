// huice sample: made-up applicants of one entity, or of each, with the rows of others that they need.
#include <algorithm>
#include <iostream>

#include "cli/parameters.h"
#include "cli/programs.h"
#include "cli/sample_files.h"
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

Outcome write_sample(samples::Samples& sampler, uint32_t entity, uint64_t rows, SampleFiles& files) {
  std::string text;
  uint64_t done = 0;
  do {  // without rows there is still a header
    const uint64_t count = std::min(rows_at_once, rows - done);
    text.clear();
    sampler.rows(count, text);
    if (Outcome outcome = files.add(entity, sampler, text); !outcome) return outcome;
    for (const uint32_t other : sampler.others()) {
      text.clear();
      sampler.take(other, text);
      if (Outcome outcome = files.add(other, sampler, text); !outcome) return outcome;
    }
    done += count;
  } while (done < rows);
  return Nothing{};
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
  const auto files = open_sample_files(*program, options.out, several);
  if (!files) return complain(common, files.failure());
  for (size_t i = 0; i < samplers.size(); ++i) {
    if (Outcome outcome = write_sample(samplers[i], (*entities)[i], options.rows, **files); !outcome) return complain(common, outcome.failure());
  }
  const auto done = (*files)->close();
  return done ? 0 : complain(common, done.failure());
}

}  // namespace huice::cli
