// huice_decide_json: one applicant in, its decisions out.
#include <algorithm>

#include "api/c/answer.h"
#include "api/c/applicant.h"
#include "api/c/decide.h"
#include "api/c/errors.h"
#include "api/c/json_rows.h"
#include "compiler/program/supply.h"

namespace huice::c {
namespace {

using arrow::Results;

struct Asked {
  uint32_t entity = 0;
  std::vector<uint32_t> measures;  // of the entity
  std::optional<Date> as_of;
  int explain = HUICE_EXPLAIN_NONE;

  Telling telling() const { return {entity, as_of, explain == HUICE_EXPLAIN_CHINESE ? explanation::Language::zh : explanation::Language::en}; }
};

Results::Rejected rejected_by(const batch::Fault& fault, const batch::Schema& schema) {
  return {0, std::string(batch::name(fault.code)), schema.fields[static_cast<size_t>(fault.column)].name, fault.value, batch::message(fault.code, fault.expected)};
}

Results::One one_of(const catalogue::Measure& measure, const decisions::Decisions& decided, std::string reasons) {
  Results::One one;
  one.status = decided.status(0);
  if (measure.pays && one.status == Status::eligible) one.amount = decided.amount(0);
  if (measure.pays && one.status == Status::referred && decided.has_ceiling(0)) one.ceiling = decided.ceiling(0);
  one.reasons = std::move(reasons);
  return one;
}

/// The whole applicant into its batch; why it is rejected, if so: its first bad field.
std::optional<batch::Fault> fill(Applicant& applicant, const batch::Schema& schema, const Json& json) {
  applicant.clear();
  std::optional<batch::Fault> first;
  std::vector<bool> seen(schema.fields.size()), given(schema.fields.size());
  for (const auto& [name, value] : json.items()) {
    const uint32_t field = applicant.field(name);
    if (seen[field]) throw Stop{HUICE_DATA, {schema.fields[field].name + " stands twice, by name and by label", schema.fields[field].name + " 以名称和标签各出现一次"}};
    seen[field] = true;
    const std::string cell = cell_of(value, name);
    const auto fault = applicant.set_text(field, cell);
    given[field] = fault || applicant.batch().known(field, 0);
    if (fault && (!first || fault->column < first->column)) first = fault;
  }
  for (uint32_t field = 0; field < schema.fields.size(); ++field) {
    const batch::Field& its = schema.fields[field];
    if (its.derived || given[field] || (!its.key && !its.required) || (first && first->column < static_cast<int>(field))) continue;
    return batch::Fault{0, its.key ? batch::RejectCode::missing_key : batch::RejectCode::missing_required, static_cast<int>(field), "", ""};
  }
  return first;
}

/// From the applicant's own row.
std::string decide_alone(const Compiled& compiled, const Asked& asked, const Json& json, bool all) {
  std::unique_ptr<Applicant> applicant = all ? compiled.idle_applicants().take(asked.entity) : nullptr;
  if (!applicant) {
    check(program::check_supplied(compiled.program(), asked.measures));
    applicant = std::make_unique<Applicant>(compiled, asked.entity, asked.measures);
  }
  applicant->set_as_of(asked.as_of);
  const batch::Schema& schema = compiled.program().schemas[asked.entity];
  Answer answer(compiled, asked.entity);
  if (const auto fault = fill(*applicant, schema, json)) {
    answer.reject(rejected_by(*fault, schema));
  } else {
    applicant->decide();
    for (size_t m = 0; m < asked.measures.size(); ++m)
      answer.add(asked.measures[m], one_of(compiled.catalogue().measures[asked.measures[m]], applicant->decided(m), applicant->reasons(m)));
    if (asked.explain != HUICE_EXPLAIN_NONE) answer.explain(explanation::to_json(explanation_of(compiled, asked.telling(), asked.measures, applicant->batch(), 0)));
  }
  if (all) compiled.idle_applicants().give_back(std::move(applicant));
  return std::move(answer).text();
}

/// With rows of other entities, or settlement: as a table of one row.
std::string decide_among_others(const Compiled& compiled, const huice_run_options* options, const Asked& asked, const Json& json, const char* others) {
  const auto& schemas = compiled.program().schemas;
  std::vector<Given> given;
  given.push_back({asked.entity, table_of(schemas[asked.entity], {&json}), true});
  const Json rows = others != nullptr ? parse_object(others, "others") : Json::object();
  for (const auto& [name, list] : rows.items()) {
    const uint32_t entity = compiled.entity(name.c_str());
    if (entity == asked.entity) throw usage("others must not have rows of " + name, "others 中不能有 " + name + " 的数据");
    if (!list.is_array() || !std::all_of(list.begin(), list.end(), [](const Json& row) { return row.is_object(); }))
      throw Stop{HUICE_DATA, {"others: " + name + " must be a list of objects", "others：" + name + " 应为对象的列表"}};
    std::vector<const Json*> pointers;
    for (const Json& row : list) pointers.push_back(&row);
    given.push_back({entity, table_of(schemas[entity], pointers), false});
  }
  std::optional<Explaining> explaining;
  if (asked.explain != HUICE_EXPLAIN_NONE) explaining.emplace(compiled, asked.telling(), given.front().rows->name(), std::vector<uint64_t>{0}, true);
  const engine::Report report = decide(compiled, options, given, explaining ? &*explaining : nullptr);
  return answer_of(compiled, *given.front().results, 0, report, asked.entity, explaining ? &*explaining : nullptr);
}

}  // namespace
}  // namespace huice::c

extern "C" huice_code huice_decide_json(huice_program program, const huice_run_options* options, const char* entity, const char* json, size_t size,
                                        const char* others, int explain, char** decided, huice_error* error) {
  using namespace huice::c;
  return guarded(error, [&] {
    const auto compiled = compiled_of(program);
    need(json, "json");
    need(decided, "decided");
    check_options(options);
    if (explain < HUICE_EXPLAIN_NONE || explain > HUICE_EXPLAIN_CHINESE) throw usage("explain must be 0, 1 or 2", "explain 应为 0、1 或 2");
    Asked asked{compiled->entity(entity), {}, as_of(options), explain};
    bool alone = others == nullptr, all = options == nullptr || options->measure_count == 0;
    const huice::Catalogue& catalogue = compiled->catalogue();
    for (const uint32_t measure : measures_of(*compiled, options)) {
      const auto& words = catalogue.measures[measure];
      if (words.entity != asked.entity) continue;
      if (words.needs_as_of && !asked.as_of) throw usage(words.name + " needs a date: set as_of", words.name + " 需要日期：请设置 as_of");
      alone = alone && words.shares.empty() && compiled->stands_alone(measure);
      asked.measures.push_back(measure);
    }
    const Json applicant = parse_object({json, size}, "the applicant");
    *decided = text_for_caller(alone ? decide_alone(*compiled, asked, applicant, all) : decide_among_others(*compiled, options, asked, applicant, others));
  });
}
