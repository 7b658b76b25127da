// Which names the program declares, and what a name in an expression stands for.
#include <algorithm>

#include "base/unicode/closest.h"
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

Bilingual describe(NameKind kind) {
  switch (kind) {
    case NameKind::document:
      return {"a document", "文件"};
    case NameKind::type:
      return {"a type", "类型"};
    case NameKind::entity:
      return {"an entity", "主体"};
    case NameKind::parameter:
      return {"a parameter", "参数"};
    case NameKind::let:
      return {"a let", "令"};
    case NameKind::function:
      return {"a function", "函数"};
    case NameKind::table:
      return {"a table", "表"};
    case NameKind::measure:
      return {"a measure", "措施"};
    case NameKind::list:
      return {"a list", "名单"};
    case NameKind::target:
      return {"a target", "目标"};
    case NameKind::pool:
      return {"a pool", "资金池"};
  }
  return {};
}

void report_wrong_kind(Checker& checker, const syntax::Name& name, const Declared& found, const Bilingual& wanted) {
  Bilingual is = describe(found.kind);
  checker
      .report(Fault::wrong_kind_of_name, name.span,
              {{"name", name.text}, {"found", is.en}, {"found_zh", is.zh}, {"wanted", wanted.en}, {"wanted_zh", wanted.zh}})
      .also(found.span, "declared here", "在此声明");
}

std::string labelled_name(const Choice& choice, const std::string& label) {
  for (const ChoiceMember& member : choice.members) {
    if (member.label == label) return member.name;
  }
  return {};
}

bool is_value_kind(NameKind kind) { return kind == NameKind::parameter || kind == NameKind::let; }

const Declared* find_global(const Checker& checker, const std::string& name) {
  auto found = checker.globals.find(name);
  return found == checker.globals.end() ? nullptr : &found->second;
}

std::optional<ExprId> find_argument(const Scope& scope, const std::string& name) {
  if (!scope.arguments) return {};
  auto found = scope.arguments->find(name);
  if (found == scope.arguments->end()) return {};
  return found->second;
}

std::optional<LetId> find_own_let(const Scope& scope, const std::string& name) {
  if (!scope.lets) return {};
  auto found = scope.lets->find(name);
  if (found == scope.lets->end()) return {};
  return found->second;
}

/// Everything that the name could have been meant to be.
std::vector<std::string> known_names(const Checker& checker, const Scope& scope, const Type* expected) {
  std::vector<std::string> names;
  if (expected && expected->kind == Kind::choice) {
    for (const auto& member : checker.program.choices[expected->choice].members) names.push_back(member.name);
  }
  if (scope.constant) return names;
  if (scope.arguments) {
    for (const auto& [name, argument] : *scope.arguments) names.push_back(name);
  }
  if (scope.lets) {
    for (const auto& [name, let] : *scope.lets) names.push_back(name);
  }
  if (scope.entity) {
    for (const auto& [name, field] : checker.field_names[scope.entity->value]) names.push_back(name);
  }
  for (const auto& [name, declared] : checker.globals) {
    if (is_value_kind(declared.kind)) names.push_back(name);
  }
  return names;
}

/// A name that is a label: which name it labels.
std::string name_with_label(const Checker& checker, const Scope& scope, const Type* expected, const std::string& label) {
  if (expected && expected->kind == Kind::choice) {
    std::string name = labelled_name(checker.program.choices[expected->choice], label);
    if (!name.empty()) return name;
  }
  if (scope.constant) return {};
  if (scope.entity) {
    for (const Field& field : checker.program.entities[*scope.entity].fields) {
      if (field.label == label) return field.name;
    }
  }
  if (scope.lets) {
    for (const auto& [name, let] : *scope.lets) {
      if (checker.program.lets[let].label == label) return name;
    }
  }
  for (const Parameter& parameter : checker.program.parameters) {
    if (parameter.label == label) return parameter.name;
  }
  return {};
}

