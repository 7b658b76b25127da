#include "compiler/rules/aggregate_members.h"

namespace huice::rules {
namespace {

/// Whose rows are meant, and through which of their references, as far as the expression says it.
struct Mentions {
  std::optional<EntityId> entity;
  std::optional<syntax::Name> via;
};

struct Search {
  const Checker& checker;
  const Scope& scope;
  Mentions found;

  void in(syntax::ExprId id) {
    if (!id.valid()) return;
    std::visit([&](const auto& node) { look(node); }, checker.tree.exprs[id].node);
  }
  void look(const syntax::NameUse& node) {
    if (found.entity || is_value(checker, scope, node.name.text)) return;
    auto declared = checker.globals.find(node.name.text);
    if (declared == checker.globals.end() || declared->second.kind != NameKind::entity) return;
    if (EntityId id{declared->second.index}; id != scope.entity) found.entity = id;
  }
  void look(const syntax::Member& node) { in(node.object); }
  void look(const syntax::Via& node) {
    if (!found.via) found.via = node.field;
    in(node.object);
  }
  void look(const syntax::Negate& node) { in(node.operand); }
  void look(const syntax::Not& node) { in(node.operand); }
  void look(const syntax::IsGiven& node) { in(node.operand); }
  void look(const syntax::Parenthesised& node) { in(node.inner); }
  void look(const syntax::Rounded& node) { in(node.value); }
  void look(const syntax::Arithmetic& node) { in(node.left), in(node.right); }
  void look(const syntax::Compare& node) { in(node.left), in(node.right); }
  void look(const syntax::Logic& node) { in(node.left), in(node.right); }
  void look(const syntax::Bound& node) { in(node.value), in(node.bound); }
  void look(const syntax::Default& node) { in(node.value), in(node.fallback); }
  void look(const syntax::In& node) { in(node.item), in(node.collection); }
  void look(const syntax::StartsWith& node) { in(node.value); }
  void look(const syntax::AtDate& node) { in(node.value); }
  void look(const syntax::Call& node) {
    for (syntax::ExprId argument : node.arguments) in(argument);
  }
  void look(const syntax::Match& node) {
    if (node.selector) in(*node.selector);
    for (const auto& arm : node.arms) {
      for (syntax::ExprId key : arm.keys) in(key);
      in(arm.value);
    }
  }
  template <class Node>
  void look(const Node&) {}
};

/// The member's field that refers to the owner.
std::optional<FieldIndex> find_reference(Checker& checker, EntityId owner, EntityId member, const std::optional<syntax::Name>& via, Span span) {
  const Entity& entity = checker.program.entities[member];
  auto refers = [&](const Field& field) { return field.in_data() && field.type.kind == Kind::reference && field.type.entity == owner; };
  const std::string& owner_name = checker.program.entities[owner].name;
  if (via) {
    auto field = find_field(checker, member, via->text);
    if (!field) {
      report_unknown(checker, *via, field_names(checker, member));
      return {};
    }
    if (field->broken) return {};
    if (refers(entity.fields[field->index])) return field->index;
    checker.report(Fault::no_reference, via->span, {{"member", entity.name + "." + via->text}, {"owner", owner_name}});
    return {};
  }
  std::vector<FieldIndex> found;
  for (FieldIndex i = 0; i < entity.fields.size(); ++i) {
    if (!refers(entity.fields[i])) continue;
    if (checker.broken_fields[member.value][i]) return {};
    found.push_back(i);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    checker.report(Fault::no_reference, span, {{"member", entity.name}, {"owner", owner_name}});
    return {};
  }
  const std::string &one = entity.fields[found[0]].name, &two = entity.fields[found[1]].name;
  checker.report(Fault::ambiguous_reference, span, {{"member", entity.name}, {"owner", owner_name}, {"one", one}, {"two", two}})
      .hint("say which: `" + entity.name + " via " + one + "`", "请写明：“" + entity.name + " 经 " + one + "”");
  return {};
}

}  // namespace

bool find_members(Checker& checker, const Scope& scope, const syntax::Aggregate* written, Aggregate& made, Span span) {
  Search search{checker, scope, {}};
  if (written) search.in(written->value);
  if (written && written->where) search.in(*written->where);
  const Mentions& mentions = search.found;
  if (scope.target) {
    made.member = scope.target->entity;
    made.buckets = scope.target->buckets;
    if (!mentions.entity || mentions.entity == made.member) return true;
    const std::string& over = checker.program.entities[made.member].name;
    checker.report(Fault::target_over_other, span, {{"entity", over}})
        .hint("declare `let NAME of " + over + " = …` and aggregate that", "先声明“令 名称 属 " + over + " = …”，再对它汇总");
    return false;
  }
  if (!mentions.entity) {
    checker.report(Fault::aggregate_of_what, span);
    return false;
  }
  made.member = *mentions.entity;
  made.reference = find_reference(checker, *scope.entity, made.member, mentions.via, span);
  return made.reference.has_value();
}

}  // namespace huice::rules
