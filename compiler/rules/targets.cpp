// Targets: a goal over all rows of an entity, for each group of them. A group is a row of a hidden entity whose columns are
// the goal's aggregates, so that its expressions are like any others.
#include <algorithm>

#include "compiler/rules/checker.h"
#include "compiler/rules/contradiction.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/goals.h"

namespace huice::rules {
namespace {

EntityId add_groups(Checker& checker, const Target& target) {
  checker.field_names.emplace_back();
  checker.broken_fields.emplace_back();
  return checker.program.entities.add({target.name, target.label, {}, target.span, true});
}

struct Build {
  Checker& checker;
  const syntax::Reach& written;
  Target& target;
  std::optional<FieldIndex> dated;
  Reach made = {};
  TargetScope rows = {};
  bool whole = true;

  const Document* document() const {
    return target.citations.empty() ? nullptr : &checker.program.documents[target.citations.front().document];
  }
  std::optional<DateRange> document_period() const { return document() ? document()->in_force : std::nullopt; }

  void fail(Fault fault, Span span, std::initializer_list<diagnostics::Argument> arguments = {}) {
    checker.report(fault, span, arguments);
    whole = false;
  }

  // ---- Which rows, and when -----------------------------------------------------------------------------------------

  void add_day(CompareOp op, Date day, Span span) {
    Maybe date = day_of(checker, read_field(checker, target.entity, *dated, span, true));
    Maybe bound = make(checker, DateValue{day}, Type{.kind = Kind::date}, span);
    Maybe test = date && bound ? make(checker, Compare{op, *date, *bound}, Type{.kind = Kind::boolean}, span) : Maybe{};
    if (test) rows.period.push_back(*test);
    whole = whole && test;
  }

  void read_period() {
    std::optional<DateRange> during;
    if (written.during && written.by) return fail(Fault::target_two_periods, written.span);
    if ((written.during || written.each_year) && !dated) {
      checker.report(Fault::target_needs_dated, written.span).hint("add `dated FIELD`", "请加“基准日 字段”");
      whole = false;
      return;
    }
    if (written.during) during = check_in_force(checker, *written.during);
    if (written.during && !during) whole = false;
    if (written.by) {
      if (dated) add_day(CompareOp::less_equal, *written.by, written.span);
      made.deadline = written.by;
    } else if (during) {
      if (during->from) add_day(CompareOp::greater_equal, *during->from, written.span);
      if (during->to) add_day(CompareOp::less_equal, *during->to, written.span);
      made.deadline = during->to;
    } else if (document_period()) {
      made.deadline = document_period()->to;
    }
    if (!written.each_year || !dated) return;
    made.years = during ? during : document_period();
    if (written.by) made.years = DateRange{made.years ? made.years->from : std::nullopt, written.by};
    rows.buckets.push_back({Bucket::By::year, *dated, {}});
  }

  void read_groups() {
    if (!written.for_each) return;
    const syntax::Name& name = *written.for_each;
    auto field = find_field(checker, target.entity, name.text);
    if (!field) {
      report_unknown(checker, name, field_names(checker, target.entity));
      whole = false;
      return;
    }
    std::optional<uint32_t> list = written.in_list ? find_declared(checker, *written.in_list, NameKind::list) : std::nullopt;
    whole = whole && !field->broken && (!written.in_list || list);
    if (!whole) return;
    const Type& type = checker.program.entities[target.entity].fields[field->index].type;
    const bool fits = list ? type.kind == Kind::text : type.kind == Kind::choice;
    if (!fits) {
      Bilingual is = describe(checker.program, type);
      return fail(Fault::target_group, name.span, {{"field", name.text}, {"found", is.en}, {"found_zh", is.zh}});
    }
    if (!list) return rows.buckets.push_back({Bucket::By::choice, field->index, {}});
    const List& of = checker.program.lists[ListId{*list}];
    whole = of.entries != nullptr;
    if (whole && of.names.empty()) return fail(Fault::target_list, written.in_list->span, {{"list", of.name}});
    rows.buckets.push_back({Bucket::By::list, field->index, ListId{*list}});
  }

  // ---- What is to be reached ----------------------------------------------------------------------------------------

  void set_test(ExprId test) {
    made.test.name = target.name;
    made.test.label = target.label;
    made.test.entity = made.groups;
    made.test.conditions.push_back({target.name, target.label, test, {}, written.span});
    made.test.span = target.span;
    if (!can_be_true(checker.program, test)) fail(Fault::never_true, written.span, {{"name", target.name}});
  }

  std::optional<Reach> build() {
    read_period();
    read_groups();
    if (!whole) return {};
    rows.entity = target.entity;
    rows.dated = dated;
    made.groups = add_groups(checker, target);
    made.buckets = rows.buckets;
    made.tentative = written.tentative;
    made.span = written.span;
    const Scope scope{.entity = made.groups, .target = &rows};
    auto goal = check_goal(checker, scope, written, made.deadline);
    if (!goal) return {};
    made.goal = goal->goal;
    made.relative = goal->relative;
    set_test(goal->test);
    for (size_t i = 0; i < checker.program.aggregates.size(); ++i) {
      const auto id = Store<Aggregate>::id_at(i);
      if (checker.program.aggregates[id].owner == made.groups) made.aggregates.push_back(id);
    }
    return whole ? std::optional(std::move(made)) : std::nullopt;
  }
};

void check_target(Checker& checker, TargetId id) {
  const syntax::Target& written = std::get<syntax::Target>(checker.target_items[id.value]->node);
  Target target = checker.program.targets[id];
  auto entity = find_declared(checker, written.entity, NameKind::entity);
  for (const syntax::Cites& cites : written.cites) {
    if (auto citation = check_citation(checker, cites)) target.citations.push_back(std::move(*citation));
  }
  if (!entity) return;
  target.entity = EntityId{*entity};
  std::optional<FieldIndex> dated;
  if (written.dated) {
    dated = check_dated(checker, target.entity, *written.dated);
    if (!dated) return;
  }
  if (written.reach.empty()) checker.report(Fault::target_without_reach, target.span);
  for (const syntax::Reach& reach : written.reach) {
    Build build{checker, reach, target, dated};
    if (auto made = build.build()) target.reaches.push_back(std::move(*made));
  }
  checker.program.targets[id] = std::move(target);
}

}  // namespace

void check_targets(Checker& checker) {
  for (size_t i = 0; i < checker.program.targets.size(); ++i) check_target(checker, Store<Target>::id_at(i));
}

}  // namespace huice::rules
