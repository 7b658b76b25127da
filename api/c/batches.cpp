// huice_decide: rows of Arrow streams.
#include <cerrno>

#include <nlohmann/json.hpp>

#include "api/c/decide.h"
#include "api/c/errors.h"
#include "runtime/decisions/summary.h"

namespace huice::c {
namespace {

ResultStream& stream_of(ArrowArrayStream* stream) { return *static_cast<ResultStream*>(stream->private_data); }

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) noexcept {
  try {
    arrow::make_schema(stream_of(stream).results->shape(), out);
    return 0;
  } catch (...) {
    return ENOMEM;
  }
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) noexcept {
  try {
    if (!stream_of(stream).results->next(out)) *out = {};
    return 0;
  } catch (...) {
    return ENOMEM;
  }
}

const char* get_last_error(ArrowArrayStream*) noexcept { return "out of memory"; }

void release(ArrowArrayStream* stream) noexcept {
  delete static_cast<ResultStream*>(stream->private_data);
  stream->release = nullptr;
}

std::string summary_of(const Compiled& compiled, const engine::Report& report) {
  auto json = nlohmann::ordered_json::parse(decisions::summary_json(compiled.catalogue(), report));
  if (compiled.code_from_files()) json["machine_code"] = "mapped from files";
  if (const auto names = compiled.by_reference(); !names.empty()) json["decided_by_reference"] = names;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

void release_all(const huice_input* inputs, size_t count) {
  for (size_t i = 0; inputs != nullptr && i < count; ++i) {
    if (inputs[i].rows != nullptr && inputs[i].rows->release != nullptr) inputs[i].rows->release(inputs[i].rows);
  }
}

std::vector<Given> take(const Compiled& compiled, const huice_input* inputs, size_t count) {
  std::vector<Given> given;
  std::vector<Result<std::shared_ptr<const arrow::Table>>> tables;
  for (size_t i = 0; i < count; ++i) {
    const std::string name = inputs[i].entity != nullptr ? inputs[i].entity : "input " + std::to_string(i + 1);
    if (inputs[i].rows == nullptr) {
      tables.push_back(Failure{Exit::usage, {"rows of " + name + ": a null pointer", name + " 的数据是空指针"}});
    } else {
      tables.push_back(arrow::Table::take(inputs[i].rows, name));
    }
  }
  for (size_t i = 0; i < count; ++i) {
    Given each;
    each.entity = compiled.entity(inputs[i].entity);
    each.rows = value_of(std::move(tables[i]));
    each.wanted = inputs[i].results != nullptr;
    for (const Given& other : given) {
      const std::string& name = compiled.catalogue().entities[each.entity].name;
      if (other.entity == each.entity) throw usage("rows of " + name + " are given twice", name + " 的数据给了两次");
    }
    given.push_back(std::move(each));
  }
  return given;
}

void ResultStream::give(std::unique_ptr<ResultStream> stream, ArrowArrayStream* out) noexcept {
  *out = {get_schema, get_next, get_last_error, release, stream.release()};
}

}  // namespace huice::c

extern "C" huice_code huice_decide(huice_program program, const huice_run_options* options, const huice_input* inputs, size_t input_count, char** summary,
                                   huice_error* error) {
  using namespace huice::c;
  const huice_code code = guarded(error, [&] {
    const auto compiled = compiled_of(program);
    need(inputs, "inputs");
    check_options(options);
    std::vector<Given> given = take(*compiled, inputs, input_count);
    const huice::engine::Report report = decide(*compiled, options, given);
    std::vector<std::unique_ptr<ResultStream>> streams;
    for (Given& each : given) {
      each.rows.reset();
      streams.push_back(each.wanted ? std::make_unique<ResultStream>(ResultStream{compiled, std::move(each.results)}) : nullptr);
    }
    if (summary != nullptr) *summary = text_for_caller(summary_of(*compiled, report));
    for (size_t i = 0; i < input_count; ++i) {
      if (streams[i]) ResultStream::give(std::move(streams[i]), inputs[i].results);
    }
  });
  release_all(inputs, input_count);
  return code;
}
