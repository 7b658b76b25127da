#include "cli/data.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <thread>

#include "cli/parameters.h"
#include "cli/programs.h"
#include "compiler/program/supply.h"

#include "api/version.h"
#include "runtime/decisions/to_arrow.h"

namespace huice::cli {
namespace {

batch::EncodingChoice encoding_of(const std::string& name) {
  if (name == "utf-8") return batch::EncodingChoice::utf_8;
  if (name == "gb18030") return batch::EncodingChoice::gb18030;
  if (name == "utf-16") return batch::EncodingChoice::utf_16;
  return batch::EncodingChoice::automatic;
}

Failure usage(std::string en, std::string zh) { return {Exit::usage, {std::move(en), std::move(zh)}}; }

Result<std::vector<Status>> statuses(const std::vector<std::string>& names) {
  std::vector<Status> result;
  for (const std::string& word : names) {
    const auto status = parse_status(word);
    if (!status)
      return usage("--only: there is no status " + word + "; take eligible, ineligible, error, undetermined, referred, not_in_force",
                   "--only：没有状态 " + word + "；可用 符合、不符合、出错、待补正、待核定、不在有效期");
    result.push_back(*status);
  }
  return result;
}

/// As --format says, else as the output is called.
bool is_arrow(const RunOptions& run) { return run.format.empty() ? decisions::is_arrow(run.out) : run.format == "arrow"; }

/// What the user asked for, for the manifest; only what differs from the defaults.
std::vector<std::pair<std::string, std::string>> recorded(const RunOptions& run) {
  auto joined = [](const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ",") + word;
    return all;
  };
  std::vector<std::pair<std::string, std::string>> result;
  auto add = [&](const char* name, const std::string& value, const char* usual) {
    if (value != usual) result.emplace_back(name, value);
  };
  add("measures", joined(run.measures), "");
  add("format", is_arrow(run) ? "arrow" : "csv", "csv");
  add("layout", run.long_layout ? "long" : "wide", "wide");
  add("only", joined(run.only), "");
  add("keep", joined(run.keep), "");
  add("labels", run.labels, "names");
  add("encoding", run.encoding, "auto");
  add("out-encoding", run.out_encoding, "utf-8");
  add("dialect", run.dialect, "strict");
  add("serial-dates", run.serial_dates, "");
  for (const std::string& column : run.columns) add("column", column, "");
  add("reject-limit", run.reject_limit, "");
  add("check-keys", run.check_keys ? "yes" : "", "");
  return result;
}

/// Parameters are given to the program on the way.
Result<engine::Options> read_options(const Common& common, program::Program& program, const RunOptions& run) {
  auto parameters = supply_parameters(program, run);
  if (!parameters) return parameters.failure();
  if (program.sink.has_errors()) {
    show(common, program);
    return Failure{Exit::wrong, {"the program cannot be used with these parameters", "使用这些参数时政策有错误"}};
  }
  engine::Options options;
  options.as_of = run.as_of;
  options.input = input_options(run.encoding, run.dialect, run.serial_dates);
  options.input.check_keys = run.check_keys;
  options.keep = run.keep;
  for (const std::string& alias : run.columns) {
    const size_t equals = alias.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == alias.size())
      return usage("--column takes HEADER=NAME: --column 占比=研发占比（%）", "--column 应为 表头=名称：--column 占比=研发占比（%）");
    options.aliases.emplace_back(alias.substr(0, equals), alias.substr(equals + 1));
  }
  options.aliases.insert(options.aliases.end(), program.project.columns.begin(), program.project.columns.end());
  options.output.shape = run.long_layout ? decisions::Shape::tall : decisions::Shape::wide;
  if (is_arrow(run)) {
    if (run.out == "-" && isatty(STDOUT_FILENO) != 0)
      return usage("a terminal cannot show Arrow: give --out FILE.arrow, or pass it on through a pipe", "终端无法显示 Arrow 格式：请用 --out 文件.arrow，或经管道传递");
    options.output.format = decisions::Format::arrow;
  }
  options.output.labels = *decisions::parse_labels(run.labels);
  options.output.encoding = *decisions::parse_out_encoding(run.out_encoding);
  options.output.dialect = options.input.rules.dialect;
  for (const plan::DataFile& data : run.data) {  // who has workbooks opens the output in the same program
    if (batch::sheet_path(data.path)) options.output.dialect = batch::Dialect::spreadsheet;
  }
  auto only = statuses(run.only);
  if (!only) return only.failure();
  options.output.only = std::move(*only);
  options.out = run.out;
  options.rejects = run.rejects;
  options.referred = run.referred;
  options.decisions = run.decisions;
  options.manifest = run.manifest;
  options.ledger = run.ledger;
  options.run_id = run.run_id;
  if (!run.reject_limit.empty()) {
    const auto limit = engine::parse_reject_limit(run.reject_limit);
    if (!limit) return usage("--reject-limit takes a number of rows or a percentage: 100, 0.5%", "--reject-limit 应为行数或百分比，如 100、0.5%");
    options.reject_limit = *limit;
  }
  if (!run.memory.empty()) {
    const auto memory = engine::parse_memory(run.memory);
    if (!memory) return usage("--memory takes a size above zero: 200MB, 4GiB, 500000000", "--memory 应为大于零的大小，如 200MB、4GiB、500000000");
    options.memory = *memory;
  }
  const auto processors = static_cast<int>(std::thread::hardware_concurrency());
  options.threads = run.threads > 0 ? run.threads : std::max(processors, 1);
  options.dry_run = run.dry_run;
  options.sync = run.sync;
  options.compiler_version = version();
  options.program_path = program.path;
  options.program_digest = program.digest;
  options.recorded = recorded(run);
  options.simulation = !run.set.empty();
  for (auto& [name, value] : parameters->recorded) options.recorded.emplace_back(name, value);
  options.parameters = std::move(parameters->values);
  return options;
}

}  // namespace

