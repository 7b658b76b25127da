// The `given` of scenarios: values that data could hold.
#include <algorithm>

#include "compiler/rules/describe.h"
#include "compiler/rules/scenario_build.h"
#include "compiler/rules/sites.h"

namespace huice::rules {

std::optional<FieldIndex> ScenarioBuild::find(const syntax::Name& name) {
  auto hit = find_field(checker, entity, name.text);
  if (!hit) {
    report_unknown(checker, name, field_names(checker, entity));
    return {};
  }
  if (hit->broken) return {};
  return hit->index;
}

Maybe ScenarioBuild::value_of(FieldIndex index, syntax::ExprId written) { return value_of(field(index), written); }

Maybe ScenarioBuild::value_of(const Field& of, syntax::ExprId written) {
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

std::optional<ParameterId> ScenarioBuild::external(const syntax::Name& name) const {
  auto found = checker.globals.find(name.text);
  if (found == checker.globals.end() || found->second.kind != NameKind::parameter) return {};
  if (find_field(checker, entity, name.text)) return {};
  ParameterId id{found->second.index};
  return checker.program.parameters[id].external ? std::optional(id) : std::nullopt;
}

bool ScenarioBuild::add_parameter(ScenarioStep& step, ParameterId id, const syntax::Name& name, syntax::ExprId written) {
  for (const auto& [other, value] : step.parameters) {
    if (other != id) continue;
    report_duplicate(checker, name, checker.expr(value).span);
    return false;
  }
  Maybe value = check_constant(checker, written, &checker.program.parameters[id].type);
  if (value) step.parameters.emplace_back(id, *value);
  return value.has_value();
}

bool ScenarioBuild::add_given(ScenarioStep& step, const syntax::Name& name, syntax::ExprId written) {
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

bool ScenarioBuild::add_referred(ScenarioStep& step, const syntax::GivenValue& given, FieldIndex reference) {
  const Field from = field(reference);
  if (from.type.kind != Kind::reference) {
    Bilingual is = describe(checker.program, from.type);
    checker.report(Fault::no_fields, given.of->span, {{"found", is.en}, {"found_zh", is.zh}});
    return false;
  }
  auto target = find_field(checker, from.type.entity, given.field.text);
  if (!target) {
    report_unknown(checker, given.field, field_names(checker, from.type.entity));
    return false;
  }
  if (target->broken) return false;
  const Field of = checker.program.entities[from.type.entity].fields[target->index];
  Maybe value = value_of(of, given.value);
  Maybe read = read_referred(checker, entity, read_field(checker, entity, reference, given.of->span, false), target->index, given.field.span);
  if (!value || !read) return false;
  step.given.emplace_back(std::get<ReferredValue>(checker.expr(*read).node).column, *value);
  return true;
}

bool ScenarioBuild::add_of_member(GivenMember& member, const syntax::GivenValue& given, EntityId of) {
  if (!member.entity.valid()) member.entity = of;
  if (member.entity != of) {
    checker.report(Fault::one_member_a_given, given.of->span);
    return false;
  }
  auto hit = find_field(checker, of, given.field.text);
  if (!hit) {
    report_unknown(checker, given.field, field_names(checker, of));
    return false;
  }
  if (hit->broken) return false;
  const Field known = checker.program.entities[of].fields[hit->index];
  Maybe value = value_of(known, given.value);
  if (!value) return false;
  for (const auto& [other, before] : member.given) {
    if (other != hit->index) continue;
    report_duplicate(checker, given.field, checker.expr(before).span);
    return false;
  }
  member.given.emplace_back(hit->index, *value);
  return true;
}

bool ScenarioBuild::add_dotted(ScenarioStep& step, GivenMember& member, const syntax::GivenValue& given) {
  if (auto reference = find_field(checker, entity, given.of->text)) return !reference->broken && add_referred(step, given, reference->index);
  auto of = find_declared(checker, *given.of, NameKind::entity);
  return of && add_of_member(member, given, EntityId{*of});
}

bool ScenarioBuild::add_given(ScenarioStep& step, const syntax::Given& given) {
  bool whole = true;
  if (given.paid) {
    const Type money = money_type();
    Maybe paid = check_constant(checker, given.paid->amount, &money);
    if (!paid) return false;
    step.paid.push_back({number_of(checker, *paid), given.paid->by});
  }
  GivenMember member;
  for (const auto& value : given.values) {
    whole = (value.of ? add_dotted(step, member, value) : add_given(step, value.field, value.value)) && whole;
  }
  if (member.entity.valid()) step.members.push_back(std::move(member));
  if (given.as_of) step.as_of = given.as_of;
  return whole;
}

bool ScenarioBuild::check_complete(const ScenarioStep& step, Span span) {
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

}  // namespace huice::rules