Maybe use_let(Checker& checker, const Scope& scope, LetId let, const syntax::Name& name) {
  const std::optional<EntityId>& owner = checker.lets[let.value].scope.entity;
  if (owner && owner != scope.entity) {
    if (checker.lets[let.value].scope.unsure || scope.unsure) return {};
    checker.report(Fault::let_of_other_entity, name.span,
                   {{"name", name.text}, {"entity", checker.program.entities[*owner].name}});
    return {};
  }
  Maybe value = check_let(checker, let, &name);
  if (!value) return {};
  const Expr& expr = checker.expr(*value);
  return make(checker, LetValue{let}, expr.type, name.span,
              expr.type.kind == Kind::number ? within_let_limit(expr.range) : Range{});
}

Maybe use_parameter(Checker& checker, ParameterId parameter, Span span) {
  if (checker.broken_parameters[parameter.value]) return {};
  const Parameter& declared = checker.program.parameters[parameter];
  if (declared.values.empty()) return make(checker, ParameterValue{parameter, {}}, declared.type, span, declared.range);
  Range range = checker.expr(declared.values.front().value).range;
  for (const auto& dated : declared.values) range = hull(range, checker.expr(dated.value).range);
  return make(checker, ParameterValue{parameter, {}}, declared.type, span, range);
}

/// The name as a value; only called where is_value says so.
Maybe resolve_value(Checker& checker, const Scope& scope, const syntax::Name& name) {
  if (auto argument = find_argument(scope, name.text)) return copy_at(checker, *argument, name.span);
  if (auto let = find_own_let(scope, name.text)) return use_let(checker, scope, *let, name);
  const Declared* global = find_global(checker, name.text);
  if (scope.entity) {
    if (auto field = find_field(checker, *scope.entity, name.text)) {
      if (field->broken) return {};
      if (global && (global->kind == NameKind::parameter || global->kind == NameKind::let)) {
        Bilingual hidden = describe(global->kind);
        checker
            .report(Fault::hidden_name, name.span,
                    {{"name", name.text},
                     {"entity", checker.program.entities[*scope.entity].name},
                     {"hidden", hidden.en},
                     {"hidden_zh", hidden.zh}})
            .also(global->span, "declared here", "在此声明");
      }
      return read_field(checker, *scope.entity, field->index, name.span, true);
    }
  }
  if (global->kind == NameKind::parameter) return use_parameter(checker, ParameterId{global->index}, name.span);
  return use_let(checker, scope, LetId{global->index}, name);
}

Maybe make_member(Checker& checker, const Type& type, uint16_t code, Span span) {
  return make(checker, ChoiceValue{code}, type, span);
}

/// A member's name where nothing says which `one of` is meant: taken when only one has it.
Maybe resolve_lone_member(Checker& checker, const syntax::Name& name, bool& found) {
  std::vector<ChoiceId> owners;
  for (size_t i = 0; i < checker.program.choices.size(); ++i) {
    ChoiceId choice = Store<Choice>::id_at(i);
    if (find_member(checker.program.choices[choice], name.text, false)) owners.push_back(choice);
  }
  found = !owners.empty();
  if (owners.empty()) return {};
  Type type{.kind = Kind::choice, .dimension = {}, .share = Share::none, .choice = owners.front()};
  if (owners.size() == 1) {
    return make_member(checker, type, *find_member(checker.program.choices[owners[0]], name.text, false), name.span);
  }
  Bilingual one = describe(checker.program, type);
  type.choice = owners[1];
  Bilingual two = describe(checker.program, type);
  checker.report(Fault::ambiguous_name, name.span,
                 {{"name", name.text}, {"one", one.en}, {"one_zh", one.zh}, {"two", two.en}, {"two_zh", two.zh}});
  return {};
}

/// A value and a member of the expected type have the same name: the value is meant only if it could be compared.
Maybe resolve_clash(Checker& checker, const Scope& scope, const syntax::Name& name, const Type& expected, uint16_t code) {
  auto let = find_own_let(scope, name.text);
  bool visiting = let && checker.lets[let->value].progress == Progress::visiting;
  if (visiting) return make_member(checker, expected, code, name.span);
  Maybe value = resolve_value(checker, scope, name);
  if (!value) return {};
  if (checker.type(*value) != expected) return make_member(checker, expected, code, name.span);
  Bilingual one = describe(checker.program, expected);
  checker
      .report(Fault::ambiguous_name, name.span,
              {{"name", name.text}, {"one", one.en}, {"one_zh", one.zh}, {"two", "a value"}, {"two_zh", "一个值"}})
      .hint("rename one of them", "请改其中一个的名称");
  return {};
}