batch::InputOptions input_options(const std::string& encoding, const std::string& dialect, const std::string& serial_dates) {
  batch::InputOptions input;
  input.encoding = encoding_of(encoding);
  if (dialect == "spreadsheet") input.rules.dialect = batch::Dialect::spreadsheet;
  if (serial_dates == "1900") input.rules.serial_dates = batch::DateSystem::from_1900;
  if (serial_dates == "1904") input.rules.serial_dates = batch::DateSystem::from_1904;
  return input;
}

void show_encodings(const Common& common, const std::vector<batch::FileReport>& files) {
  const auto note = [&](const std::string& en, const std::string& zh) { std::cerr << common.pick({en, zh}) << '\n'; };
  for (const batch::FileReport& file : files) {
    const std::string& path = file.path;
    if (file.encoding_guessed)
      note(path + ": read as " + file.encoding + " (say --encoding to choose)", path + "：按 " + file.encoding + " 读取（可用 --encoding 指定）");
    if (file.encoding_doubtful) note(path + ": some bytes do not fit " + file.encoding, path + "：有字节不符合 " + file.encoding);
  }
}

Result<Prepared> prepare(const Common& common, program::Program& program, const RunOptions& run) {
  auto options = read_options(common, program, run);
  if (!options) return options.failure();
  auto measures = plan::select_measures(program.catalogue, run.measures);
  if (!measures) return measures.failure();
  auto plan = plan::make_plan(program.catalogue, *measures, run.data, run.as_of.has_value());
  if (!plan) return plan.failure();
  // What has no data needs no parameters.
  std::erase_if(*measures, [&](uint32_t measure) { return std::find(plan->left_out.begin(), plan->left_out.end(), measure) != plan->left_out.end(); });
  if (auto supplied = program::check_supplied(program, *measures); !supplied) return supplied.failure();
  return Prepared{std::move(*plan), std::move(*options)};
}

Result<PreparedTargets> prepare_targets(const Common& common, program::Program& program, const RunOptions& run, const std::vector<std::string>& names) {
  auto options = read_options(common, program, run);
  if (!options) return options.failure();
  auto targets = plan::select_targets(program.catalogue, names);
  if (!targets) return targets.failure();
  auto plan = plan::make_target_plan(program.catalogue, *targets, run.data, run.as_of.has_value());
  if (!plan) return plan.failure();
  std::erase_if(*targets, [&](uint32_t target) { return std::find(plan->left_out.begin(), plan->left_out.end(), target) != plan->left_out.end(); });
  if (auto supplied = program::check_targets_supplied(program, *targets); !supplied) return supplied.failure();
  return PreparedTargets{{std::move(*plan), std::move(*options)}, std::move(*targets)};
}

}  // namespace huice::cli
