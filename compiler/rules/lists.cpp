// Lists of texts from files: membership.
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"

namespace huice::rules {
namespace {

constexpr size_t most_spans = 16;  // entries of one text in a dated list

Field list_column(const List& list, ListId id, FieldIndex field, const std::string& name, ListPart part, uint32_t span) {
  Field column;
  column.type.kind = part == ListPart::member ? Kind::boolean : Kind::date;
  column.name = name + " in " + list.name + (part == ListPart::member ? "" : (part == ListPart::from ? " from " : " to ") + std::to_string(span + 1));
  column.label = column.name;
  column.origin = Listed{id, field, part, span};
  return column;
}

/// The field whose text is looked up, own or referred to; its default stands in for a missing text afterwards.
std::optional<FieldIndex> looked_up(const Checker& checker, ExprId item) {
  const auto& node = checker.expr(item).node;
  if (auto* field = std::get_if<FieldValue>(&node)) return field->field;
  if (auto* referred = std::get_if<ReferredValue>(&node); referred && !referred->fallback) return referred->column;
  return {};
}

}  // namespace

void check_lists(Checker& checker) {
  for (size_t i = 0; i < checker.program.lists.size(); ++i) {
    const syntax::Item& item = *checker.list_items[i];
    const auto& written = std::get<syntax::List>(item.node);
    auto type = check_type(checker, written.type);
    if (!type) continue;
    if (type->type.kind != Kind::text) {
      report_mismatch(checker, written.type.span, type->type, Type{.kind = Kind::text});
      continue;
    }
    List& list = checker.program.lists[Store<List>::id_at(i)];
    auto file = checker.load_list(written, item.name ? item.name->span : item.span);
    if (!file) continue;
    list.path = std::move(file->path);
    list.digest = std::move(file->digest);
    list.entries = std::move(file->entries);
    list.names = std::move(file->names);
    if (list.entries->most_spans() > most_spans) {
      checker.report(Fault::too_large, written.from.span,
                     {{"what", "a list"}, {"what_zh", "名单"}, {"limit", std::to_string(most_spans)},
                      {"parts", "entries of one text"}, {"parts_zh", "个相同文本的条目"}});
      list.entries.reset();
    }
  }
}

Maybe check_in_list(Checker& checker, const Scope& scope, const syntax::In& node, Span span) {
  const syntax::Expr* collection = &checker.tree.exprs[strip(checker, node.collection)];
  std::optional<syntax::ExprId> at;
  if (auto* dated = std::get_if<syntax::AtDate>(&collection->node)) {
    at = dated->date;
    collection = &checker.tree.exprs[strip(checker, dated->value)];
  }
  const ListId id{checker.globals.at(std::get<syntax::NameUse>(collection->node).name.text).index};
  const List& list = checker.program.lists[id];
  Maybe item = check_as(checker, scope, node.item, Type{.kind = Kind::text});
  Maybe day = at ? check_day(checker, scope, *at) : Maybe{};
  if (!list.entries || !item || (at && !day)) return {};
  const bool dated = list.entries->dated();
  if (at && !dated) {
    checker.report(Fault::list_not_dated, collection->span, {{"list", list.name}});
    return {};
  }
  auto field = looked_up(checker, *item);
  if (!field || !scope.entity) {
    checker.report(Fault::list_needs_field, checker.expr(*item).span);
    return {};
  }
  ListMember member{*item, id, {}, day};
  const std::string name = checker.program.entities[*scope.entity].fields[*field].name;
  auto add = [&](ListPart part, uint32_t n) {
    member.columns.push_back(hidden_field(checker, *scope.entity, list_column(list, id, *field, name, part, n)));
  };
  if (!dated) add(ListPart::member, 0);
  for (uint32_t n = 0; dated && n < list.entries->most_spans(); ++n) {
    add(ListPart::from, n);
    add(ListPart::to, n);
  }
  Maybe found = make(checker, std::move(member), Type{.kind = Kind::boolean}, span);
  if (!found || !node.negated) return found;
  return make(checker, Not{*found}, Type{.kind = Kind::boolean}, span);
}

}  // namespace huice::rules
