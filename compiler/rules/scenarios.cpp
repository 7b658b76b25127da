// Scenarios and scenario tables: rows of made-up data and what must come of them.
#include <algorithm>
#include <array>
#include <set>

#include "base/unicode/closest.h"
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/sites.h"

namespace huice::rules {
namespace {

struct StatusWord {
  std::string_view en, zh;
};
constexpr std::array<StatusWord, 6> statuses{{{"eligible", "符合"},
                                              {"ineligible", "不符合"},
                                              {"error", "出错"},
                                              {"undetermined", "待补正"},
                                              {"referred", "待核定"},
                                              {"not_in_force", "不在有效期"}}};
constexpr std::array<std::string_view, 6> error_kinds{"division_by_zero",  "range",  "negative",
                                                      "before_first_date", "no_row", "conflict"};

Type money_type() {
  Type money;
  money.dimension = find_unit("元")->dimension;
  return money;
}

struct Build {
  Checker& checker;
  MeasureId measure_id;
  EntityId entity;
  std::vector<FieldIndex> inputs;
  bool rules_whole;  // else a fault left out what the scenario may speak of

  const Measure& measure() const { return checker.program.measures[measure_id]; }
  const Field& field(FieldIndex index) const { return checker.program.entities[entity].fields[index]; }

  // ---- given --------------------------------------------------------------------------------------------------------

  /// The field's index when it can be given; reports otherwise.
  std::optional<FieldIndex> find(const syntax::Name& name) {
    auto hit = find_field(checker, entity, name.text);
    if (!hit) {
      report_unknown(checker, name, field_names(checker, entity));
      return {};
    }
    if (hit->broken) return {};
    return hit->index;
  }

  /// A value that the data could hold: rows that a reader would reject prove nothing.
  Maybe value_of(FieldIndex index, syntax::ExprId written) {
    const Field& of = field(index);
    Maybe value = check_constant(checker, written, &of.type);
    if (!value || of.type.kind != Kind::number) return value;
    const Rational& number = number_of(checker, *value);
    const Span span = checker.expr(*value).span;
    if (!of.range.contains(number)) {
      checker.report(
          Fault::value_out_of_range, span,
          {{"value", show(number, of.type)}, {"lo", show(*of.range.lo, of.type)}, {"hi", show(*of.range.hi, of.type)}});
      return {};
    }
    // Quantities may be written in a finer unit than the field's.
    const bool whole_steps = of.digits < 0 || of.type.dimension.none();
    if (whole_steps && Rational(number / of.step).get_den() != 1) {
      checker.report(Fault::finer_than_step, span, {{"value", show(number, of.type)}, {"step", show(of.step, of.type)}});
      return {};
    }
    return value;
  }

  /// An external parameter of this name, unless a field has it.
  std::optional<ParameterId> external(const syntax::Name& name) const {
    auto found = checker.globals.find(name.text);
    if (found == checker.globals.end() || found->second.kind != NameKind::parameter) return {};
    if (find_field(checker, entity, name.text)) return {};
    ParameterId id{found->second.index};
    return checker.program.parameters[id].external ? std::optional(id) : std::nullopt;
  }

  bool add_parameter(ScenarioStep& step, ParameterId id, const syntax::Name& name, syntax::ExprId written) {
    for (const auto& [other, value] : step.parameters) {
      if (other != id) continue;
      report_duplicate(checker, name, checker.expr(value).span);
      return false;
    }
    Maybe value = check_constant(checker, written, &checker.program.parameters[id].type);
    if (value) step.parameters.emplace_back(id, *value);
    return value.has_value();
  }

  bool add_given(ScenarioStep& step, const syntax::Name& name, syntax::ExprId written) {
    if (auto parameter = external(name)) return add_parameter(step, *parameter, name, written);
    auto index = find(name);
    if (!index) return false;
    for (const auto& [other, value] : step.given) {
      if (other != *index) continue;
      report_duplicate(checker, name, checker.expr(value).span);
      return false;
    }
    Maybe value = value_of(*index, written);
    if (value) step.given.emplace_back(*index, *value);
    return value.has_value();
  }

  bool add_given(ScenarioStep& step, const syntax::Given& given) {
    if (given.paid) {
      report_later(checker, given.span, "`given paid`", "“已付”");
      return false;
    }
    bool whole = true;
    for (const auto& value : given.values) whole = add_given(step, value.field, value.value) && whole;
    if (given.as_of) step.as_of = given.as_of;
    return whole;
  }

