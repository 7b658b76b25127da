// Measures: citations, date, conditions and amount.
#include <algorithm>

#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"
#include "compiler/rules/sites.h"
#include "compiler/rules/walk.h"

namespace huice::rules {
namespace {

const Type boolean_type{.kind = Kind::boolean, .dimension = {}, .share = Share::none, .choice = {}};

struct Build {
  Checker& checker;
  Measure& made;
  Scope scope;
  std::map<std::string, Span> condition_names;
  std::optional<Span> dated, in_force, rounding, pay;  // where they stand, to find a second one
  int conditions = 0;                                  // written so far, faulty ones too

  Measure& measure() { return made; }

  /// False, after a report, for the second of what a measure has once.
  bool once(std::optional<Span>& first, Span span, const char* en, const char* zh) {
    if (!first) {
      first = span;
      return true;
    }
    checker.report(Fault::duplicate_clause, span, {{"clause", en}, {"clause_zh", zh}})
        .also(*first, "first given here", "首次出现于此");
    return false;
  }

  // ---- What is read before any expression ---------------------------------------------------------------------------

  void operator()(const syntax::Cites& cites) {
    if (auto citation = check_citation(checker, cites)) measure().citations.push_back(std::move(*citation));
  }

  void operator()(const syntax::Dated& clause) {
    if (!once(dated, clause.field.span, "`dated`", "“基准日”") || !scope.entity) return;
    if (auto field = check_dated(checker, *scope.entity, clause.field)) measure().dated = *field;
  }

  void operator()(const syntax::InForce& clause) {
    if (!once(in_force, clause.range.span, "`in force`", "“有效期”")) return;
    measure().in_force = check_in_force(checker, clause.range);
  }

  void operator()(const syntax::MeasureRounding& clause) {
    if (!once(rounding, clause.rule.span, "`rounding`", "“取整”")) return;
    if (auto rule = check_rounding(checker, clause.rule)) measure().rounding = *rule;
  }

  void operator()(const syntax::MeasureLet&) {}  // declared before
  // Once all measures are known (settlement.cpp).
  void operator()(const syntax::Limit&) {}
  void operator()(const syntax::Share&) {}
  void operator()(const syntax::PaidFrom&) {}
  // Only inside a version do these come here.
  void operator()(const syntax::NoVersion& none) { checker.report(Fault::version_inside_version, none.range.span); }
  void operator()(const syntax::Version& version) {
    checker.report(Fault::version_inside_version, version.name ? version.name->span : version.span);
  }

  // ---- Conditions and amount ----------------------------------------------------------------------------------------

  void operator()(const syntax::Require& require) {
    ++conditions;
    Condition condition;
    condition.name = require.name ? require.name->text : "condition_" + std::to_string(conditions);
    condition.label = require.label ? require.label->text : condition.name;
    condition.span = require.name ? require.name->span : require.span;
    auto [first, is_new] = condition_names.try_emplace(condition.name, condition.span);
    if (!is_new) report_duplicate(checker, {condition.name, condition.span}, first->second);
    Maybe test = check_condition(checker, scope, require.test);
    Maybe unless = require.unless ? check_condition(checker, scope, *require.unless) : Maybe{};
    if (!test || (require.unless && !unless)) return;
    condition.test = *test;
    condition.unless = unless;
    bool possible = can_be_true(checker.program, *test) || (unless && can_be_true(checker.program, *unless));
    if (!possible) report_never_true(*test, condition.name);
    measure().conditions.push_back(std::move(condition));
  }

  void report_never_true(ExprId test, const std::string& name) {
    auto& diagnostic = checker.report(Fault::never_true, checker.expr(test).span, {{"name", name}});
    const auto parts = excluding_parts(checker.program, test);
    if (!parts) return;
    const auto text = [&](ExprId part) {
      const Span span = checker.expr(part).span;
      return std::string(checker.sources[span.source].slice(span));
    };
    const std::string one = text(parts->first), other = text(parts->second);
    diagnostic.hint("`" + one + "` and `" + other + "` exclude each other; if either is enough, join them with `or`",
                    "“" + one + "”与“" + other + "”互相排斥；如满足其一即可，请用“或”连接");
  }

