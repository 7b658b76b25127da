#include "compiler/reference/verdict.h"

#include "compiler/reference/ceiling.h"
#include "compiler/reference/pay_range.h"
#include "compiler/reference/record.h"
#include "compiler/reference/trace.h"
#include "runtime/status_switch.h"

namespace huice::reference {
namespace {

Evaluated missing_field(const Prepared& prepared, rules::FieldIndex field) {
  Evaluated result;
  result.state = State::missing;
  result.missing.set(prepared.input_of[field]);
  return result;
}

/// The day on which the rules are read.
Evaluated applicable_date(Evaluator& row, rules::FieldIndex dated) {
  if (row.cells[dated]) return Evaluated::of(day_of(*row.cells[dated]));
  const rules::Field& field = row.prepared.entity.fields[dated];
  if (!field.fallback) return missing_field(row.prepared, dated);
  return Evaluated::of(day_of(row.evaluate(*field.fallback).value));
}

bool in_force(const rules::Measure& measure, std::optional<Date> date) {
  return !measure.in_force || !date || measure.in_force->contains(*date);
}

Evaluated condition(Evaluator& row, size_t index) {
  const rules::Condition& it = row.prepared.measure.conditions[index];
  Evaluated result = row.evaluate_at(rules::Sites::condition(index), it.test);
  if (it.unless) result = disjunction(result, row.evaluate(*it.unless));
  if (row.trace) row.trace->conditions.push_back(traced(row.prepared, result));
  return result;
}

/// The amount in rounding units, as it passes from the pay expression through its bounds.
struct Amount {
  Evaluated outcome;  // known: see units
  Integer units;
};

Evaluated pay_fault(uint16_t kind) { return Evaluated::failed(static_cast<uint16_t>(kind << 12 | rules::Sites::pay)); }

void apply(Evaluator& row, size_t index, Amount& amount) {
  const rules::Measure& measure = row.prepared.measure;
  const auto& [kind, expr] = measure.pay->bounds[index];
  Evaluated bound = row.evaluate(expr);
  Evaluated joined = join(amount.outcome, bound);
  if (joined.known()) {
    bool at_most = kind == rules::BoundKind::at_most;
    Integer limit = round(bound.number() / measure.rounding.unit, at_most ? Rounding::floor : Rounding::ceil);
    bool took = at_most ? amount.units > limit : amount.units < limit;
    if (took) amount.units = limit;
    joined.capped |= took && row.prepared.pay_caps[index];
    if (row.trace) row.trace->bounds.push_back({kind, expr, limit, amount.units, took});
  }
  amount.outcome = joined;
}

Amount pay(Evaluator& row) {
  const rules::Measure& measure = row.prepared.measure;
  Amount amount;
  if (!measure.pay) return amount;
  amount.outcome = row.evaluate_at(rules::Sites::pay, measure.pay->amount);
  if (row.trace) row.trace->amount = traced(row.prepared, amount.outcome);
  if (amount.outcome.known()) {
    amount.units = round(amount.outcome.number() / measure.rounding.unit, measure.rounding.mode);
    if (row.trace) row.trace->rounded = amount.units;
  }
  for (size_t i = 0; i < measure.pay->bounds.size(); ++i) apply(row, i, amount);
  if (!amount.outcome.known() || measure.of_member) return amount;
  if (amount.units < 0)
    amount.outcome = pay_fault(HUICE_NEGATIVE);
  else if (beyond_pay_range(amount.units, measure.rounding.unit))
    amount.outcome = pay_fault(HUICE_RANGE);
  return amount;
}

/// Of all missing inputs, those that an authority decides, or those that the applicant states.
Bits select(const Prepared& prepared, const Bits& missing, bool decided) {
  Bits result;
  for (size_t i = 0; i < prepared.inputs.size(); ++i) {
    if (missing.test(i) && prepared.decided_input[i] == decided) result.set(i);
  }
  return result;
}

Verdict missing_inputs(Evaluator& row, const Bits& missing) {
  Verdict verdict;
  verdict.status = Status::undetermined;
  verdict.missing = select(row.prepared, missing, false);
  if (!verdict.missing.empty()) return verdict;
  verdict.status = Status::referred;
  verdict.missing = select(row.prepared, missing, true);
  if (!row.prepared.measure.of_member) verdict.ceiling = ceiling(row);
  return verdict;
}

/// A member's value may need more than 64 bits: kernel_abi.h says how it is written.
void set_halves(Verdict& verdict, const Integer& units) {
  Integer high;
  mpz_fdiv_q_2exp(high.get_mpz_t(), units.get_mpz_t(), HUICE_HALF_BITS);
  verdict.ceiling = to_int64(high);
  verdict.amount = to_int64(units - (high << HUICE_HALF_BITS));
}

Verdict decide_in_force(Evaluator& row) {
  Evaluated all;  // the first error, else all missing inputs, of conditions and amount
  Verdict verdict;
  for (size_t i = 0; i < row.prepared.measure.conditions.size(); ++i) {
    Evaluated result = condition(row, i);
    if (result.is(false)) verdict.failed.set(i);
    all = join(all, result);
  }
  if (!verdict.failed.empty()) {
    verdict.status = Status::ineligible;
    return verdict;
  }
  Amount amount = pay(row);
  all = join(all, amount.outcome);
  if (all.is_error()) {
    verdict.status = Status::error;
    verdict.error = all.error;
    return verdict;
  }
  if (all.is_missing()) return missing_inputs(row, all.missing);
  verdict.status = Status::eligible;
  if (row.prepared.measure.of_member && row.prepared.measure.pay) {
    set_halves(verdict, amount.units);
    return verdict;
  }
  if (row.prepared.measure.pay) verdict.amount = to_int64(amount.units);
  verdict.capped = amount.outcome.capped;
  return verdict;
}

Verdict decide(Evaluator& row, std::optional<Date> as_of) {
  const rules::Measure& measure = row.prepared.measure;
  row.date = as_of;
  if (measure.dated) {
    Evaluated date = applicable_date(row, *measure.dated);
    if (date.is_missing()) {
      Verdict verdict;
      verdict.status = Status::undetermined;
      verdict.missing = date.missing;
      return verdict;
    }
    row.date = std::get<Date>(date.value);
  }
  if (row.trace) row.trace->date = row.date;
  bool holds = in_force(measure, row.date);
  if (row.trace) row.trace->in_force = holds;
  return holds ? decide_in_force(row) : Verdict{};
}

}  // namespace

Verdict decide_row(Evaluator& row, std::optional<Date> as_of) {
  Verdict verdict = decide(row, as_of);
  Status shown = switched_status(verdict.status);
  if (shown == verdict.status) return verdict;
  Verdict other;
  other.status = shown;
  return other;
}

}  // namespace huice::reference
