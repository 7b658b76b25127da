// For programs: the report as it is. docs/commands.md describes the members.
#include <nlohmann/json.hpp>

#include "compiler/coverage/coverage.h"

namespace huice::coverage {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json json(const Clause& clause, const Report& report) {
  Json rules = Json::array(), outside = Json::array();
  for (const Citing& citing : clause.rules) {
    Json fragments = Json::array(), not_found = Json::array();
    for (const Citing::Quote& quote : citing.quotes) {
      fragments.push_back(quote.fragment);
      if (!quote.found) not_found.push_back(quote.fragment);
    }
    Json out = {{"name", report.rules[citing.rule].name}, {"kind", name(report.rules[citing.rule].kind)}, {"fragments", fragments}};
    if (report.with_sources) out["not_found"] = not_found;
    rules.push_back(out);
  }
  for (const Outside& one : clause.outside) outside.push_back({{"figure", one.figure}, {"reason", or_null(one.reason)}});
  const char* state = clause.state == State::ruled ? "ruled" : clause.state == State::qualitative ? "qualitative" : "unaccounted";
  Json out = {{"clause", clause.name}, {"state", state}, {"rules", rules}};
  if (report.with_sources) out["figures_outside"] = outside;
  return out;
}

Json json(const Rule& rule) {
  Json scenarios = Json::array();
  for (const Tried& tried : rule.scenarios) scenarios.push_back({{"place", tried.place}, {"name", or_null(tried.name)}, {"passed", tried.passed}});
  return {{"name", rule.name},       {"label", rule.label},     {"kind", name(rule.kind)}, {"place", rule.place},
          {"figures", rule.figures}, {"period", rule.periods}, {"scenarios", scenarios}};
}

Json json(const Report& report) {
  Json documents = Json::array(), rules = Json::array(), faults = Json::array();
  for (const Document& document : report.documents) {
    Json clauses = Json::array();
    for (const Clause& clause : document.clauses) clauses.push_back(json(clause, report));
    documents.push_back({{"name", document.name}, {"label", document.label}, {"issuer", or_null(document.issuer)}, {"source", or_null(document.source)},
                         {"in_force", or_null(document.in_force)},
                         {"listed", document.listed}, {"clauses", clauses}});
  }
  for (const Rule& rule : report.rules) rules.push_back(json(rule));
  for (const Fault& fault : report.faults) faults.push_back({{"place", or_null(fault.place)}, {"message", fault.message.en}, {"message_zh", fault.message.zh}});
  return {{"path", report.path}, {"documents", documents}, {"rules", rules}, {"faults", faults}};
}

}  // namespace

std::string to_json(const std::vector<Report>& reports) {
  Json programs = Json::array();
  for (const Report& report : reports) programs.push_back(json(report));
  const Count all = count(reports);
  const Json out = {{"format", 1},
                    {"complete", complete(reports)},
                    {"clauses", {{"all", all.clauses}, {"accounted", all.clauses_accounted}}},
                    {"other_parts", {{"all", all.others}, {"accounted", all.others_accounted}}},
                    {"programs", programs}};
  return out.dump(2) + "\n";
}

}  // namespace huice::coverage
