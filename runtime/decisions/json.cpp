#include "runtime/decisions/json.h"

namespace huice::decisions {

using Json = nlohmann::ordered_json;

Json measures_json(const Catalogue& catalogue, const engine::EntityReport& report) {
  Json list = Json::array();
  for (const engine::MeasureTotals& totals : report.measures) {
    const catalogue::Measure& measure = catalogue.measures[totals.measure];
    Json counts;
    for (int s = 0; s < status_count; ++s) counts[std::string(name(static_cast<Status>(s)))] = totals.count[static_cast<size_t>(s)];
    Json json{{"measure", measure.name}, {"counts", counts}};
    if (measure.pays) {
      std::string computed, granted;
      catalogue::append_amount(computed, measure, totals.computed);
      catalogue::append_amount(granted, measure, totals.granted);
      json["computed"] = computed;
      json["granted"] = granted;
    }
    list.push_back(std::move(json));
  }
  return list;
}

Json rejects_json(const engine::EntityReport& report) {
  Json list = Json::array();
  for (const engine::RejectTotals& totals : report.rejects) {
    list.push_back(Json{{"code", std::string(batch::name(totals.code))},
                        {"count", totals.count},
                        {"file", totals.file},
                        {"line", totals.line},
                        {"column", totals.column}});
  }
  return list;
}

}  // namespace huice::decisions