  void operator()(const syntax::Pay& written) {
    if (!once(pay, written.span, "`pay`", "“支付”")) return;
    // at most and at least around the whole amount bound what is paid, after rounding.
    std::vector<std::pair<BoundKind, syntax::ExprId>> chain;
    syntax::ExprId amount = strip(checker, written.amount);
    while (auto* bound = std::get_if<syntax::Bound>(&checker.tree.exprs[amount].node)) {
      chain.emplace_back(bound->kind == syntax::BoundKind::at_most ? BoundKind::at_most : BoundKind::at_least, bound->bound);
      amount = strip(checker, bound->value);
    }
    std::reverse(chain.begin(), chain.end());
    const Type money = money_type();
    Pay made{.amount = {}, .bounds = {}, .span = written.span};
    Maybe value = check_money(amount);
    bool whole = value.has_value();
    Range range = value ? checker.expr(*value).range : Range{};
    for (const auto& [kind, bound] : chain) {
      Maybe checked = value ? check_money(bound) : check(checker, scope, bound);  // one word about the type is enough
      whole = whole && checked;
      if (!checked) continue;
      made.bounds.emplace_back(kind, *checked);
      range = bounded(kind, range, checker.expr(*checked).range);
    }
    if (!whole) return;
    made.amount = *value;
    measure().pay = std::move(made);
  }

