// Measures and what settles them: limits, shares, pools, choices.
#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {
namespace {

using P = PolicyParser;

}  // namespace

Measure Builder::measure(P::MeasureContext* context) { return {name(context->name(1)), clauses(context->measureClause())}; }

std::vector<MeasureClause> Builder::clauses(const std::vector<P::MeasureClauseContext*>& contexts) {
  std::vector<MeasureClause> result;
  for (auto* one : contexts) {
    if (auto read = clause(one)) result.push_back(std::move(*read));
  }
  return result;
}

std::optional<MeasureClause> Builder::clause(P::MeasureClauseContext* context) {
  if (!whole(context)) {
    // What other rules may name stays known, so that they are not blamed.
    auto* let = context->measureLet();
    if (let == nullptr || !whole(let->name())) return std::nullopt;
    Let value;
    value.value = broken(span(let));
    return MeasureLet{name(let->name()), optional_label(let->label()), std::move(value), span(let)};
  }
  if (auto* of = context->cites()) return cites(of);
  if (auto* of = context->require()) return require(of);
  if (auto* of = context->measureLet()) return let(of);
  if (auto* of = context->limit()) return limit(of);
  if (auto* of = context->share()) return share(of);
  if (auto* of = context->paidFrom()) return paid_from(of);
  if (auto* of = context->rounding()) return MeasureRounding{rounding(of)};
  if (auto* of = context->version()) return version(of);
  if (auto* of = context->inForce()) return InForce{date_range(of->dateRange())};
  if (context->DATED() != nullptr) return Dated{name(context->name())};
  if (context->PAY() != nullptr) return Pay{expression(context->expression()), span(context)};
  if (auto* of = context->dateRange()) return NoVersion{date_range(of)};
  return std::nullopt;
}

Cites Builder::cites(P::CitesContext* context) {
  P::ClauseContext* clause = context->clause();
  Cites cites{name(context->name()), clause_number(clause->NUMBER(), clause->STRING(), clause->CLAUSE_N()), {}, span(context)};
  for (P::LabelContext* fragment : context->label()) cites.fragments.push_back(label(fragment));
  return cites;
}

Require Builder::require(P::RequireContext* context) {
  Require require;
  require.name = optional_name(context->name());
  require.label = optional_label(context->label());
  require.test = expression(context->expression(0));
  if (context->UNLESS() != nullptr) require.unless = expression(context->expression(1));
  require.span = span(context);
  return require;
}

MeasureLet Builder::let(P::MeasureLetContext* context) {
  Let value;
  value.value = expression(context->expression());
  value.exceptions = exceptions(context->exceptClause());
  return {name(context->name()), optional_label(context->label()), std::move(value), span(context)};
}

std::optional<LimitPeriod> Builder::period(P::LimitPeriodContext* context) {
  if (context == nullptr) return std::nullopt;
  const bool year = context->YEAR() != nullptr || context->PER_YEAR() != nullptr;
  return year ? LimitPeriod::per_year : LimitPeriod::in_total;
}

Limit Builder::limit(P::LimitContext* context) {
  Limit limit;
  limit.once = context->ONCE() != nullptr;
  if (context->expression() != nullptr) limit.amount = expression(context->expression());
  limit.keys = names(context->names());
  limit.period = period(context->limitPeriod());
  limit.span = span(context);
  return limit;
}

std::optional<Limit> Builder::limit_of(P::LimitOfContext* context) {
  Limit limit;
  limit.span = span(context);
  limit.keys = names(context->names());
  limit.period = period(context->limitPeriod());
  const ExprId amount = expression(context->expression());
  const Expr whole_amount = tree_.exprs[amount];
  const auto* of = std::get_if<Arithmetic>(&whole_amount.node);
  const auto* first = of != nullptr && of->op == ArithmeticOp::of ? std::get_if<NameUse>(&tree_.exprs[of->right].node) : nullptr;
  if (first == nullptr) {
    if (!std::holds_alternative<Broken>(whole_amount.node)) {
      sink_.report(diagnostics::Kind::limit_without_measures, limit.span)
          .hint("limit 200万元 of MEASURE, MEASURE per KEY per year", "限额 200万元 的 措施，措施 每 主键 每年");
    }
    return std::nullopt;
  }
  limit.amount = of->left;
  limit.of.push_back(first->name);
  for (auto* one : context->name()) limit.of.push_back(name(one));
  return limit;
}

Share Builder::share(P::ShareContext* context) {
  Share share;
  share.span = span(context);
  for (auto* one : context->sharePart()) {
    SharePart part{name(one->name()), std::nullopt};
    if (one->expression() != nullptr) part.value = expression(one->expression());
    share.parts.push_back(std::move(part));
  }
  return share;
}

PaidFrom Builder::paid_from(P::PaidFromContext* context) {
  const auto names = context->name();
  PaidFrom paid{name(names.back()), std::nullopt, span(context)};
  if (names.size() == 2) paid.share = name(names[0]);
  return paid;
}

Version Builder::version(P::VersionContext* context) {
  Version version;
  version.name = optional_name(context->name());
  if (context->inForce() != nullptr) version.in_force = date_range(context->inForce()->dateRange());
  version.clauses = clauses(context->measureClause());
  version.span = span(context);
  return version;
}

Pool Builder::pool(P::PoolContext* context) {
  Pool pool;
  for (auto* one : context->poolClause()) {
    if (whole(one)) clause(one, pool);
  }
  return pool;
}

void Builder::clause(P::PoolClauseContext* context, Pool& pool) {
  if (context->cites() != nullptr) {
    pool.cites.push_back(cites(context->cites()));
  } else if (context->inForce() != nullptr) {
    if (first_time(pool.in_force.has_value(), context)) pool.in_force = date_range(context->inForce()->dateRange());
  } else if (context->TOTAL() != nullptr) {
    if (first_time(pool.total.has_value(), context)) pool.total = expression(context->expression());
  } else if (context->QUOTA() != nullptr) {
    if (!first_time(pool.quota.has_value(), context)) return;
    Quota quota{name(context->name()), {}, span(context)};
    for (auto* one : context->matchArm()) quota.arms.push_back(arm(one));
    pool.quota = std::move(quota);
  } else if (context->ORDER() != nullptr || context->ORDER_BY() != nullptr) {
    if (first_time(pool.order_by.has_value(), context)) pool.order_by = name(context->name());
  } else if (first_time(pool.exhausted.has_value(), context)) {
    pool.exhausted = context->STOP() != nullptr      ? Exhausted::stop
                     : context->PARTIAL() != nullptr ? Exhausted::partial
                                                     : Exhausted::prorate;
  }
}

Choose Builder::choose(P::ChooseContext* context) {
  const ChooseKind kind = context->HIGHEST() != nullptr ? ChooseKind::highest : ChooseKind::first;
  return {kind, names(context->names(0)), names(context->names(1))};
}

}  // namespace huice::syntax::antlr
