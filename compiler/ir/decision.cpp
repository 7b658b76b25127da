// The decision for one applicant (docs/language.md, "The decision for one applicant and one measure"): status, reasons,
// amount and ceiling from lowered conditions and amount.
#include "compiler/ir/lowering.h"

namespace huice::ir {
namespace {

const Rational most_pay = power_of_ten(15);  // yuan

/// The greatest count of units that a pay may come to.
Integer most_units(const Rational& unit) { return std::min(floor(Rational(most_pay / unit)), Integer(INT64_MAX)); }

}  // namespace

Lowered Lowering::condition(size_t index) {
  const rules::Condition& it = measure_.conditions[index];
  site_ = rules::Sites::condition(index);
  const Lowered test = lower(it.test);
  return it.unless ? disjunction(test, lower(*it.unless)) : test;
}

/// One bound of the chain, rounded inward to the unit.
void Lowering::bound(Amount& amount, rules::BoundKind kind, rules::ExprId id, bool caps) {
  const Lowered limit = lower(id);
  inherit(amount.outcome, limit);
  const bool at_most = kind == rules::BoundKind::at_most;
  const ValueId end = round_to(make_, limit.number(), at_most ? Rounding::floor : Rounding::ceil, measure_.rounding.unit);
  if (caps && at_most) amount.outcome.capped = make_.either(amount.outcome.capped, make_.less(end, amount.units));
  amount.units = at_most ? make_.minimum(amount.units, end) : make_.maximum(amount.units, end);
}

Lowering::Amount Lowering::pay() {
  site_ = rules::Sites::pay;
  if (!measure_.pay) return {constant(make_.mask(false)), make_.number(0)};
  const rules::Pay& it = *measure_.pay;
  const Rational& unit = measure_.rounding.unit;
  Amount amount{lower(it.amount), {}};
  if (measure_.of_member) {
    amount.units = round_to(make_, amount.outcome.number(), measure_.rounding.mode, unit);
    return amount;
  }
  // Beyond these ends the result is an error whatever it is, or the first cap applies: the dividend can be kept small.
  Integer top = most_units(unit) + 1;
  std::optional<Integer> bottom = -1;
  bool caps = rules::reads_decided(program_, entity_, it.amount);
  for (const auto& [kind, id] : it.bounds) {
    if (kind != rules::BoundKind::at_most) continue;
    const ValueId end = round_to(make_, lower(id).number(), Rounding::floor, unit);
    const Integer* n = make_.constant(end);
    if (&id == &it.bounds.front().second && n && *n >= 0) top = std::min(top, caps ? Integer(*n + 1) : *n);
    if (make_.interval(end).lo < -1) bottom.reset();  // whether a cap below zero took its bound must stay visible
  }
  amount.units = round_within(make_, amount.outcome.number(), measure_.rounding.mode, unit, bottom, top);
  for (const auto& [kind, id] : it.bounds) {
    bound(amount, kind, id, caps);
    caps = caps || rules::reads_decided(program_, entity_, id);
  }
  const ValueId present = make_.invert(absent(amount.outcome));
  const ValueId negative = make_.less(amount.units, make_.number(0));
  const ValueId beyond = make_.less(make_.number(most_units(unit)), amount.units);
  add_fault(amount.outcome, make_.both(present, negative), code(Fault::negative));
  add_fault(amount.outcome, make_.both(present, beyond), code(Fault::range));
  return amount;
}

Lowering::Ceiling Lowering::ceiling() {
  const ValueId no = make_.mask(false);
  if (!measure_.pay || measure_.of_member) return {make_.number(0), no};
  site_ = rules::Sites::pay;
  const Rational& unit = measure_.rounding.unit;
  const Reach amount = reach(measure_.pay->amount);
  ValueId none = amount.none, open = amount.hi_open;
  ValueId units = round_within(make_, amount.hi, measure_.rounding.mode, unit, -1, most_units(unit) + 1);
  for (const auto& [kind, id] : measure_.pay->bounds) {
    const Reach limit = reach(id);
    none = make_.either(none, limit.none);
    if (kind == rules::BoundKind::at_most) {
      const ValueId end = round_to(make_, limit.hi, Rounding::floor, unit);
      units = make_.choose(limit.hi_open, units, make_.choose(open, end, make_.minimum(units, end)));
      open = make_.both(open, limit.hi_open);
    } else {
      units = make_.maximum(units, round_to(make_, limit.hi, Rounding::ceil, unit));
      open = make_.either(open, limit.hi_open);
    }
  }
  const ValueId sane = make_.invert(make_.either(make_.less(units, make_.number(0)),
                                                 make_.less(make_.number(most_units(unit)), units)));
  return {units, make_.and_not(sane, make_.either(none, open))};
}

/// In days; `absences` gets the `dated` field where it is missing.
ValueId Lowering::applicable_date(Absences& absences) {
  if (!measure_.dated) return make_.as_of();
  const rules::Field& field = entity_.fields[*measure_.dated];
  const uint32_t index = column(*measure_.dated);
  Lowered instant = constant(make_.column(index));
  const ValueId open = make_.invert(make_.known(index));
  if (field.fallback) {
    instant.data = pick(open, lower(*field.fallback).data, instant.data);
  } else {
    absences.emplace_back(*measure_.dated, open);
  }
  return day_of(instant, field.type.kind);
}

ValueId Lowering::outside(const rules::DateRange& range, ValueId date) {
  ValueId result = make_.mask(false);
  if (range.from) result = make_.either(result, make_.less(date, make_.number(range.from->days)));
  if (range.to) result = make_.either(result, make_.less(make_.number(range.to->days), date));
  if (measure_.dated) return result;
  return make_.and_not(result, make_.equal(date, make_.number(no_date)));
}

/// What is 0 in every row is left out.
void Lowering::output(OutputKind kind, ValueId value, uint32_t index) {
  const Value& made = function_.values[value];
  const auto* number = std::get_if<NumberConstant>(&made.node);
  const auto* mask = std::get_if<MaskConstant>(&made.node);
  const bool always = kind == OutputKind::status || kind == OutputKind::amount;
  if (always || !((number && number->value == 0) || (mask && !mask->value))) function_.outputs.push_back({kind, index, value});
}

/// A member's value may need more than 64 bits: kernel_abi.h says how it is written.
void Lowering::output_halves(ValueId units, ValueId eligible) {
  const ValueId half = make_.number(Integer(1) << half_bits), zero = make_.number(0);
  const ValueId high = make_.divide(units, half, Rounding::floor);
  // What is left lies between 0 and half, as intervals alone cannot tell.
  const ValueId low = make_.maximum(make_.minimum(make_.subtract(units, make_.multiply(high, half)), make_.subtract(half, make_.number(1))), zero);
  output(OutputKind::amount, make_.choose(eligible, low, zero));
  output(OutputKind::ceiling, make_.choose(eligible, high, zero));
  output(OutputKind::ceiling_known, eligible);
}

void Lowering::decide() {
  Absences undated;
  date_ = applicable_date(undated);
  ValueId no_day = make_.mask(false);
  for (const auto& [field, mask] : undated) no_day = make_.either(no_day, mask);
  const ValueId not_in_force =
      measure_.in_force ? make_.and_not(outside(*measure_.in_force, date_), no_day) : make_.mask(false);
  const ValueId active = make_.invert(make_.either(no_day, not_in_force));

  // All conditions and the amount: the first error, everything that is missing.
  Lowered all = constant(make_.mask(true));
  ValueId any_false = make_.mask(false);
  std::vector<ValueId> failed;
  for (size_t i = 0; i < measure_.conditions.size(); ++i) {
    const Lowered it = condition(i);
    failed.push_back(make_.and_not(known(it), it.value()));
    any_false = make_.either(any_false, failed.back());
    inherit(all, it);
  }
  Amount amount = pay();
  inherit(all, amount.outcome);

  ValueId rest = make_.and_not(active, any_false);
  const ValueId ineligible = make_.both(active, any_false);
  const ValueId error = make_.both(rest, all.fault);
  rest = make_.and_not(rest, all.fault);
  const ValueId wanting = make_.both(rest, absent_undecidable(all));
  rest = make_.and_not(rest, absent_undecidable(all));
  const ValueId referred = make_.both(rest, absent(all));
  const ValueId eligible = make_.and_not(rest, absent(all));
  const ValueId undetermined = make_.either(no_day, wanting);

  ValueId status = make_.number(static_cast<int>(Status::eligible));
  const auto where = [&](ValueId mask, Status value) {
    status = make_.choose(mask, make_.number(static_cast<int>(value)), status);
  };
  where(referred, Status::referred);
  where(undetermined, Status::undetermined);
  where(error, Status::error);
  where(ineligible, Status::ineligible);
  where(not_in_force, Status::not_in_force);

  // Rows without an amount need not fit the column before they are zeroed.
  const ValueId zero = make_.number(0), most = make_.number(most_units(measure_.rounding.unit));
  const auto fit = [&](ValueId units) { return make_.maximum(make_.minimum(units, most), zero); };
  output(OutputKind::status, status);
  if (measure_.of_member && measure_.pay) {
    output_halves(amount.units, eligible);
  } else {
    output(OutputKind::amount, make_.choose(eligible, fit(amount.units), zero));
    const Ceiling top = ceiling();
    const ValueId top_known = make_.both(referred, top.known);
    output(OutputKind::ceiling, make_.choose(top_known, fit(top.units), zero));
    output(OutputKind::ceiling_known, top_known);
  }
  output(OutputKind::error, make_.choose(error, all.code, zero));
  output(OutputKind::capped, measure_.of_member ? make_.mask(false) : make_.both(eligible, amount.outcome.capped));
  for (uint32_t i = 0; i < failed.size(); ++i) output(OutputKind::failed, make_.both(active, failed[i]), i);
  for (uint32_t i = 0; i < inputs_.size(); ++i) {
    ValueId mask = make_.mask(false);
    for (const auto& [field, absence] : all.absences) {
      if (field == inputs_[i]) mask = make_.both(absence, decided(field) ? referred : wanting);
    }
    for (const auto& [field, absence] : undated) {
      if (field == inputs_[i]) mask = make_.either(mask, absence);
    }
    output(OutputKind::missing, mask, i);
  }
}

}  // namespace huice::ir
