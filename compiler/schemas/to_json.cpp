#include <nlohmann/json.hpp>

#include "compiler/schemas/cells.h"
#include "compiler/schemas/schemas.h"

namespace huice::schemas {
namespace {

using Json = nlohmann::ordered_json;

bool is_whole(const NumberCells& cells) { return cells.digits == 0; }

/// `-?[0-9]+(\.[0-9]{1,2})?`: digits as text, so that no reader makes a floating-point number of them.
std::string pattern(const NumberCells& cells, bool negative) {
  return std::string("^") + (negative ? "-?" : "") + "[0-9]+(\\.[0-9]{1," + std::to_string(cells.digits) + "})?$";
}

void put_number(Json& json, const rules::Field& field) {
  const NumberCells cells = cells_of(field);
  const bool negative = field.range.lo && *field.range.lo < 0;
  if (is_whole(cells)) {
    json["type"] = "integer";
    if (!cells.least.empty()) json["minimum"] = std::stoll(cells.least);
    if (!cells.most.empty()) json["maximum"] = std::stoll(cells.most);
  } else {
    json["type"] = "string";
    json["pattern"] = pattern(cells, negative);
    if (!cells.least.empty()) json["x-minimum"] = cells.least;
    if (!cells.most.empty()) json["x-maximum"] = cells.most;
  }
  if (!cells.unit.empty()) json["x-unit"] = cells.unit;
}

void put_choice(Json& json, const rules::Choice& choice) {
  for (const rules::ChoiceMember& member : choice.members) {
    Json one{{"const", member.name}};
    if (member.label != member.name) one["title"] = member.label;
    json["oneOf"].push_back(std::move(one));
  }
}

void put_set(Json& json, const rules::Choice& choice) {
  json["type"] = "array";
  json["uniqueItems"] = true;
  json["items"] = Json::object();
  put_choice(json["items"], choice);
}

void put_default(Json& json, const rules::Program& rules, const rules::Field& field) {
  const auto value = default_of(rules, field);
  if (!value) return;
  if (field.type.kind == rules::Kind::boolean) {
    json["default"] = *value == "true";
  } else if (field.type.kind == rules::Kind::number && is_whole(cells_of(field))) {
    json["default"] = std::stoll(*value);
  } else if (field.type.kind == rules::Kind::set) {
    json["default"] = Json::array();
    for (size_t at = 0; at < value->size();) {
      const size_t end = std::min(value->find(';', at), value->size());
      json["default"].push_back(value->substr(at, end - at));
      at = end + 1;
    }
  } else {
    json["default"] = *value;
  }
}

Json property(const rules::Program& rules, const rules::Field& field) {
  Json json{{"title", field.label}};
  switch (field.type.kind) {
    case rules::Kind::number: put_number(json, field); break;
    case rules::Kind::boolean: json["type"] = "boolean"; break;
    case rules::Kind::choice: put_choice(json, rules.choices[field.type.choice]); break;
    case rules::Kind::set: put_set(json, rules.choices[field.type.choice]); break;
    case rules::Kind::date:
      json["type"] = "string";
      json["format"] = "date";
      break;
    case rules::Kind::datetime:
      json["type"] = "string";
      json["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$";
      break;
    default:
      json["type"] = "string";
      if (field.key) json["minLength"] = 1;
  }
  const bool must = field.key || field.required;
  if (!must && json.contains("type")) json["type"] = Json::array({json["type"], "null"});
  if (!must && json.contains("oneOf")) json["oneOf"].push_back({{"type", "null"}});
  put_default(json, rules, field);
  if (field.decided()) json["x-decided-by"] = field.decided_by;
  return json;
}

Json object(const rules::Program& rules, const rules::Entity& entity) {
  Json json{{"title", entity.label}, {"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
  for (const rules::Field& field : entity.fields) {
    if (!field.in_data()) continue;
    json["properties"][field.name] = property(rules, field);
    if (field.key || field.required) json["required"].push_back(field.name);
  }
  json["additionalProperties"] = false;
  return json;
}

}  // namespace

std::string to_json(const program::Program& program, const std::vector<uint32_t>& entities) {
  Json json{{"$schema", "https://json-schema.org/draft/2020-12/schema"}};
  if (entities.size() == 1) {
    json.update(object(program.rules, program.rules.entities[rules::EntityId{entities[0]}]));
  } else {
    for (const uint32_t id : entities) {
      const rules::Entity& entity = program.rules.entities[rules::EntityId{id}];
      json["anyOf"].push_back({{"$ref", "#/$defs/" + entity.name}});
      json["$defs"][entity.name] = object(program.rules, entity);
    }
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace huice::schemas
