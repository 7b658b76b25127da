#include "compiler/rules/target_scenarios.h"

#include <algorithm>

#include "base/unicode/closest.h"
#include "base/words.h"
#include "compiler/rules/scenario_build.h"
#include "compiler/rules/scenario_cells.h"
#include "compiler/rules/sites.h"

namespace huice::rules {
namespace {

struct Build {
  Checker& checker;
  TargetId id;
  ScenarioBuild rows;  // of the entity
  bool rules_whole;

  const Target& target() const { return checker.program.targets[id]; }
  const Reach& reach(const TargetStep& step) const { return target().reaches[step.expect.reach]; }

  // ---- given --------------------------------------------------------------------------------------------------------

  /// A `given` of nothing but members of another entity adds to the row before; one of parameters or the date is no row.
  bool add(TargetStep& step, const syntax::Given& given) {
    ScenarioStep one;
    if (!rows.add_given(one, given)) return false;
    if (one.as_of) step.as_of = one.as_of;
    for (auto& parameter : one.parameters) step.parameters.push_back(std::move(parameter));
    if (!one.given.empty() || (!one.members.empty() && step.rows.empty())) {
      one.parameters.clear();
      step.rows.push_back(std::move(one));
    } else if (!one.members.empty()) {
      auto& members = step.rows.back().members;
      members.insert(members.end(), one.members.begin(), one.members.end());
    }
    return true;
  }

  // ---- expect -------------------------------------------------------------------------------------------------------

  bool set_status(TargetStep& step, const syntax::Name& name) {
    if (auto index = find_word(target_status_words, name.text)) {
      step.expect.status = target_status_words[*index].en;
      return true;
    }
    std::vector<std::string> known;
    for (const Word& word : target_status_words) known.insert(known.end(), {std::string(word.en), std::string(word.zh)});
    auto& diagnostic = checker.report(Fault::unknown_status, name.span, {{"name", name.text}});
    const auto close = unicode::closest(name.text, known);
    diagnostic.hint(close ? "did you mean `" + *close + "`?" : "a target is met, missed or undetermined", close ? "是否指“" + *close + "”？" : "目标的状态为达到、未达到或待补正");
    return false;
  }

  /// `by D` tells the goals of one target apart.
  bool set_reach(TargetStep& step, const syntax::Expect& written) {
    std::vector<size_t> fitting;
    for (size_t i = 0; i < target().reaches.size(); ++i) {
      if (!written.by || target().reaches[i].deadline == written.by) fitting.push_back(i);
    }
    if (fitting.size() == 1) {
      step.expect.reach = fitting.front();
      return true;
    }
    if (rules_whole) checker.report(Fault::which_reach, written.span, {{"target", target().name}}).hint("say which: `by DATE`", "请写明是哪一个：“截至 日期”");
    return false;
  }

  bool set_item(TargetStep& step, const Bucket& bucket, const syntax::Name& name) {
    std::vector<std::string> known;
    if (bucket.by == Bucket::By::list) {
      known = checker.program.lists[bucket.list].names;
    } else {
      const Type& type = checker.program.entities[target().entity].fields[bucket.field].type;
      for (const auto& member : checker.program.choices[type.choice].members) known.push_back(member.name);
    }
    const auto found = std::find(known.begin(), known.end(), name.text);
    if (found == known.end()) report_unknown(checker, name, known);
    step.expect.group.item = static_cast<uint32_t>(found - known.begin());
    return found != known.end();
  }

