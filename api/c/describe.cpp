// huice_describe: what there is to decide, as JSON.
#include <set>

#include <nlohmann/json.hpp>

#include "api/c/compiled.h"
#include "api/c/errors.h"
#include "runtime/batch/kind_word.h"
#include "runtime/settlement/rounds.h"

namespace huice::c {
namespace {

using Json = nlohmann::ordered_json;

Json field_json(const batch::Field& field) {
  Json json{{"name", field.name}, {"label", field.label}, {"kind", batch::word(field.kind)}};
  if (field.kind == batch::Kind::number) {
    json["unit"] = field.units.empty() ? "" : field.units.front().name;
    json["whole"] = field.whole;
  }
  json["key"] = field.key;
  json["required"] = field.required;
  json["decided"] = field.decided;
  for (size_t i = 0; i < field.codes.size(); ++i) json["choices"].push_back({{"name", field.codes[i]}, {"label", field.labels[i]}});
  return json;
}

Json entity_json(const Compiled& compiled, uint32_t id) {
  const catalogue::Entity& entity = compiled.catalogue().entities[id];
  Json json{{"name", entity.name}, {"label", entity.label}, {"fields", Json::array()}};
  for (const batch::Field& field : compiled.program().schemas[id].fields) {
    if (!field.derived) json["fields"].push_back(field_json(field));
  }
  for (const auto& [field, target] : entity.references) json["fields"][field]["refers_to"] = compiled.catalogue().entities[target].name;
  return json;
}

/// The rounds of settlement that it passes.
std::set<uint32_t> rounds_of(const settlement::Terms& terms, uint32_t measure) {
  const settlement::Stages stages(terms, false);
  const std::vector<uint32_t> all = settlement::rounds_of(stages);
  std::set<uint32_t> rounds;
  for (size_t b = 0; b < terms.bodies.size(); ++b) {
    for (const settlement::Visit& visit : stages.visits[b]) {
      if (terms.bodies[b].measure == measure) rounds.insert(all[visit.stage]);
    }
  }
  return rounds;
}

Json measure_json(const Compiled& compiled, uint32_t id) {
  const catalogue::Measure& measure = compiled.catalogue().measures[id];
  const catalogue::Entity& entity = compiled.catalogue().entities[measure.entity];
  Json json{{"name", measure.name}, {"label", measure.label}, {"entity", entity.name}, {"clauses", measure.clauses}};
  json["conditions"] = Json::array();
  for (size_t i = 0; i < measure.conditions.size(); ++i)
    json["conditions"].push_back({{"name", measure.conditions[i]}, {"label", measure.condition_labels[i]}});
  json["inputs"] = Json::array();
  for (const uint32_t field : measure.inputs) json["inputs"].push_back(entity.field_names[field]);
  json["pays"] = measure.pays;
  json["settled"] = measure.settled;
  json["rounds"] = rounds_of(compiled.catalogue().settlement, id);
  json["shares"] = measure.shares;
  json["needs_as_of"] = measure.needs_as_of;
  json["amount_digits"] = measure.amount_digits;
  return json;
}

std::string describe(const Compiled& compiled) {
  const Catalogue& catalogue = compiled.catalogue();
  const program::Program& program = compiled.program();
  Json json{{"digest", program.digest}};
  json["warnings"] = Json::parse(diagnostics::to_json(program.sink.all(), program.sources, diagnostics::Language::en));
  json["entities"] = Json::array();
  for (uint32_t i = 0; i < catalogue.entities.size(); ++i) {
    if (!catalogue.entities[i].of_target) json["entities"].push_back(entity_json(compiled, i));
  }
  json["measures"] = Json::array();
  for (uint32_t m = 0; m < catalogue.measures.size(); ++m) json["measures"].push_back(measure_json(compiled, m));
  json["parameters"] = Json::array();
  for (const rules::Parameter& parameter : program.rules.parameters)
    json["parameters"].push_back({{"name", parameter.name}, {"label", parameter.label}, {"external", parameter.external}});
  json["targets"] = Json::array();
  for (const catalogue::Target& target : catalogue.targets)
    json["targets"].push_back({{"name", target.name}, {"label", target.label}, {"entity", catalogue.entities[target.entity].name}, {"clauses", target.clauses}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace
}  // namespace huice::c

extern "C" huice_code huice_describe(huice_program program, char** json, huice_error* error) {
  using namespace huice::c;
  return guarded(error, [&] {
    const auto compiled = compiled_of(program);
    need(json, "json");
    *json = text_for_caller(describe(*compiled));
  });
}
