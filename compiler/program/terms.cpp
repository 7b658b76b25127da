#include "compiler/program/terms.h"

#include <algorithm>
#include <limits>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/record.h"
#include "compiler/rules/fold.h"
#include "compiler/rules/reasons.h"
#include "compiler/rules/sites.h"
#include "compiler/rules/steps.h"
#include "compiler/rules/walk.h"

namespace huice::program {
namespace {

/// Whether rows and days make no difference to it.
bool is_fixed(const rules::Program& rules, rules::ExprId expr) {
  bool fixed = true;
  rules::visit_reachable(rules, expr, [&](const rules::Expr& part) {
    const auto* use = std::get_if<rules::ParameterValue>(&part.node);
    if (use) {
      const auto& values = rules.parameters[use->parameter].values;
      fixed = fixed && values.size() == 1 && !values.front().from;
    }
    fixed = fixed && !std::holds_alternative<rules::FieldValue>(part.node) && !std::holds_alternative<rules::ReferredValue>(part.node) &&
            !std::holds_alternative<rules::AggregateValue>(part.node) && !std::holds_alternative<rules::ListMember>(part.node);
  });
  return fixed;
}

/// The number that an expression gives for all rows, if it does.
std::optional<Rational> fixed_value(const rules::Program& rules, const rules::Entity& entity, rules::ExprId expr) {
  if (!is_fixed(rules, expr)) return std::nullopt;
  rules::Measure alone;
  alone.pay = rules::Pay{expr, {}, {}};
  reference::Prepared prepared(rules, alone, entity, {});
  reference::Evaluator evaluator(prepared, nullptr);
  const reference::Evaluated value = evaluator.evaluate_at(rules::Sites::pay, expr);
  return value.known() ? std::optional(value.number()) : std::nullopt;
}

/// The default of the field that a body is dated by.
std::optional<Date> usual_day(const rules::Program& rules, const rules::Measure& body) {
  const auto fallback = body.dated ? rules.entities[body.entity].fields[*body.dated].fallback : std::nullopt;
  const auto value = fallback ? rules::fold(rules, *fallback) : std::nullopt;
  if (!value) return std::nullopt;
  const auto* instant = std::get_if<DateTime>(&*value);
  return instant != nullptr ? instant->day() : std::get<Date>(*value);
}

int64_t clamped(const Integer& value) { return value < 0 ? 0 : value.fits_slong_p() ? value.get_si() : std::numeric_limits<int64_t>::max(); }

__int128 wide(const Integer& value) {
  if (value < 0) return 0;
  const Integer most = Integer(1) << 120;
  const Integer kept = value < most ? value : most;
  return (static_cast<__int128>(Integer(kept >> 62).get_si()) << 62) + Integer(kept & ((Integer(1) << 62) - 1)).get_si();
}

/// Walks the rules in one order, whether for the terms or for the bodies behind their kernels.
class Maker {
 public:
  explicit Maker(const rules::Program& rules) : rules_(rules) {}

  settlement::Terms terms() {
    add_bodies();
    set_step();
    for (const rules::Limit& limit : rules_.limits) add_limit(limit);
    for (const rules::Choose& choose : rules_.chooses) add_choose(choose);
    for (const rules::Pool& pool : rules_.pools) add_pool(pool);
    for (size_t i = 0; i < bodies_.size(); ++i) add_payment(i);
    return std::move(terms_);
  }
  std::vector<rules::Measure> kernels() { return std::move(kernels_); }

 private:
  void add_bodies() {
    for (uint32_t m = 0; m < rules_.measures.size(); ++m) {
      const auto id = Store<rules::Measure>::id_at(m);
      const rules::Measure& measure = rules_.measures[id];
      if (!rules::pays(measure)) continue;
      const auto bodies = rules::bodies_of(measure);
      for (uint32_t v = 0; v < bodies.size(); ++v) {
        settlement::Body body;
        body.measure = m;
        if (!measure.versions.empty()) body.version = v;
        body.date = bodies[v]->dated;
        body.usual_day = usual_day(rules_, *bodies[v]);
        bodies_.push_back(bodies[v]);
        terms_.bodies.push_back(std::move(body));
      }
    }
  }

  void set_step() {
    for (const rules::Measure* body : bodies_) step_ = step_ == 0 ? body->rounding.unit : rules::shared_unit(step_, body->rounding.unit);
    // Fen at most: what the ledger counts.
    step_ = step_ == 0 ? Rational(1, 100) : rules::shared_unit(step_, Rational(1, 100));
    terms_.step_num = step_.get_num().get_si();
    terms_.step_den = step_.get_den().get_si();
    for (size_t i = 0; i < bodies_.size(); ++i) terms_.bodies[i].unit = Rational(bodies_[i]->rounding.unit / step_).get_num().get_si();
  }

