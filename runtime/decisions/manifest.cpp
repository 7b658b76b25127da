#include "runtime/decisions/manifest.h"

#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/decimal.h"
#include "runtime/batch/source.h"
#include "runtime/decisions/json.h"

namespace huice::decisions {
namespace {

using Json = nlohmann::ordered_json;

Json input_json(const batch::FileReport& file) {
  Json json{{"path", file.path}, {"bytes", file.bytes}, {"digest", file.digest}};
  json["encoding"] = file.encoding.empty() ? "ASCII" : file.encoding;
  return json;
}

Json output_json(const WrittenOutput& written) { return Json{{"path", written.path}, {"bytes", written.bytes}, {"digest", written.digest}}; }

Json entity_json(const Catalogue& catalogue, const engine::EntityReport& report) {
  Json json{{"entity", catalogue.entities[report.entity].name}};
  json["inputs"] = Json::array();
  for (const auto& file : report.files) json["inputs"].push_back(input_json(file));
  json["rows"] = Json{{"in", report.rows_in}, {"decided", report.decided}, {"rejected", report.rejected}, {"written", report.written}};
  json["measures"] = measures_json(catalogue, report);
  json["rejects"] = rejects_json(report);
  if (report.output) json["output"] = output_json(*report.output);
  if (report.rejects_file) json["rejects_file"] = output_json(*report.rejects_file);
  if (report.referred_file) json["referred_file"] = output_json(*report.referred_file);
  if (report.decisions_file) json["decisions_file"] = input_json(*report.decisions_file);
  return json;
}

std::string host() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

Failure unreadable(const std::string& path, const std::string& en, const std::string& zh) {
  return {Exit::environment, {path + ": " + en, path + "：" + zh}};
}

}  // namespace

std::string manifest_json(const Catalogue& catalogue, const engine::Options& options, const engine::Report& report) {
  Json json{{"format", manifest_format}, {"compiler", options.compiler_version}};
  json["program"] = Json{{"path", options.program_path}, {"digest", options.program_digest}};
  json["as_of"] = options.as_of ? Json(to_string(*options.as_of)) : Json(nullptr);
  json["simulation"] = options.simulation;
  json["options"] = Json::array();
  for (const auto& [option, value] : options.recorded) json["options"].push_back(Json{{"name", option}, {"value", value}});
  for (const auto& [name, from, value] : options.parameters)
    json["parameters"].push_back(Json{{"name", name}, {"from", from.empty() ? Json(nullptr) : Json(from)}, {"value", value}});
  if (report.ledger) json["ledger"] = Json{{"path", report.ledger->ledger}, {"run", report.ledger->id}};
  json["entities"] = Json::array();
  for (const auto& entity : report.entities) json["entities"].push_back(entity_json(catalogue, entity));
  if (!catalogue.lists.empty()) {
    json["lists"] = Json::array();
    for (const catalogue::List& list : catalogue.lists) {
      json["lists"].push_back(Json{{"list", list.name}, {"path", list.path}, {"entries", list.entries->size()}, {"digest", list.digest}});
    }
  }
  json["measures_without_data"] = Json::array();
  for (uint32_t measure : report.left_out) json["measures_without_data"].push_back(catalogue.measures[measure].name);
  // What may differ between two runs with one outcome.
  json["run"] = Json{{"threads", options.threads}, {"milliseconds", static_cast<int64_t>(report.seconds * 1000)}, {"host", host()}};
  if (options.code_from_files && options.code_from_files()) json["run"]["machine_code"] = "mapped from files";
  if (const auto names = options.by_reference ? options.by_reference() : std::vector<std::string>(); !names.empty()) json["run"]["decided_by_reference"] = names;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Manifest> read_manifest(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return batch::read_failure(path, errno);
  const Json json = Json::parse(file, nullptr, false);
  if (!json.is_object() || !json.contains("format")) return unreadable(path, "not a manifest of a run", "不是运行清单");
  if (json["format"] != manifest_format) {
    return unreadable(path, "a manifest of another format; use the version of huice that wrote it", "清单格式不同；请使用写出它的 huice 版本");
  }
  try {
    Manifest manifest;
    manifest.compiler_version = json.at("compiler");
    manifest.program_path = json.at("program").at("path");
    manifest.program_digest = json.at("program").at("digest");
    if (json.at("as_of").is_string()) manifest.as_of = json.at("as_of");
    if (json.contains("ledger")) {
      manifest.ledger = json.at("ledger").at("path");
      manifest.run_id = json.at("ledger").at("run");
    }
    for (const Json& option : json.at("options")) manifest.options.emplace_back(option.at("name"), option.at("value"));
    for (const Json& entity : json.at("entities")) {
      for (const Json& input : entity.at("inputs")) manifest.inputs.push_back({entity.at("entity"), input.at("path"), input.at("digest")});
      if (!entity.contains("decisions_file")) continue;
      const Json& decisions = entity.at("decisions_file");
      manifest.decisions = Manifest::Input{entity.at("entity"), decisions.at("path"), decisions.at("digest")};
    }
    return manifest;
  } catch (const Json::exception&) {
    return unreadable(path, "the manifest is incomplete", "清单不完整");
  }
}

Outcome check_inputs(const Manifest& manifest) {
  std::vector<Manifest::Input> inputs = manifest.inputs;
  if (manifest.decisions) inputs.push_back(*manifest.decisions);
  for (const Manifest::Input& input : inputs) {
    if (input.path == "-") return unreadable("-", "the run read standard input, which cannot be read again", "该次运行读取标准输入，无法重新读取");
    auto source = batch::open_source(batch::file_of(input.path));
    if (!source) return source.failure();
    std::vector<char> buffer(size_t{1} << 20);
    for (;;) {
      Result<size_t> count = (*source)->read(buffer.data(), buffer.size());
      if (!count) return count.failure();
      if (*count == 0) break;
    }
    if ((*source)->file_digest() != input.digest) {
      return unreadable(input.path, "the file has changed since the run; its digest differs from the manifest's", "文件在运行之后被修改，与清单中的摘要不符");
    }
  }
  return Nothing{};
}

}  // namespace huice::decisions
