// Scenarios and scenario tables: rows of made-up data and what must come of them.
#include <algorithm>
#include <set>

#include "compiler/rules/scenario_build.h"
#include "compiler/rules/scenario_cells.h"
#include "compiler/rules/sites.h"
#include "compiler/rules/target_scenarios.h"

namespace huice::rules {
namespace {

/// What a scenario's measure is, if it could be read whole enough to be tried.
std::optional<ScenarioBuild> start(Checker& checker, const syntax::Name& name, bool rules_whole) {
  auto found = find_declared(checker, name, NameKind::measure);
  if (!found) return {};
  MeasureId id{*found};
  const Measure& measure = checker.program.measures[id];
  if (!measure.entity.valid()) return {};
  return ScenarioBuild{checker, id, measure.entity, inputs_of(checker.program, measure), rules_whole};
}

void check_scenario(Checker& checker, const syntax::Item& item, const syntax::Scenario& written, bool rules_whole,
                    std::set<MeasureId>& tried) {
  auto build = start(checker, written.measure, rules_whole);
  if (!build) return;
  tried.insert(build->measure_id);
  std::string name = item.label ? item.label->text : item.name ? item.name->text : build->measure().name;
  Scenario scenario{name, build->measure_id, {}, item.span};
  ScenarioStep step;
  std::vector<std::pair<ParameterId, ExprId>> parameters;
  bool whole = true, given = false;
  Span given_span = item.span;
  for (const syntax::ScenarioStep& part : written.steps) {
    if (auto* values = std::get_if<syntax::Given>(&part.node)) {
      whole = build->add_given(step, *values) && whole;
      given = true;
      given_span = values->span;
      continue;
    }
    const auto& expect = std::get<syntax::Expect>(part.node);
    whole = build->set_expectation(step.expect, expect) && whole;
    // The rows are one run: external parameters need to be said once.
    for (const auto& known : parameters) {
      const auto same = [&](const auto& own) { return own.first == known.first; };
      if (std::none_of(step.parameters.begin(), step.parameters.end(), same)) step.parameters.push_back(known);
    }
    parameters = step.parameters;
    whole = whole && build->check_complete(step, given ? given_span : expect.span);
    scenario.steps.push_back(std::move(step));
    step = {};
    given = false;
  }
  if (given || scenario.steps.empty()) {
    checker.report(Fault::nothing_expected, given ? given_span : item.span);
    whole = false;
  }
  if (whole) checker.program.scenarios.push_back(std::move(scenario));
}

// ---- Tables ---------------------------------------------------------------------------------------------------------

enum class Output { status, pays, because, ceiling, share };
/// Besides the words, the name of a share: what that party bears.
std::optional<Output> output_of(Checker& checker, const Measure& measure, const syntax::Name& name) {
  if (name.text == "status" || name.text == "状态") return Output::status;
  if (name.text == "pays" || name.text == "支付") return Output::pays;
  if (name.text == "because" || name.text == "因") return Output::because;
  if (name.text == "ceiling" || name.text == "上限") return Output::ceiling;
  std::vector<std::string> known{"status", "pays", "because", "ceiling", "状态", "支付", "因", "上限"};
  for (const Measure* body : bodies_of(measure)) {
    for (const SharePart& part : body->shares) {
      if (part.name == name.text) return Output::share;
      known.push_back(part.name);
    }
  }
  report_unknown(checker, name, std::move(known));
  return {};
}

bool set_output(Checker& checker, ScenarioBuild& build, Expectation& expect, Output output, const syntax::Name& column, syntax::ExprId cell) {
  if (output == Output::share) return build.add_share(expect, column, cell);
  if (output == Output::pays) return build.set_amount(expect.pays, expect, "eligible", cell);
  if (output == Output::ceiling) return build.set_amount(expect.ceiling, expect, "referred", cell);
  auto names = names_in(checker, cell);
  bool whole = names.has_value();
  for (size_t i = 0; names && i < names->size(); ++i) {
    const syntax::Name& name = (*names)[i];
    whole = (output == Output::status ? build.set_status(expect, name) : build.add_reason(expect, name)) && whole;
  }
  return whole;
}

/// The columns that are names of something; false, after a report, when some are not.
bool check_columns(Checker& checker, ScenarioBuild& build, const syntax::ScenarioTable& table,
                   std::vector<std::optional<Output>>& outputs) {
  bool whole = true;
  for (const syntax::Name& column : table.inputs) {
    if (build.external(column)) continue;
    if (!is_as_of(column) || find_field(checker, build.entity, column.text)) whole = build.find(column) && whole;
  }
  for (const syntax::Name& column : table.outputs) {
    outputs.push_back(output_of(checker, build.measure(), column));
    whole = whole && outputs.back();
  }
  bool has_status = std::find(outputs.begin(), outputs.end(), Output::status) != outputs.end();
  if (whole && !has_status) {
    checker.report(Fault::table_without_status, table.measure.span);
    return false;
  }
  return whole;
}

void check_table(Checker& checker, const syntax::ScenarioTable& table, bool rules_whole, std::set<MeasureId>& tried) {
  auto build = start(checker, table.measure, rules_whole);
  if (!build) return;
  tried.insert(build->measure_id);
  std::vector<std::optional<Output>> outputs;
  if (!check_columns(checker, *build, table, outputs)) return;
  for (size_t number = 0; number < table.rows.size(); ++number) {
    const auto& row = table.rows[number];
    ScenarioStep step;
    step.expect.span = row.span;
    bool whole = true;
    for (size_t i = 0; i < row.inputs.size(); ++i) {
      if (row.inputs[i]) whole = set_input(checker, *build, step, table.inputs[i], *row.inputs[i]) && whole;
    }
    // The status first: it says which amounts and reasons there can be.
    for (bool status : {true, false}) {
      for (size_t i = 0; i < outputs.size(); ++i) {
        if ((*outputs[i] == Output::status) != status || !row.outputs[i]) continue;
        whole = set_output(checker, *build, step.expect, *outputs[i], table.outputs[i], *row.outputs[i]) && whole;
      }
      if (status && whole && step.expect.status.empty()) {
        checker.report(Fault::table_without_status, row.span);
        whole = false;
      }
    }
    if (!whole || !build->check_complete(step, row.span)) continue;
    std::string name = row.label ? row.label->text : build->measure().name + " " + std::to_string(number + 1);
    checker.program.scenarios.push_back({name, build->measure_id, {std::move(step)}, row.span});
  }
}

}  // namespace

void check_scenarios(Checker& checker) {
  const bool rules_whole = !checker.sink.has_errors();
  std::set<MeasureId> tried;
  std::set<TargetId> tried_targets;
  for (const syntax::File& file : checker.tree.files) {
    for (const syntax::Item& item : file.items) {
      if (auto* scenario = std::get_if<syntax::Scenario>(&item.node)) {
        if (is_of_target(checker, scenario->measure)) check_target_scenario(checker, item, *scenario, rules_whole, tried_targets);
        else check_scenario(checker, item, *scenario, rules_whole, tried);
      }
      if (auto* table = std::get_if<syntax::ScenarioTable>(&item.node)) {
        if (is_of_target(checker, table->measure)) check_target_table(checker, *table, rules_whole, tried_targets);
        else check_table(checker, *table, rules_whole, tried);
      }
    }
  }
  // A scenario with a fault may be the one that is missing.
  if (checker.sink.has_errors()) return;
  for (size_t i = 0; i < checker.program.measures.size(); ++i) {
    MeasureId id{static_cast<uint32_t>(i)};
    const Measure& measure = checker.program.measures[id];
    if (!tried.count(id)) checker.report(Fault::measure_without_scenario, measure.span, {{"measure", measure.name}});
  }
  for (size_t i = 0; i < checker.program.targets.size(); ++i) {
    const auto id = Store<Target>::id_at(i);
    const Target& target = checker.program.targets[id];
    if (!tried_targets.count(id)) checker.report(Fault::target_without_scenario, target.span, {{"target", target.name}});
  }
}

}  // namespace huice::rules
