#include "compiler/scenarios/settle.h"

#include <algorithm>

#include "compiler/program/terms.h"
#include "compiler/reference/settle.h"
#include "compiler/rules/sites.h"

namespace huice::scenarios {
namespace {

Rational step_of(const settlement::Terms& terms) { return Rational(static_cast<long>(terms.step_num), static_cast<unsigned long>(terms.step_den)); }

/// What was paid before to whom this claim's keys name.
settlement::Payment payment_of(const Catalogue& catalogue, const settlement::Claim& claim, const rules::PaidBefore& paid) {
  const settlement::Terms& terms = catalogue.settlement;
  const settlement::Body& body = terms.bodies[claim.body];
  const catalogue::Measure& measure = catalogue.measures[body.measure];
  settlement::Payment payment;
  payment.measure = measure.name;
  if (body.version) payment.version = measure.versions[*body.version].name;
  payment.day = paid.day ? paid.day : claim.day;
  for (const auto& [field, cell] : claim.cells) payment.cells[catalogue.entities[measure.entity].field_names[field]] = cell;
  payment.granted = Integer(floor(Rational(paid.amount / step_of(terms)))).get_si();
  if (body.pool) payment.pool = terms.pools[*body.pool].name;
  if (body.category) payment.category = terms.pools[*body.pool].members[claim.category];
  payment.charged = payment.granted;
  if (body.charged) {
    const settlement::Share& share = body.shares[*body.charged];
    Rational part(Integer(share.num), Integer(share.den));
    part.canonicalize();
    Rational others = 0;
    for (const settlement::Share& other : body.shares) {
      if (!other.rest) others += Rational(Integer(other.num), Integer(other.den)) * claim.number(other.part);
    }
    payment.charged = Integer(floor(Rational(payment.granted * (share.rest ? Rational(1 - others) : Rational(part * claim.number(share.part)))))).get_si();
  }
  return payment;
}

}  // namespace

bool settles(const Catalogue& catalogue, rules::MeasureId measure) {
  const auto& bodies = catalogue.settlement.bodies;
  return std::any_of(bodies.begin(), bodies.end(), [&](const settlement::Body& body) { return body.measure == measure.value && body.reduced; });
}

std::vector<rules::FieldIndex> settlement_keys(const Catalogue& catalogue, rules::MeasureId measure) {
  const settlement::Terms& terms = catalogue.settlement;
  std::vector<rules::FieldIndex> keys;
  const auto add = [&](const std::vector<settlement::Covered>& over) {
    for (const settlement::Covered& covered : over) {
      if (terms.bodies[covered.body].measure == measure.value) keys.insert(keys.end(), covered.keys.begin(), covered.keys.end());
    }
  };
  for (const auto& limit : terms.limits) add(limit.over);
  for (const auto& choose : terms.chooses) add(choose.over);
  return keys;
}

Result<std::vector<std::optional<Settled>>> settle(const program::Program& program, Engine& engine, const rules::Scenario& scenario,
                                                     const std::vector<reference::Row>& rows) {
  // A pool's total may be one of the scenario's parameters.
  Catalogue catalogue = program.catalogue;
  catalogue.settlement = program::make_terms(program.rules, catalogue);
  const reference::Numbers numbers = program::settlement_numbers(program.rules);
  const rules::EntityId entity = program.rules.measures[scenario.measure].entity;
  std::vector<settlement::Claim> claims;
  std::vector<std::optional<size_t>> of_row(rows.size());
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t m = 0; m < program.rules.measures.size(); ++m) {
      const auto id = Store<rules::Measure>::id_at(m);
      const rules::Measure& measure = program.rules.measures[id];
      if (measure.entity != entity || !rules::unsupplied_of(program.rules, measure).empty()) continue;
      auto claim = engine.claim(catalogue, numbers, id, rows[r], r);
      if (!claim) continue;
      if (id == scenario.measure) of_row[r] = claims.size();
      claims.push_back(std::move(*claim));
    }
  }
  std::vector<settlement::Payment> paid;
  for (size_t r = 0; r < rows.size(); ++r) {
    if (scenario.steps[r].paid.empty()) continue;
    std::vector<std::map<uint32_t, std::string>> seen;
    for (size_t below = r; below < rows.size(); ++below) {
      if (!of_row[below]) continue;
      const settlement::Claim& claim = claims[*of_row[below]];
      auto keys = claim.cells;
      if (const auto order = catalogue.settlement.bodies[claim.body].order) keys.erase(*order);
      if (std::find(seen.begin(), seen.end(), keys) != seen.end()) continue;
      seen.push_back(std::move(keys));
      for (const rules::PaidBefore& before : scenario.steps[r].paid) paid.push_back(payment_of(catalogue, claim, before));
    }
  }
  auto grants = reference::settle(catalogue, claims, paid);
  if (!grants) return grants.failure();
  std::vector<std::optional<Settled>> settled(rows.size());
  for (size_t r = 0; r < rows.size(); ++r) {
    if (!of_row[r]) continue;
    const Rational step = step_of(catalogue.settlement);
    const settlement::Grant& grant = (*grants)[*of_row[r]];
    const auto& shares = catalogue.settlement.bodies[claims[*of_row[r]].body].shares;
    settled[r] = Settled{step * Rational(grant.amount), grant.reasons, {}};
    for (size_t i = 0; i < grant.shares.size(); ++i) settled[r]->shares.emplace_back(shares[i].name, step * Rational(grant.shares[i]));
  }
  return settled;
}

}  // namespace huice::scenarios