  Maybe check_money(syntax::ExprId written) {
    Maybe value = check(checker, scope, written);
    if (!value) return {};
    const Type& type = checker.type(*value);
    if (type == money_type()) return value;
    Bilingual is = describe(checker.program, type);
    auto& diagnostic =
        checker.report(Fault::pay_not_money, checker.expr(*value).span, {{"found", is.en}, {"found_zh", is.zh}});
    hint_unit(checker, diagnostic, *value, money_type());
    hint_exchange(diagnostic, type, money_type());
    if (type.share == Share::percent) diagnostic.hint("say of which amount: `30% of premium`", "请写明是何金额的比例：“30% 的 保费”");
    return {};
  }
};

bool is_expression(const syntax::MeasureClause& clause) {
  return std::holds_alternative<syntax::Require>(clause) || std::holds_alternative<syntax::Pay>(clause);
}

/// The lets of a measure, under names that its fields and each other do not have.
void declare_lets(Checker& checker, Measure& made, const Clauses& clauses, const Scope& scope) {
  auto& names = checker.measure_lets.emplace_back();
  std::map<std::string, Span> spans;
  Scope inner = scope;
  inner.lets = &names;
  for (const syntax::MeasureClause* clause : clauses) {
    auto* let = std::get_if<syntax::MeasureLet>(clause);
    if (!let) continue;
    auto [first, is_new] = spans.try_emplace(let->name.text, let->name.span);
    auto field = scope.entity ? find_field(checker, *scope.entity, let->name.text) : std::nullopt;
    if (!is_new) {
      report_duplicate(checker, let->name, first->second);
    } else if (field) {
      report_duplicate(checker, let->name, checker.program.entities[*scope.entity].fields[field->index].span);
    }
    LetId id = declare_let(checker, let->name, let->label, let->let, inner, let->span);
    names.try_emplace(let->name.text, id);
    made.lets.push_back(id);
  }
}

/// What the measure does not say itself comes from the first document it cites.
void inherit(Checker& checker, const Build& build) {
  Measure& measure = build.made;
  if (measure.citations.empty()) return;
  const Document& document = checker.program.documents[measure.citations.front().document];
  if (!build.in_force) measure.in_force = document.in_force;
  if (!build.rounding) measure.rounding = document.rounding;
}

/// Two conditions that no input can satisfy together: nobody could ever be eligible.
void check_together(Checker& checker, const Measure& measure) {
  constexpr size_t most = 200;
  std::vector<const Condition*> plain;
  for (const Condition& condition : measure.conditions) {
    if (!condition.unless && can_be_true(checker.program, condition.test)) plain.push_back(&condition);
  }
  for (size_t i = 0; i < std::min(plain.size(), most); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (can_be_true_together(checker.program, plain[j]->test, plain[i]->test)) continue;
      checker.report(Fault::never_together, checker.expr(plain[i]->test).span, {{"one", plain[j]->name}, {"other", plain[i]->name}})
          .also(checker.expr(plain[j]->test).span, "the other condition", "另一个条件")
          .hint("if either is enough, join them with `or`", "如满足其一即可，请用“或”连接");
      return;
    }
  }
}

/// Members are read before their owner's date is known.
void check_member_dates(Checker& checker, const Measure& measure) {
  if (!measure.dated) return;
  std::vector<Span> found;
  visit_reachable(checker.program, roots_of(measure), [&](const Expr& expr) {
    auto* use = std::get_if<AggregateValue>(&expr.node);
    if (use && needs_as_of(checker.program, checker.program.aggregates[use->aggregate].rows)) found.push_back(expr.span);
  });
  for (Span span : found) checker.report(Fault::members_need_date, span);
}

void check_size(Checker& checker, const Measure& measure) {
  constexpr size_t most_sites = 4096;  // an error code has 12 bits for its place
  if (sites_of(checker.program, measure).names.size() <= most_sites) return;
  checker.report(Fault::too_large, measure.span,
                 {{"what", "a measure"},
                  {"what_zh", "一项措施"},
                  {"limit", std::to_string(most_sites - 1)},
                  {"parts", "conditions, lets and parameters"},
                  {"parts_zh", "个条件、令和参数"}});
}

bool is_settlement(const syntax::MeasureClause& clause) {
  return std::holds_alternative<syntax::Limit>(clause) || std::holds_alternative<syntax::Share>(clause) ||
         std::holds_alternative<syntax::PaidFrom>(clause);
}

void check_measure(Checker& checker, MeasureId id) {
  checker.bodies.emplace_back();
  const syntax::Measure& written = std::get<syntax::Measure>(checker.measure_items[id.value]->node);
  Measure& measure = checker.program.measures[id];
  Scope scope;
  if (auto entity = find_declared(checker, written.entity, NameKind::entity)) {
    scope.entity = EntityId{*entity};
    measure.entity = *scope.entity;
  } else {
    scope.unsure = true;
  }
  if (has_versions(written)) {
    check_versions(checker, measure, written, scope);
  } else {
    Clauses clauses;
    for (const auto& clause : written.clauses) clauses.push_back(&clause);
    check_body(checker, measure, clauses, scope);
  }
  check_size(checker, measure);
}

}  // namespace

void check_body(Checker& checker, Measure& made, const Clauses& clauses, Scope scope) {
  declare_lets(checker, made, clauses, scope);
  scope.lets = &checker.measure_lets.back();
  Build build{checker, made, scope, {}, {}, {}, {}, {}};
  for (const auto* clause : clauses) {
    if (!is_expression(*clause)) std::visit(build, *clause);
  }
  for (LetId let : made.lets) check_let(checker, let, nullptr);
  for (const auto* clause : clauses) {
    if (is_expression(*clause)) std::visit(build, *clause);
  }
  inherit(checker, build);
  check_together(checker, made);
  check_member_dates(checker, made);
  CheckedBody body{scope, {}};
  std::copy_if(clauses.begin(), clauses.end(), std::back_inserter(body.clauses), [](const auto* clause) { return is_settlement(*clause); });
  checker.bodies.back().push_back(std::move(body));
}

void check_measures(Checker& checker) {
  for (size_t i = 0; i < checker.program.measures.size(); ++i) check_measure(checker, MeasureId{static_cast<uint32_t>(i)});
}

}  // namespace huice::rules