  bool set_group(TargetStep& step, const syntax::Expect& written) {
    const auto& buckets = reach(step).buckets;
    if (buckets.size() != written.group.size()) {
      checker.report(Fault::which_group, written.span, {{"target", target().name}}).hint("say which: `for 2024`, `for NAME`, or both", "请写明是哪一组：“适用 2024”、“适用 名称”或两者");
      return false;
    }
    for (size_t i = 0; i < buckets.size(); ++i) {
      const syntax::Name& part = written.group[i];
      if (buckets[i].by != Bucket::By::year) {
        if (!set_item(step, buckets[i], part)) return false;
        continue;
      }
      const bool year = part.text.size() == 4 && std::all_of(part.text.begin(), part.text.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (!year) {
        checker.report(Fault::which_group, part.span, {{"target", target().name}}).hint("a year is written `2024`", "年份写作“2024”");
        return false;
      }
      step.expect.group.year = std::stoi(part.text);
    }
    return true;
  }

  bool set_value(TargetStep& step, syntax::ExprId written) {
    const auto& goal = reach(step).goal;
    if (!goal) {
      checker.report(Fault::reach_without_value, checker.tree.exprs[written].span, {{"target", target().name}});
      return false;
    }
    const Type type = checker.type(goal->value);
    step.expect.value = check_constant(checker, written, &type);
    return step.expect.value.has_value();
  }

  bool add_reason(TargetStep& step, const syntax::Name& name) {
    if (!step.expect.because) step.expect.because.emplace();
    step.expect.because->push_back(name.text);
    const auto known = reasons_of(step);
    if (std::find(known.begin(), known.end(), name.text) != known.end()) return true;
    auto& diagnostic = checker.report(Fault::unknown_reason, name.span, {{"name", name.text}, {"status", step.expect.status}});
    if (auto close = unicode::closest(name.text, known)) diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
    return false;
  }

  std::vector<std::string> reasons_of(const TargetStep& step) const {
    std::vector<std::string> reasons;
    if (step.expect.status != "undetermined") return reasons;
    for (AggregateId aggregate : reach(step).aggregates) {
      for (FieldIndex named : checker.program.aggregates[aggregate].cause_names) reasons.push_back(checker.program.entities[reach(step).groups].fields[named].name);
    }
    for (const std::string& site : sites_of(checker.program, reach(step).test).names) {
      for (std::string_view kind : error_kinds) reasons.push_back(std::string(kind) + "@" + site);
    }
    return reasons;
  }

  bool set_expectation(TargetStep& step, const syntax::Expect& written) {
    step.expect.span = written.span;
    const std::optional<syntax::ExprId> share = written.shares.empty() ? std::nullopt : std::optional(written.shares.front().second);
    for (const auto& amount : {written.pays, written.ceiling, share}) {
      if (!amount) continue;
      checker.report(Fault::amount_not_expected, checker.tree.exprs[*amount].span, {{"status", "a target"}, {"status_zh", "目标"}})
          .hint("the value of a target is written `reach 80%`", "目标的实际值写作“达到 80%”");
      return false;
    }
    if (!set_status(step, written.status) || !set_reach(step, written) || !set_group(step, written)) return false;
    bool whole = !written.reach || set_value(step, *written.reach);
    for (const syntax::Name& reason : written.because) whole = add_reason(step, reason) && whole;
    return whole;
  }

  // ---- Both -----------------------------------------------------------------------------------------------------------

  /// `known`: parameters that steps before have given.
  bool check_complete(const TargetStep& step, const std::set<ParameterId>& known, Span span) {
    bool whole = true;
    if (!rules_whole) return true;
    for (ParameterId id : unsupplied_of(checker.program, reach(step).test)) {
      if (known.contains(id)) continue;
      checker.report(Fault::external_not_given, span, {{"parameter", checker.program.parameters[id].name}});
      whole = false;
    }
    return whole;
  }
};

std::optional<Build> start(Checker& checker, const syntax::Name& name, bool rules_whole, std::set<TargetId>& tried) {
  auto found = find_declared(checker, name, NameKind::target);
  if (!found) return {};
  const TargetId id{*found};
  tried.insert(id);
  const Target& target = checker.program.targets[id];
  if (!target.entity.valid() || target.reaches.empty()) return {};
  return Build{checker, id, ScenarioBuild{checker, {}, target.entity, {}, rules_whole}, rules_whole};
}

}  // namespace

bool is_of_target(const Checker& checker, const syntax::Name& name) {
  auto found = checker.globals.find(name.text);
  return found != checker.globals.end() && found->second.kind == NameKind::target;
}

void check_target_scenario(Checker& checker, const syntax::Item& item, const syntax::Scenario& written, bool rules_whole, std::set<TargetId>& tried) {
  auto build = start(checker, written.measure, rules_whole, tried);
  if (!build) return;
  const std::string name = item.label ? item.label->text : item.name ? item.name->text : build->target().name;
  TargetScenario scenario{name, build->id, {}, item.span};
  TargetStep step;
  std::set<ParameterId> parameters;
  bool whole = true, given = false;
  for (const syntax::ScenarioStep& part : written.steps) {
    if (auto* values = std::get_if<syntax::Given>(&part.node)) {
      whole = build->add(step, *values) && whole;
      given = true;
      continue;
    }
    const auto& expect = std::get<syntax::Expect>(part.node);
    for (const auto& [id, value] : step.parameters) parameters.insert(id);
    whole = build->set_expectation(step, expect) && build->check_complete(step, parameters, expect.span) && whole;
    scenario.steps.push_back(std::move(step));
    step = {};
    given = false;
  }
  if (given || scenario.steps.empty()) {
    checker.report(Fault::nothing_expected, item.span);
    whole = false;
  }
  if (whole) checker.program.target_scenarios.push_back(std::move(scenario));
}

void check_target_table(Checker& checker, const syntax::ScenarioTable& table, bool rules_whole, std::set<TargetId>& tried) {
  auto build = start(checker, table.measure, rules_whole, tried);
  if (!build) return;
  for (const syntax::Name& column : table.outputs) {
    const bool known = column.text == "status" || column.text == "状态" || column.text == "because" || column.text == "因";
    if (!known) return report_unknown(checker, column, {"status", "because", "状态", "因"});
  }
  for (size_t number = 0; number < table.rows.size(); ++number) {
    const auto& row = table.rows[number];
    TargetStep step;
    ScenarioStep one;
    syntax::Expect expect;
    expect.span = row.span;
    bool whole = true;
    for (size_t i = 0; i < row.inputs.size(); ++i) {
      if (row.inputs[i]) whole = set_input(checker, build->rows, one, table.inputs[i], *row.inputs[i]) && whole;
    }
    for (size_t i = 0; i < row.outputs.size(); ++i) {
      if (!row.outputs[i]) continue;
      auto names = names_in(checker, *row.outputs[i]);
      whole = whole && names;
      const bool status = table.outputs[i].text == "status" || table.outputs[i].text == "状态";
      if (names && status) expect.status = names->front();
      if (names && !status) expect.because = std::move(*names);
    }
    if (whole && expect.status.text.empty()) {
      checker.report(Fault::table_without_status, row.span);
      whole = false;
    }
    if (!whole) continue;
    step.as_of = one.as_of;
    std::swap(step.parameters, one.parameters);
    std::set<ParameterId> parameters;
    for (const auto& [id, value] : step.parameters) parameters.insert(id);
    if (!one.given.empty()) step.rows.push_back(std::move(one));
    if (!build->set_expectation(step, expect) || !build->check_complete(step, parameters, row.span)) continue;
    std::string name = row.label ? row.label->text : build->target().name + " " + std::to_string(number + 1);
    checker.program.target_scenarios.push_back({std::move(name), build->id, {std::move(step)}, row.span});
  }
}

}  // namespace huice::rules
