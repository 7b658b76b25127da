// The program's one namespace: every declaration of every file, in order, before anything is checked.
#include <set>

#include "compiler/rules/checker.h"

namespace huice::rules {
namespace {

/// `type 金额 = …`: no field could ever have it, `金额` there is money.
void check_type_name(Checker& checker, const syntax::Item& item) {
  static const std::set<std::string> basic{"money", "percent", "integer", "count", "text", "bool", "date", "datetime", "period",
                                           "金额",  "比例",    "整数",    "计数",  "文本", "是否", "日期", "时间",     "期限"};
  if (!item.name || !basic.contains(item.name->text)) return;
  checker.report(Fault::basic_type_name, item.name->span, {{"name", item.name->text}}).hint("choose another name", "请另取名称");
}

struct Declare {
  Checker& checker;
  const syntax::Item& item;

  void add(NameKind kind, uint32_t index) {
    if (!item.name) return;
    auto [at, is_new] = checker.globals.try_emplace(item.name->text, Declared{kind, index, item.name->span});
    if (!is_new) report_duplicate(checker, *item.name, at->second.span);
  }
  std::string name() const { return item.name ? item.name->text : std::string(); }
  std::string label() const { return item.label ? item.label->text : name(); }
  Span span() const { return item.name ? item.name->span : item.span; }

  void operator()(const syntax::Use&) {}
  void operator()(const syntax::Scenario&) {}
  void operator()(const syntax::ScenarioTable&) {}
  void operator()(const syntax::Document&) {
    Document document;
    document.name = name();
    document.label = label();
    document.span = span();
    checker.document_items.push_back(&item);
    add(NameKind::document, checker.program.documents.add(std::move(document)).value);
  }
  void operator()(const syntax::TypeAlias&) {
    check_type_name(checker, item);
    checker.types.push_back({&item, Progress::untouched, {}});
    add(NameKind::type, static_cast<uint32_t>(checker.types.size() - 1));
  }
  void operator()(const syntax::Entity&) {
    check_type_name(checker, item);
    checker.entity_items.push_back(&item);
    checker.field_names.emplace_back();
    checker.broken_fields.emplace_back();
    add(NameKind::entity, checker.program.entities.add({name(), label(), {}, span()}).value);
  }
  void operator()(const syntax::Parameter&) {
    checker.parameter_items.push_back(&item);
    checker.broken_parameters.push_back(true);
    add(NameKind::parameter, checker.program.parameters.add({name(), label(), {}, {}, span()}).value);
  }
  void operator()(const syntax::Let& let) {
    if (!item.name) return;
    add(NameKind::let, declare_let(checker, *item.name, item.label, let, {}, item.span).value);
  }
  void operator()(const syntax::Measure&) {
    Measure measure;
    measure.name = name();
    measure.label = label();
    measure.span = span();
    checker.measure_items.push_back(&item);
    add(NameKind::measure, checker.program.measures.add(std::move(measure)).value);
  }
  void operator()(const syntax::Function&) {
    if (!item.name) return;
    checker.functions.push_back({&item});
    add(NameKind::function, static_cast<uint32_t>(checker.functions.size() - 1));
  }
  void operator()(const syntax::Table&) {
    if (!item.name) return;
    checker.tables.push_back({&item});
    add(NameKind::table, static_cast<uint32_t>(checker.tables.size() - 1));
  }
  void operator()(const syntax::List&) {
    checker.list_items.push_back(&item);
    add(NameKind::list, checker.program.lists.add({name(), label(), {}, {}, nullptr, span()}).value);
  }
  void operator()(const syntax::Limit&) {}
  void operator()(const syntax::Choose&) {}
  void operator()(const syntax::Pool&) {
    Pool pool;
    pool.name = name();
    pool.label = label();
    pool.span = span();
    checker.pool_items.push_back(&item);
    add(NameKind::pool, checker.program.pools.add(std::move(pool)).value);
  }
  void operator()(const syntax::Target&) {
    checker.target_items.push_back(&item);
    Target target;
    target.name = name();
    target.label = label();
    target.span = span();
    add(NameKind::target, checker.program.targets.add(std::move(target)).value);
  }
};

}  // namespace

void declare_all(Checker& checker) {
  for (const syntax::File& file : checker.tree.files) {
    for (const syntax::Item& item : file.items) std::visit(Declare{checker, item}, item.node);
  }
  for (LetState& state : checker.lets) {
    if (!state.let->entity) continue;
    if (auto entity = find_declared(checker, *state.let->entity, NameKind::entity)) {
      state.scope.entity = EntityId{*entity};
    } else {
      state.scope.unsure = true;
    }
  }
}

}  // namespace huice::rules
