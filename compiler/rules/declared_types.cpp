// Types as declared: money, quantity of 亩, one of { … }, a name of another type.
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"

namespace huice::rules {
namespace {

using Declaration = std::optional<DeclaredType>;

Type simple(Kind kind) { return {.kind = kind, .dimension = {}, .share = Share::none, .choice = {}}; }

Declaration check_node(Checker&, const syntax::BasicType& basic, Span) {
  switch (basic) {
    case syntax::BasicType::money: {
      DeclaredType money{.type = {}, .form = Form::money, .unit = {}};
      money.type.dimension = find_unit("元")->dimension;
      money.unit = CellUnit{"元", 1};
      return money;
    }
    case syntax::BasicType::percent: {
      DeclaredType percent{.type = {}, .form = Form::percent, .unit = {}};
      percent.type.share = Share::percent;
      return percent;
    }
    case syntax::BasicType::integer:
    case syntax::BasicType::count:
      return DeclaredType{.type = {}, .form = Form::integer, .unit = {}};
    case syntax::BasicType::text:
      return DeclaredType{.type = simple(Kind::text), .unit = {}};
    case syntax::BasicType::boolean:
      return DeclaredType{.type = simple(Kind::boolean), .unit = {}};
    case syntax::BasicType::date:
      return DeclaredType{.type = simple(Kind::date), .unit = {}};
    case syntax::BasicType::datetime:
      return DeclaredType{.type = simple(Kind::datetime), .unit = {}};
    case syntax::BasicType::period:
      return DeclaredType{.type = simple(Kind::period), .unit = {}};
  }
  return {};
}

Declaration check_node(Checker& checker, const syntax::OneOf& one_of, Span span) {
  constexpr size_t most_members = 65535;
  Choice choice;
  std::map<std::string, Span> seen;
  bool whole = true;
  auto add = [&](const std::string& text, Span at) {
    auto [first, is_new] = seen.try_emplace(text, at);
    if (is_new) return;
    report_duplicate(checker, {text, at}, first->second);
    whole = false;
  };
  for (const syntax::EnumMember& member : one_of.members) {
    add(member.name.text, member.name.span);
    // Data files use labels too, so a label may not be another member's name or label.
    if (member.label && member.label->text != member.name.text) add(member.label->text, member.label->span);
    choice.members.push_back({member.name.text, member.label ? member.label->text : member.name.text});
  }
  if (choice.members.size() > most_members) {
    checker.report(Fault::too_large, span,
                   {{"what", "`one of`"},
                    {"what_zh", "“单选”"},
                    {"limit", std::to_string(most_members)},
                    {"parts", "members"},
                    {"parts_zh", "项"}});
    return {};
  }
  if (!whole) return {};
  Type type = simple(Kind::choice);
  type.choice = checker.program.choices.add(std::move(choice));
  return DeclaredType{.type = type, .unit = {}};
}

Declaration check_alias(Checker& checker, TypeState& state, const syntax::Name& use);

Declaration check_node(Checker& checker, const syntax::SetOf& set_of, Span span) {
  auto index = find_declared(checker, set_of.type, NameKind::type);
  if (!index) return {};
  auto members = check_alias(checker, checker.types[*index], set_of.type);
  if (!members) return {};
  if (members->type.kind != Kind::choice) {
    Bilingual is = describe(checker.program, members->type);
    checker.report(Fault::set_of_what, set_of.type.span, {{"found", is.en}, {"found_zh", is.zh}});
    return {};
  }
  if (checker.program.choices[members->type.choice].members.size() > MemberSet::most) {
    checker.report(Fault::too_large, span,
                   {{"what", "`set of`"},
                    {"what_zh", "“多选”"},
                    {"limit", std::to_string(MemberSet::most)},
                    {"parts", "members"},
                    {"parts_zh", "项"}});
    return {};
  }
  members->type.kind = Kind::set;
  return members;
}

Declaration of_unit(Checker& checker, const syntax::UnitSuffix& suffix) {
  auto scaled = check_suffix(checker, suffix);
  if (!scaled) return {};
  if (scaled->type.share != Share::none) {
    checker.report(Fault::unit_not_allowed, suffix.span, {{"unit", suffix.unit}}).hint("write `percent`", "请写“比例”");
    return {};
  }
  DeclaredType result{.type = scaled->type, .form = Form::quantity, .unit = CellUnit{suffix_name(suffix), scaled->factor}};
  // 人, 家, 元/人 …: a count; money per person is money.
  if (result.type.dimension.none()) result.form = Form::integer;
  if (is_money(result.type.dimension)) result.form = Form::money;
  return result;
}

Declaration check_node(Checker& checker, const syntax::QuantityOf& quantity, Span) {
  return of_unit(checker, quantity.unit);
}
Declaration check_node(Checker& checker, const syntax::UnitPrice& price, Span) { return of_unit(checker, price.unit); }

/// The parser has seen to it that digits are 0 to 9.
Declaration check_node(Checker&, const syntax::DecimalOf& decimal, Span) {
  return DeclaredType{.type = {}, .form = Form::decimal, .unit = {}, .digits = decimal.digits};
}

Declaration check_alias(Checker& checker, TypeState& state, const syntax::Name& use) {
  if (state.progress == Progress::done) return state.type;
  if (state.progress == Progress::visiting) {
    checker.report(Fault::cyclic_definition, use.span, {{"name", use.text}});
    return {};
  }
  state.progress = Progress::visiting;
  const auto& alias = std::get<syntax::TypeAlias>(state.item->node);
  state.type = check_type(checker, alias.type);
  state.progress = Progress::done;
  if (state.type && state.type->type.kind == Kind::choice) {
    Choice& choice = checker.program.choices[state.type->type.choice];
    if (choice.name.empty() && state.item->name) choice.name = state.item->name->text;
  }
  return state.type;
}

Declaration check_node(Checker& checker, const syntax::NamedType& named, Span span) {
  auto found = checker.globals.find(named.name.text);
  if (found != checker.globals.end() && found->second.kind == NameKind::entity) {
    Type type = simple(Kind::reference);
    type.entity = EntityId{found->second.index};
    return DeclaredType{.type = type, .unit = {}};
  }
  const Unit* unit = find_unit(named.name.text);
  if (found == checker.globals.end() && unit && is_money(unit->dimension)) {
    syntax::UnitSuffix suffix;
    suffix.unit = named.name.text;
    suffix.span = span;
    return of_unit(checker, suffix);
  }
  auto index = find_declared(checker, named.name, NameKind::type);
  if (!index) return {};
  return check_alias(checker, checker.types[*index], named.name);
}

}  // namespace

Type money_type() {
  Type money;
  money.dimension = find_unit("元")->dimension;
  return money;
}

std::optional<DeclaredType> check_type(Checker& checker, const syntax::Type& type) {
  return std::visit([&](const auto& node) { return check_node(checker, node, type.span); }, type.node);
}

}  // namespace huice::rules