  /// What the data must have, the scenario must give.
  bool check_complete(const ScenarioStep& step, Span span) {
    bool whole = true;
    if (!rules_whole) return true;
    for (FieldIndex index : inputs) {
      const Field& of = field(index);
      auto gives = [&](const auto& given) { return given.first == index; };
      if (!of.required || of.key || std::any_of(step.given.begin(), step.given.end(), gives)) continue;
      checker.report(Fault::required_not_given, span, {{"field", of.name}});
      whole = false;
    }
    for (ParameterId id : unsupplied_of(checker.program, measure())) {
      auto gives = [&](const auto& given) { return given.first == id; };
      if (std::any_of(step.parameters.begin(), step.parameters.end(), gives)) continue;
      checker.report(Fault::external_not_given, span, {{"parameter", checker.program.parameters[id].name}});
      whole = false;
    }
    if (!step.as_of && needs_as_of(checker.program, measure())) {
      checker.report(Fault::scenario_needs_date, span, {{"measure", measure().name}});
      whole = false;
    }
    return whole;
  }

  // ---- expect -------------------------------------------------------------------------------------------------------

  bool set_status(Expectation& expect, const syntax::Name& name) {
    for (const StatusWord& status : statuses) {
      if (name.text == status.en || name.text == status.zh) expect.status = status.en;
    }
    if (!expect.status.empty()) return true;
    std::vector<std::string> known;
    for (const StatusWord& status : statuses) {
      known.emplace_back(status.en);
      known.emplace_back(status.zh);
    }
    auto& diagnostic = checker.report(Fault::unknown_status, name.span, {{"name", name.text}});
    if (auto close = unicode::closest(name.text, known)) {
      diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
    } else {
      diagnostic.hint("eligible, ineligible, error, undetermined, referred or not_in_force",
                      "符合、不符合、出错、待补正、待核定或不在有效期");
    }
    return false;
  }

  bool set_amount(std::optional<Rational>& amount, const Expectation& expect, std::string_view needed,
                  syntax::ExprId written) {
    const Type money = money_type();
    Maybe value = check_constant(checker, written, &money);
    if (!value) return false;
    if (!expect.status.empty() && (expect.status != needed || (rules_whole && !pays(measure())))) {
      const bool paying = pays(measure());
      checker.report(Fault::amount_not_expected, checker.expr(*value).span,
                     {{"status", paying ? "`" + expect.status + "`" : "a measure without `pay`"},
                      {"status_zh", paying ? "“" + expect.status + "”" : "没有“支付”的措施"}});
      return false;
    }
    amount = number_of(checker, *value);
    return true;
  }

  /// Every reason that the status can have here.
  std::vector<std::string> reasons_of(const std::string& status) const {
    std::vector<std::string> reasons;
    if (status == "ineligible") {
      for (const Measure* body : bodies_of(measure())) {
        for (const Condition& condition : body->conditions) reasons.push_back(condition.name);
      }
    }
    for (FieldIndex index : inputs) {
      if (status == (field(index).decided() ? "referred" : "undetermined")) reasons.push_back(field(index).name);
    }
    if (status == "error") {
      for (const std::string& site : sites_of(checker.program, measure()).names) {
        for (std::string_view kind : error_kinds) reasons.push_back(std::string(kind) + "@" + site);
      }
    }
    if (status == "eligible") reasons.push_back("ceiling");
    return reasons;
  }

  bool add_reason(Expectation& expect, const syntax::Name& name) {
    if (expect.status.empty()) return false;
    auto known = reasons_of(expect.status);
    const std::string reason = expect.status == "eligible" && name.text == "上限" ? "ceiling" : name.text;
    if (!expect.because) expect.because.emplace();
    expect.because->push_back(reason);
    if (!rules_whole || std::find(known.begin(), known.end(), reason) != known.end()) return true;
    auto& diagnostic = checker.report(Fault::unknown_reason, name.span, {{"name", name.text}, {"status", expect.status}});
    if (auto close = unicode::closest(name.text, known))
      diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
    return false;
  }