bool is_field_somewhere(const Checker& checker, const std::string& name) {
  return std::any_of(checker.field_names.begin(), checker.field_names.end(),
                     [&](const auto& fields) { return fields.count(name) > 0; });
}

Maybe report_unknown_value(Checker& checker, const Scope& scope, const syntax::Name& name, const Type* expected) {
  if (const Declared* global = find_global(checker, name.text)) {
      if (scope.constant && is_value_kind(global->kind)) {
      checker.report(Fault::not_constant, name.span);
    } else {
      report_wrong_kind(checker, name, *global, {"a value", "一个值"});
    }
    return {};
  }
  if (scope.unsure) return {};
  if (scope.target && find_field(checker, scope.target->entity, name.text)) {
    checker.report(Fault::target_needs_aggregate, name.span, {{"name", name.text}, {"entity", checker.program.entities[scope.target->entity].name}})
        .hint("`sum(" + name.text + ")`, `max(" + name.text + ")`, `count(… " + name.text + " …)`",
              "“合计(" + name.text + ")”、“最大(" + name.text + ")”或“计数(… " + name.text + " …)”");
    return {};
  }
  if (scope.constant && is_field_somewhere(checker, name.text)) {
    checker.report(Fault::not_constant, name.span);
    return {};
  }
  std::string meant = name_with_label(checker, scope, expected, name.text);
  if (!meant.empty()) {
    checker.report(Fault::label_as_name, name.span, {{"label", name.text}, {"name", meant}}).fix(name.span, meant);
    return {};
  }
  auto known = known_names(checker, scope, expected);
  if (expected && expected->kind == Kind::choice) {
    Bilingual of = describe(checker.program, *expected);
    auto& diagnostic =
        checker.report(Fault::unknown_member, name.span, {{"name", name.text}, {"type", of.en}, {"type_zh", of.zh}});
    if (auto close = unicode::closest(name.text, known))
      diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
    return {};
  }
  report_unknown(checker, name, known);
  return {};
}

}  // namespace

void report_duplicate(Checker& checker, const syntax::Name& name, Span first) {
  checker.report(Fault::duplicate_name, name.span, {{"name", name.text}}).also(first, "first declared here", "首次声明于此");
}

void report_unknown(Checker& checker, const syntax::Name& name, const std::vector<std::string>& known) {
  auto& diagnostic = checker.report(Fault::unknown_name, name.span, {{"name", name.text}});
  if (auto close = unicode::closest(name.text, known))
    diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
}

/// The first few, behind `before`; nothing where there are none.
static std::string listed(const std::vector<std::string>& names, const char* before, const char* between) {
  constexpr size_t most = 6;
  std::string text;
  for (size_t i = 0; i < names.size() && i < most; ++i) text += (i == 0 ? before : between) + names[i];
  return names.size() > most ? text + between + "…" : text;
}

std::optional<uint32_t> find_declared(Checker& checker, const syntax::Name& name, NameKind kind) {
  const Declared* found = find_global(checker, name.text);
  if (found && found->kind == kind) return found->index;
  if (found) {
    report_wrong_kind(checker, name, *found, describe(kind));
    return {};
  }
  std::vector<std::string> known;
  for (const auto& [other, declared] : checker.globals) {
    if (declared.kind == kind) known.push_back(other);
  }
  const Bilingual wanted = describe(kind);
  auto& diagnostic = checker.report(Fault::unknown_name, name.span, {{"name", name.text}});
  if (auto close = unicode::closest(name.text, known)) {
    diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
  } else {
    diagnostic.hint(wanted.en + " is needed here" + listed(known, "; there is ", ", "), "此处需要" + wanted.zh + listed(known, "，可用：", "、"));
  }
  return {};
}

std::optional<FieldHit> find_field(const Checker& checker, EntityId entity, const std::string& name) {
  const auto& names = checker.field_names[entity.value];
  auto found = names.find(name);
  if (found == names.end()) return {};
  return FieldHit{found->second, checker.broken_fields[entity.value][found->second]};
}

