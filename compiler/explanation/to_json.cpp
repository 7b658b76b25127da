#include <nlohmann/json.hpp>

#include "compiler/explanation/explanation.h"

namespace huice::explanation {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json json(const Reading&);
Json json(const Citation&);
Json json(const Step&);
Json json(const Let&);
Json json(const Part&);
Json json(const Condition&);
Json json(const BoundStep&);
Json json(const Period&);
Json json(const Taken&);
Json json(const Measure&);

template <class Item>
Json list(const std::vector<Item>& items) {
  Json out = Json::array();
  for (const Item& item : items) out.push_back(json(item));
  return out;
}

Json json(const Reading& it) {
  Json out = {{"field", it.name},
              {"label", it.label},
              {"value", or_null(it.value)},
              {"defaulted", it.defaulted},
              {"decided_by", or_null(it.decided_by)}};
  if (!it.decision.empty()) out["decision"] = it.decision;
  return out;
}

Json json(const Citation& it) {
  return {{"document", it.document},
          {"document_label", it.document_label},
          {"clause", it.clause},
          {"fragments", it.fragments}};
}

Json json(const Period& it) { return {{"version", it.version}, {"from", or_null(it.from)}, {"to", or_null(it.to)}}; }

Json json(const Step& it) {
  return {{"rule", it.rule}, {"with_values", or_null(it.values)}, {"result", or_null(it.result)}};
}

Json json(const Let& it) {
  return {{"name", it.name}, {"label", it.label}, {"steps", list(it.steps)}, {"result", it.result}};
}

const char* word(Result result) {
  switch (result) {
    case Result::holds:
      return "holds";
    case Result::fails:
      return "fails";
    case Result::missing:
      return "missing";
    case Result::error:
      return "error";
  }
  return "";
}

const char* word(Part::Kind kind) {
  switch (kind) {
    case Part::Kind::whole:
      return "whole";
    case Part::Kind::all:
      return "all";
    case Part::Kind::any:
      return "any";
    case Part::Kind::none:
      return "not";
  }
  return "";
}

Json json(const Part& it) {
  if (it.kind != Part::Kind::whole) return {{"kind", word(it.kind)}, {"result", word(it.result)}, {"parts", list(it.parts)}};
  return {{"kind", word(it.kind)},
          {"result", word(it.result)},
          {"rule", it.rule},
          {"with_values", or_null(it.values)},
          {"computed", or_null(it.computed)}};
}

Json json(const Condition& it) {
  return {{"name", it.name},      {"label", it.label},     {"result", word(it.result)}, {"rule", it.rule},
          {"why", json(it.part)}, {"missing", it.missing}, {"error", or_null(it.error)}};
}

Json json(const BoundStep& it) {
  return {{"rule", it.rule},
          {"with_values", or_null(it.values)},
          {"limit", it.limit},
          {"after", it.after},
          {"takes_bound", it.took}};
}

Json json(const Amount& it) {
  return {{"rule", it.rule},
          {"steps", list(it.steps)},
          {"exact", or_null(it.result)},
          {"rounding", or_null(it.rounding)},
          {"rounded", or_null(it.rounded)},
          {"bounds", list(it.bounds)}};
}

Json in_force(const Measure& it) {
  return {{"date", or_null(it.date)},
          {"field", or_null(it.date_field)},
          {"from", or_null(it.from)},
          {"to", or_null(it.to)},
          {"in_force", it.date.empty() && it.limited ? Json(nullptr) : Json(it.in_force)}};
}

Json reasons(const Measure& it) {
  Json out = Json::array();
  for (size_t i = 0; i < it.reasons.size(); ++i) out.push_back({{"reason", it.reasons[i]}, {"note", it.reason_notes[i]}});
  return out;
}

Json json(const Taken& it) {
  return {{"step", it.what}, {"note", it.line}, {"before", or_null(it.before)}, {"after", or_null(it.after)}, {"takes", it.took}, {"causes", it.causes}};
}

Json json(const Settlement& it) {
  Json out = {{"computed", it.computed}, {"granted", it.granted}, {"recorded_by", or_null(it.recorded)}, {"granted_before", or_null(it.changed)}, {"steps", list(it.steps)}};
  out["shares"] = Json::object();
  for (const auto& [name, amount] : it.shares) out["shares"][name] = amount;
  if (it.alone.empty()) return out;
  out["alone"] = true;
  out["note"] = it.alone;
  return out;
}

Json json(const Measure& it) {
  Json out = {{"measure", it.name},
              {"label", it.label},
              {"cites", list(it.citations)},
              {"applicable", in_force(it)},
              {"lets", list(it.lets)},
              {"conditions", list(it.conditions)},
              {"pay", it.amount ? json(*it.amount) : Json(nullptr)},
              {"status", std::string(name(it.status))},
              {"amount", or_null(it.pays)},
              {"ceiling", or_null(it.ceiling)},
              {"reasons", reasons(it)}};
  if (!it.versions.empty()) {
    out["version"] = or_null(it.version);
    out["versions"] = list(it.versions);
  }
  if (it.settlement) out["settlement"] = json(*it.settlement);
  if (it.ranges) out["range"] = {{"from", or_null(it.range_lo)}, {"to", or_null(it.range_hi)}};
  return out;
}

}  // namespace

std::string to_json(const Explanation& it) {
  Json out = {{"entity", it.entity},
              {"label", it.entity_label},
              {"key", it.key},
              {"values", list(it.readings)},
              {"measures", list(it.measures)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace huice::explanation