  /// Rounded down to a multiple of `unit`, which is what is counted.
  settlement::Number number(uint32_t body, rules::ExprId expr, const Rational& unit) {
    const rules::Entity& entity = rules_.entities[bodies_[body]->entity];
    if (const auto value = fixed_value(rules_, entity, expr)) return {clamped(floor(Rational(*value / unit))), 0};
    rules::Measure kernel;
    kernel.name = bodies_[body]->name;
    kernel.label = bodies_[body]->label;
    kernel.entity = bodies_[body]->entity;
    kernel.dated = bodies_[body]->dated;
    kernel.rounding = {Rounding::floor, unit};
    kernel.pay = rules::Pay{expr, {}, rules_.exprs[expr].span};
    kernel.of_member = true;
    kernels_.push_back(std::move(kernel));
    terms_.kernels.push_back({body, static_cast<uint32_t>(rules::inputs_of(rules_, kernels_.back()).size())});
    return {std::nullopt, static_cast<uint32_t>(terms_.kernels.size() - 1)};
  }

  uint32_t body_of(const rules::Covered& covered) const { return *terms_.find(covered.measure.value, covered.version); }

  void add_limit(const rules::Limit& limit) {
    settlement::Limit made{rules::reason_of(limit), limit.keys, limit.counts, limit.period == rules::LimitPeriod::per_year, {}};
    for (const rules::Covered& covered : limit.over) {
      const uint32_t body = body_of(covered);
      terms_.bodies[body].reduced = true;
      made.over.push_back({body, covered.keys, number(body, *covered.amount, limit.counts ? Rational(1) : step_)});
    }
    terms_.limits.push_back(std::move(made));
  }

  void add_choose(const rules::Choose& choose) {
    settlement::Choose made{choose.kind == rules::ChooseKind::highest, {}, choose.keys, {}};
    for (rules::MeasureId id : choose.measures) made.measures.push_back(id.value);
    for (const rules::Covered& covered : choose.over) {
      const uint32_t body = body_of(covered);
      terms_.bodies[body].reduced = true;
      made.over.push_back({body, covered.keys, {}});
    }
    terms_.chooses.push_back(std::move(made));
  }

  __int128 steps(rules::ExprId amount) const {
    const auto value = fixed_value(rules_, {}, amount);
    return value ? wide(floor(Rational(*value / step_))) : 0;
  }

  void add_pool(const rules::Pool& pool) {
    settlement::Pool made;
    made.name = pool.name;
    made.label = pool.label;
    if (pool.total) made.total = steps(*pool.total);
    made.exhausted = pool.exhausted == rules::Exhausted::stop      ? settlement::Exhausted::stop
                     : pool.exhausted == rules::Exhausted::partial ? settlement::Exhausted::partial
                                                                   : settlement::Exhausted::prorate;
    if (pool.in_force) {
      made.from = pool.in_force->from;
      made.to = pool.in_force->to;
    }
    if (pool.quota) {
      made.category = pool.quota->field;
      for (const auto& member : rules_.choices[pool.quota->choice].members) made.members.push_back(member.name);
      for (rules::ExprId amount : pool.quota->amounts) made.quotas.push_back(steps(amount));
    }
    terms_.pools.push_back(std::move(made));
  }

  void add_payment(size_t index) {
    settlement::Body& body = terms_.bodies[index];
    const rules::Measure& measure = *bodies_[index];
    for (const rules::SharePart& part : measure.shares) {
      settlement::Share share{part.name, !part.part, {}};
      if (part.part) {
        const rules::Entity& entity = rules_.entities[measure.entity];
        // Headers may say finer units than the field's.
        Rational unit = rules::step_of(rules_, *part.part, [&](rules::FieldIndex field) { return entity.fields[field].step; }).value_or(1) / 1000;
        if (unit == 0) unit = 1;
        share.part = number(static_cast<uint32_t>(index), *part.part, unit);
        share.num = unit.get_num().get_si();
        share.den = unit.get_den().get_si();
      }
      body.shares.push_back(std::move(share));
    }
    if (!measure.paid_from) return;
    body.reduced = true;
    body.pool = measure.paid_from->pool.value;
    body.order = measure.paid_from->order;
    body.category = measure.paid_from->category;
    if (measure.paid_from->share) body.charged = static_cast<uint32_t>(*measure.paid_from->share);
  }

  const rules::Program& rules_;
  settlement::Terms terms_;
  std::vector<const rules::Measure*> bodies_;
  std::vector<rules::Measure> kernels_;
  Rational step_ = 0;
};

}  // namespace

settlement::Terms make_terms(const rules::Program& rules, Catalogue& catalogue) {
  settlement::Terms terms = Maker(rules).terms();
  for (settlement::Body& body : terms.bodies) {
    catalogue::Measure& measure = catalogue.measures[body.measure];
    measure.settled = measure.settled || body.reduced;
    for (settlement::Share& share : body.shares) {
      const auto known = std::find(measure.shares.begin(), measure.shares.end(), share.name);
      share.column = static_cast<uint32_t>(known - measure.shares.begin());
      if (known == measure.shares.end()) measure.shares.push_back(share.name);
    }
  }
  return terms;
}

std::vector<rules::Measure> settlement_numbers(const rules::Program& rules) {
  Maker maker(rules);
  maker.terms();
  return maker.kernels();
}

}  // namespace huice::program