std::vector<std::string> field_names(const Checker& checker, EntityId entity) {
  std::vector<std::string> names;
  for (const Field& field : checker.program.entities[entity].fields) {
    if (field.in_data()) names.push_back(field.name);
  }
  return names;
}

bool is_value(const Checker& checker, const Scope& scope, const std::string& name) {
  if (scope.constant) return false;
  if (find_argument(scope, name) || find_own_let(scope, name)) return true;
  if (scope.entity && find_field(checker, *scope.entity, name)) return true;
  const Declared* global = find_global(checker, name);
  return global && is_value_kind(global->kind);
}

Maybe resolve(Checker& checker, const Scope& scope, const syntax::Name& name, const Type* expected) {
  std::optional<uint16_t> member;
  if (expected && expected->kind == Kind::choice)
    member = find_member(checker.program.choices[expected->choice], name.text, false);
  bool value = is_value(checker, scope, name.text);
  // Inside an aggregate the members' names win; what only their owner has is read through the reference to it.
  if (!value && !member && scope.outer && scope.outer->entity) {
    if (auto field = find_field(checker, *scope.outer->entity, name.text)) {
      if (field->broken) return {};
      return read_referred(checker, *scope.entity, read_field(checker, *scope.entity, scope.reference, name.span, false), field->index,
                           name.span);
    }
  }
  if (value && member) return resolve_clash(checker, scope, name, *expected, *member);
  if (value) return resolve_value(checker, scope, name);
  if (member) return make_member(checker, *expected, *member, name.span);
  if (!expected) {
    bool found = false;
    Maybe lone = resolve_lone_member(checker, name, found);
    if (found) return lone;
  }
  return report_unknown_value(checker, scope, name, expected);
}

FieldIndex hidden_field(Checker& checker, EntityId entity, Field field) {
  std::vector<Field>& fields = checker.program.entities[entity].fields;
  auto same = [&](const Field& other) { return !other.in_data() && other.name == field.name; };
  auto found = std::find_if(fields.begin(), fields.end(), same);
  if (found != fields.end()) return static_cast<FieldIndex>(found - fields.begin());
  fields.push_back(std::move(field));
  checker.broken_fields[entity.value].push_back(false);
  return static_cast<FieldIndex>(fields.size() - 1);
}

ExprId read_field(Checker& checker, EntityId entity, FieldIndex index, Span span, bool with_default) {
  const Field& field = checker.program.entities[entity].fields[index];
  Range range = field.type.kind == Kind::number ? field.range : Range{};
  ExprId raw = *make(checker, FieldValue{index}, field.type, span, range);
  if (!with_default || !field.fallback) return raw;
  if (field.type.kind == Kind::number) range = hull(range, checker.expr(*field.fallback).range);
  return *make(checker, Default{raw, *field.fallback}, field.type, span, range);
}

std::optional<uint16_t> find_member(const Choice& choice, const std::string& text, bool labels) {
  auto named = [&](const ChoiceMember& member) { return member.name == text; };
  auto labelled = [&](const ChoiceMember& member) { return member.label == text; };
  auto found = std::find_if(choice.members.begin(), choice.members.end(), named);
  if (found == choice.members.end() && labels) found = std::find_if(choice.members.begin(), choice.members.end(), labelled);
  if (found == choice.members.end()) return {};
  return static_cast<uint16_t>(found - choice.members.begin());
}

Maybe member_by_text(Checker& checker, const Type& type, const std::string& text, Span span) {
  const Choice& choice = checker.program.choices[type.choice];
  if (auto code = find_member(choice, text, true)) return make_member(checker, type, *code, span);
  Bilingual of = describe(checker.program, type);
  std::vector<std::string> known;
  for (const auto& member : choice.members) {
    known.push_back(member.name);
    known.push_back(member.label);
  }
  auto& diagnostic = checker.report(Fault::unknown_member, span, {{"name", text}, {"type", of.en}, {"type_zh", of.zh}});
  if (auto close = unicode::closest(text, known))
    diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
  return {};
}

}  // namespace huice::rules
