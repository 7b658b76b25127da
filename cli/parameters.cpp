#include "cli/parameters.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/digest.h"
#include "compiler/program/supply.h"

namespace huice::cli {
namespace {

void record(const std::vector<program::SuppliedValue>& values, Parameters& into) {
  for (const auto& value : values) into.values.push_back({value.parameter, value.from ? to_string(*value.from) : "", value.text});
}

Outcome read_file(program::Program& program, const ParameterOptions& run, Parameters& into) {
  std::ifstream file(run.parameters, std::ios::binary);
  if (!file)
    return Failure{Exit::environment,
                   {run.parameters + " cannot be read: " + std::strerror(errno), "无法读取 " + run.parameters + "：" + std::strerror(errno)}};
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  Digest digest;
  digest.update(bytes);
  const std::string is = digest.text();
  if (!run.parameters_digest.empty() && run.parameters_digest != is)
    return Failure{Exit::environment,
                   {run.parameters + ": the file has changed since the run; its digest differs from the manifest's",
                    run.parameters + "：文件在运行之后被修改，与清单中的摘要不符"}};
  const auto values = program::read_parameters(run.parameters, bytes);
  if (!values) return values.failure();
  into.recorded.emplace_back("parameters", run.parameters);
  into.recorded.emplace_back("parameters-digest", is);
  record(*values, into);
  return program::supply(program, *values, false);
}

Outcome apply_set(program::Program& program, const std::vector<std::string>& words, Parameters& into) {
  std::vector<program::SuppliedValue> values;
  for (const std::string& word : words) {
    const size_t sign = word.find('=');
    if (sign == std::string::npos || sign == 0)
      return Failure{Exit::usage, {"--set takes NAME=VALUE, such as --set cap=1500元", "--set 应为 名称=取值，如 --set 上限=1500元"}};
    values.push_back({word.substr(0, sign), {}, word.substr(sign + 1), "--set"});
    into.recorded.emplace_back("set", word);
  }
  record(values, into);
  return program::supply(program, values, true);
}

}  // namespace

Result<Parameters> supply_parameters(program::Program& program, const ParameterOptions& run) {
  Parameters parameters;
  if (!run.parameters.empty()) {
    if (auto done = read_file(program, run, parameters); !done) return done.failure();
  }
  if (auto done = apply_set(program, run.set, parameters); !done) return done.failure();
  return parameters;
}

}  // namespace huice::cli