  bool set_expectation(Expectation& expect, const syntax::Expect& written) {
    expect.span = written.span;
    bool whole = set_status(expect, written.status);
    if (written.pays) whole = set_amount(expect.pays, expect, "eligible", *written.pays) && whole;
    if (written.ceiling) whole = set_amount(expect.ceiling, expect, "referred", *written.ceiling) && whole;
    for (const syntax::Name& reason : written.because) whole = add_reason(expect, reason) && whole;
    return whole;
  }
};

/// What a scenario's measure is, if it could be read whole enough to be tried.
std::optional<Build> start(Checker& checker, const syntax::Name& name, bool rules_whole) {
  auto found = find_declared(checker, name, NameKind::measure);
  if (!found) return {};
  MeasureId id{*found};
  const Measure& measure = checker.program.measures[id];
  if (!measure.entity.valid()) return {};
  return Build{checker, id, measure.entity, inputs_of(checker.program, measure), rules_whole};
}

void check_scenario(Checker& checker, const syntax::Item& item, const syntax::Scenario& written, bool rules_whole,
                    std::set<MeasureId>& tried) {
  auto build = start(checker, written.measure, rules_whole);
  if (!build) return;
  tried.insert(build->measure_id);
  std::string name = item.label ? item.label->text : item.name ? item.name->text : build->measure().name;
  Scenario scenario{name, build->measure_id, {}, item.span};
  ScenarioStep step;
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

enum class Output { status, pays, because, ceiling };
std::optional<Output> output_of(Checker& checker, const syntax::Name& name) {
  if (name.text == "status" || name.text == "状态") return Output::status;
  if (name.text == "pays" || name.text == "支付") return Output::pays;
  if (name.text == "because" || name.text == "因") return Output::because;
  if (name.text == "ceiling" || name.text == "上限") return Output::ceiling;
  report_unknown(checker, name, {"status", "pays", "because", "ceiling", "状态", "支付", "因", "上限"});
  return {};
}

bool is_as_of(const syntax::Name& name) { return name.text == "as_of" || name.text == "截至日"; }

/// A cell that names a status or a reason: `size`, or quoted where it holds signs: `"division_by_zero@pay"`.
std::optional<syntax::Name> name_in(Checker& checker, syntax::ExprId id) {
  const syntax::Expr& expr = checker.tree.exprs[id];
  if (auto* use = std::get_if<syntax::NameUse>(&expr.node)) return use->name;
  if (auto* text = std::get_if<syntax::TextLiteral>(&expr.node)) return syntax::Name{text->value, expr.span};
  if (!std::holds_alternative<syntax::Broken>(expr.node)) checker.report(Fault::cell_not_a_name, expr.span);
  return {};
}

bool set_output(Checker& checker, Build& build, Expectation& expect, Output output, syntax::ExprId cell) {
  if (output == Output::pays) return build.set_amount(expect.pays, expect, "eligible", cell);
  if (output == Output::ceiling) return build.set_amount(expect.ceiling, expect, "referred", cell);
  std::vector<syntax::ExprId> parts{cell};
  // Several reasons stand in braces.
  if (auto* set = std::get_if<syntax::SetLiteral>(&checker.tree.exprs[cell].node); set && output == Output::because)
    parts = set->items;
  bool whole = true;
  for (syntax::ExprId part : parts) {
    auto name = name_in(checker, part);
    if (!name) return false;
    whole = (output == Output::status ? build.set_status(expect, *name) : build.add_reason(expect, *name)) && whole;
  }
  return whole;
}

bool set_input(Checker& checker, Build& build, ScenarioStep& step, const syntax::Name& column, syntax::ExprId cell) {
  if (find_field(checker, build.entity, column.text) || !is_as_of(column)) return build.add_given(step, column, cell);
  const Type date{.kind = Kind::date, .dimension = {}, .share = Share::none, .choice = {}};
  Maybe value = check_constant(checker, cell, &date);
  if (value) step.as_of = std::get<DateValue>(checker.expr(*value).node).value;
  return value.has_value();
}

/// The columns that are names of something; false, after a report, when some are not.
bool check_columns(Checker& checker, Build& build, const syntax::ScenarioTable& table,
                   std::vector<std::optional<Output>>& outputs) {
  bool whole = true;
  for (const syntax::Name& column : table.inputs) {
    if (build.external(column)) continue;
    if (!is_as_of(column) || find_field(checker, build.entity, column.text)) whole = build.find(column) && whole;
  }
  for (const syntax::Name& column : table.outputs) {
    outputs.push_back(output_of(checker, column));
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
        whole = set_output(checker, *build, step.expect, *outputs[i], *row.outputs[i]) && whole;
      }
      if (status && whole && step.expect.status.empty()) {
        checker.report(Fault::table_without_status, row.span);
        whole = false;
      }
    }
    if (!whole || !build->check_complete(step, row.span)) continue;
    std::string name = build->measure().name + " " + std::to_string(number + 1);
    checker.program.scenarios.push_back({name, build->measure_id, {std::move(step)}, row.span});
  }
}

}  // namespace

void check_scenarios(Checker& checker) {
  const bool rules_whole = !checker.sink.has_errors();
  std::set<MeasureId> tried;
  for (const syntax::File& file : checker.tree.files) {
    for (const syntax::Item& item : file.items) {
      if (auto* scenario = std::get_if<syntax::Scenario>(&item.node))
        check_scenario(checker, item, *scenario, rules_whole, tried);
      if (auto* table = std::get_if<syntax::ScenarioTable>(&item.node)) check_table(checker, *table, rules_whole, tried);
    }
  }
  // A scenario with a fault may be the one that is missing.
  if (checker.sink.has_errors()) return;
  for (size_t i = 0; i < checker.program.measures.size(); ++i) {
    MeasureId id{static_cast<uint32_t>(i)};
    const Measure& measure = checker.program.measures[id];
    if (!tried.count(id)) checker.report(Fault::measure_without_scenario, measure.span, {{"measure", measure.name}});
  }
}

}  // namespace huice::rules
