// What one scenario or row of a table says, put together from its `given` and `expect`. Each step reports its faults.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compiler/rules/checker.h"

namespace huice::rules {

struct ScenarioBuild {
  Checker& checker;
  MeasureId measure_id;
  EntityId entity;
  std::vector<FieldIndex> inputs;
  bool rules_whole;  // else a fault left out what the scenario may speak of

  const Measure& measure() const { return checker.program.measures[measure_id]; }
  const Field& field(FieldIndex index) const { return checker.program.entities[entity].fields[index]; }

  // ---- given (scenario_given.cpp): false, after a report, where it cannot be -------------------------------------------

  bool add_given(ScenarioStep& step, const syntax::Given& given);
  bool add_given(ScenarioStep& step, const syntax::Name& name, syntax::ExprId written);
  /// The field's index when it can be given.
  std::optional<FieldIndex> find(const syntax::Name& name);
  /// An external parameter of this name, unless a field has it.
  std::optional<ParameterId> external(const syntax::Name& name) const;
  /// What the data must have, the scenario must give.
  bool check_complete(const ScenarioStep& step, Span span);

  // ---- expect (scenario_expect.cpp): likewise ---------------------------------------------------------------------------

  bool set_expectation(Expectation& expect, const syntax::Expect& written);
  bool set_status(Expectation& expect, const syntax::Name& name);
  /// `needed`: the status that has such an amount.
  bool set_amount(std::optional<Rational>& amount, const Expectation& expect, std::string_view needed, syntax::ExprId written);
  /// What one party bears of the grant.
  bool add_share(Expectation& expect, const syntax::Name& name, syntax::ExprId written);
  bool add_reason(Expectation& expect, const syntax::Name& name);

 private:
  /// A value that the data could hold: rows that a reader would reject prove nothing.
  Maybe value_of(FieldIndex index, syntax::ExprId written);
  Maybe value_of(const Field& of, syntax::ExprId written);
  bool add_parameter(ScenarioStep& step, ParameterId id, const syntax::Name& name, syntax::ExprId written);
  bool add_dotted(ScenarioStep& step, GivenMember& member, const syntax::GivenValue& given);
  /// `household.district = xuanwu`: the row refers to one like that.
  bool add_referred(ScenarioStep& step, const syntax::GivenValue& given, FieldIndex reference);
  /// `Person.income = 3万元`: of the member that this `given` adds.
  bool add_of_member(GivenMember& member, const syntax::GivenValue& given, EntityId of);
  /// Every reason that the status can have here.
  std::vector<std::string> reasons_of(const std::string& status) const;
  /// What settlement can take from an eligible row.
  void add_reductions(std::vector<std::string>& reasons) const;
};

}  // namespace huice::rules
