// References between entities: what they may name, and the fields read through them.
#include <algorithm>

#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

/// The column that holds what an expression of a reference type gives.
std::optional<FieldIndex> column_of(const Checker& checker, ExprId reference) {
  const auto& node = checker.expr(reference).node;
  if (auto* field = std::get_if<FieldValue>(&node)) return field->field;
  if (auto* referred = std::get_if<ReferredValue>(&node)) return referred->column;
  return {};
}

/// The entity that a name stands for where no value has that name: `Person` in `Person.income`.
std::optional<EntityId> entity_named(const Checker& checker, const Scope& scope, syntax::ExprId id) {
  auto* use = std::get_if<syntax::NameUse>(&checker.tree.exprs[strip(checker, id)].node);
  if (!use || is_value(checker, scope, use->name.text)) return {};
  auto found = checker.globals.find(use->name.text);
  if (found == checker.globals.end() || found->second.kind != NameKind::entity) return {};
  return EntityId{found->second.index};
}

/// `Person.income` inside an aggregate over persons, `Household.district` there for their household.
Maybe check_qualified(Checker& checker, const Scope& scope, EntityId entity, const syntax::Name& name, Span span) {
  const Scope* of = &scope;
  if (!scope.outer || scope.entity != entity) of = scope.outer && scope.outer->entity == entity ? scope.outer : nullptr;
  if (!of) {
    if (scope.unsure) return {};
    const std::string& called = checker.program.entities[entity].name;
    checker.report(Fault::members_not_aggregated, span, {{"entity", called}})
        .hint("say what of them is meant: sum(" + called + "." + name.text + "), max(…), any(…)",
              "请写明要什么：合计(" + called + "." + name.text + ")、最大(…)、任一(…)");
    return {};
  }
  const syntax::Name whole{name.text, span};
  if (!find_field(checker, entity, name.text) && !is_value(checker, Scope{.entity = entity}, name.text)) {
    report_unknown(checker, name, field_names(checker, entity));
    return {};
  }
  if (of == &scope) return resolve(checker, Scope{.entity = entity, .outer = scope.outer, .reference = scope.reference}, whole, nullptr);
  auto field = find_field(checker, entity, name.text);
  if (!field || field->broken) return {};
  return read_referred(checker, *scope.entity, read_field(checker, *scope.entity, scope.reference, span, false), field->index, span);
}

}  // namespace

Maybe check_member(Checker& checker, const Scope& scope, const syntax::Member& node, Span span) {
  if (auto entity = entity_named(checker, scope, node.object)) return check_qualified(checker, scope, *entity, node.field, span);
  Maybe object = check(checker, scope, node.object);
  if (!object) return {};
  const Type type = checker.type(*object);
  if (type.kind != Kind::reference || !column_of(checker, *object)) {
    Bilingual is = describe(checker.program, type);
    checker.report(Fault::no_fields, checker.expr(*object).span, {{"found", is.en}, {"found_zh", is.zh}});
    return {};
  }
  auto field = find_field(checker, type.entity, node.field.text);
  if (!field) {
    report_unknown(checker, node.field, field_names(checker, type.entity));
    return {};
  }
  if (field->broken) return {};
  return read_referred(checker, *scope.entity, *object, field->index, span);
}

Maybe read_referred(Checker& checker, EntityId entity, ExprId reference, FieldIndex target, Span span) {
  const FieldIndex from = *column_of(checker, reference);
  const EntityId to = checker.type(reference).entity;
  Field column = checker.program.entities[to].fields[target];
  const std::optional<ExprId> fallback = column.fallback;
  column.name = checker.program.entities[entity].fields[from].name + "." + column.name;
  column.label = column.name;
  column.key = column.required = false;
  column.fallback.reset();
  column.origin = Referred{from, target, to};
  const Type type = column.type;
  Range range = type.kind == Kind::number ? column.range : Range{};
  if (fallback && type.kind == Kind::number) range = hull(range, checker.expr(*fallback).range);
  const FieldIndex index = hidden_field(checker, entity, std::move(column));
  return make(checker, ReferredValue{reference, index, fallback}, type, span, range);
}

void check_references(Checker& checker) {
  for (size_t i = 0; i < checker.program.entities.size(); ++i) {
    const Entity& entity = checker.program.entities[Store<Entity>::id_at(i)];
    for (size_t f = 0; f < entity.fields.size(); ++f) {
      const Field& field = entity.fields[f];
      if (field.type.kind != Kind::reference || checker.broken_fields[i][f]) continue;
      const Entity& target = checker.program.entities[field.type.entity];
      const auto keys = std::count_if(target.fields.begin(), target.fields.end(), [](const Field& one) { return one.key; });
      const auto texts = std::count_if(target.fields.begin(), target.fields.end(),
                                       [](const Field& one) { return one.key && one.type.kind == Kind::text; });
      if (keys == 1 && texts == 1) continue;
      checker.report(Fault::reference_needs_key, field.span, {{"entity", target.name}}).also(target.span, "declared here", "在此声明");
      checker.broken_fields[i][f] = true;
    }
  }
}

}  // namespace huice::rules
