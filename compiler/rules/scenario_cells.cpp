#include "compiler/rules/scenario_cells.h"

namespace huice::rules {
namespace {

std::optional<syntax::Name> name_in(Checker& checker, syntax::ExprId id) {
  const syntax::Expr& expr = checker.tree.exprs[id];
  if (auto* use = std::get_if<syntax::NameUse>(&expr.node)) return use->name;
  if (auto* text = std::get_if<syntax::TextLiteral>(&expr.node)) return syntax::Name{text->value, expr.span};
  if (!std::holds_alternative<syntax::Broken>(expr.node)) checker.report(Fault::cell_not_a_name, expr.span);
  return {};
}

}  // namespace

bool is_as_of(const syntax::Name& name) { return name.text == "as_of" || name.text == "截至日"; }

bool set_input(Checker& checker, ScenarioBuild& build, ScenarioStep& step, const syntax::Name& column, syntax::ExprId cell) {
  if (find_field(checker, build.entity, column.text) || !is_as_of(column)) return build.add_given(step, column, cell);
  const Type date{.kind = Kind::date, .dimension = {}, .share = Share::none, .choice = {}};
  Maybe value = check_constant(checker, cell, &date);
  if (value) step.as_of = std::get<DateValue>(checker.expr(*value).node).value;
  return value.has_value();
}

std::optional<std::vector<syntax::Name>> names_in(Checker& checker, syntax::ExprId cell) {
  std::vector<syntax::ExprId> parts{cell};
  if (auto* set = std::get_if<syntax::SetLiteral>(&checker.tree.exprs[cell].node); set && !set->items.empty()) parts = set->items;
  std::vector<syntax::Name> names;
  for (syntax::ExprId part : parts) {
    auto name = name_in(checker, part);
    if (!name) return {};
    names.push_back(std::move(*name));
  }
  return names;
}

}  // namespace huice::rules
