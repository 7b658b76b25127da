// Constants, fields, lets and parameters.
#include "compiler/ir/lowering.h"

namespace huice::ir {
namespace {

constexpr int64_t first_day = -719162, last_day = 2932896, seconds_per_day = 86400;  // base/date.h

ColumnKind kind_of(rules::Kind kind) {
  switch (kind) {
    case rules::Kind::boolean: return ColumnKind::boolean;
    case rules::Kind::text:
    case rules::Kind::reference: return ColumnKind::text;
    case rules::Kind::date: return ColumnKind::date;
    case rules::Kind::datetime: return ColumnKind::datetime;
    case rules::Kind::choice: return ColumnKind::choice;
    case rules::Kind::set: return ColumnKind::set;
    default: return ColumnKind::number;
  }
}

}  // namespace

Lowered Lowering::node(const rules::Number& it, const rules::Expr&) { return constant(ir::constant(make_, it.value)); }
Lowered Lowering::node(const rules::Boolean& it, const rules::Expr&) { return constant(make_.mask(it.value)); }
Lowered Lowering::node(const rules::Text& it, const rules::Expr&) { return constant(make_.text(it.value)); }
Lowered Lowering::node(const rules::DateValue& it, const rules::Expr&) { return constant(make_.number(it.value.days)); }
Lowered Lowering::node(const rules::DateTimeValue& it, const rules::Expr&) {
  return constant(make_.number(Integer(static_cast<long>(it.value.seconds))));
}
Lowered Lowering::node(const rules::PeriodValue& it, const rules::Expr&) {
  return constant(Months{make_.number(it.value.months), make_.number(it.value.days)});
}
Lowered Lowering::node(const rules::ChoiceValue& it, const rules::Expr&) { return constant(make_.number(it.code)); }

Lowered Lowering::node(const rules::SetValue& it, const rules::Expr&) {
  return constant(make_.number(Integer(static_cast<long>(it.value.bits))));
}

uint32_t Lowering::column(rules::FieldIndex index) {
  const auto [at, is_new] = columns_.try_emplace(index, static_cast<uint32_t>(function_.columns.size()));
  if (!is_new) return at->second;
  const rules::Field& field = entity_.fields[index];
  Column column;
  column.field = index;
  column.name = field.name;
  column.kind = kind_of(field.type.kind);
  switch (column.kind) {
    case ColumnKind::number: {
      const Layout& layout = layouts_[index];
      column.wide = layout.wide;
      column.interval = hull({layout.lo, layout.hi}, ir::point(0));
      // Rates above 1000% are typing errors more often than data; the limits of the language leave them room.
      if (field.type.share == rules::Share::percent) column.usual = floor(Rational(10 / layout.step));
      break;
    }
    case ColumnKind::choice:
      column.interval = {0, Integer(std::max<size_t>(program_.choices[field.type.choice].members.size(), 1) - 1)};
      break;
    case ColumnKind::set: column.interval = {Integer(INT64_MIN), Integer(INT64_MAX)}; break;
    case ColumnKind::date: column.interval = {first_day, last_day}; break;
    case ColumnKind::datetime:
      column.interval = {first_day * seconds_per_day, last_day * seconds_per_day + seconds_per_day - 1};
      break;
    default: break;
  }
  function_.columns.push_back(std::move(column));
  return at->second;
}

Lowered Lowering::node(const rules::FieldValue& it, const rules::Expr& expr) {
  const uint32_t index = column(it.field);
  const ValueId cell = make_.column(index);
  Lowered result = constant(cell);
  if (expr.type.kind == rules::Kind::number) result.data = whole(make_, cell, layouts_[it.field].step);
  result.absences.emplace_back(it.field, make_.invert(make_.known(index)));
  return result;
}

Lowered Lowering::node(const rules::LetValue& it, const rules::Expr&) {
  if (const auto made = lets_.find(it.let); made != lets_.end()) return made->second;
  const uint16_t outer = std::exchange(site_, sites_.lets.at(it.let));
  Lowered result = lower(program_.lets[it.let].value);
  if (const auto* number = std::get_if<Number>(&result.data)) {
    const ValueId beyond_range = beyond(make_, *number, power_of_ten(18));
    add_fault(result, make_.and_not(beyond_range, absent(result)), code(Fault::range));
    // Rows in error need no value: without them the interval is that of the range.
    if (is_whole(make_, *number)) {
      const Rational steps = power_of_ten(18) / number->step;
      const ValueId top = make_.number(floor(steps)), bottom = make_.number(-floor(steps));
      result.data = whole(make_, make_.maximum(make_.minimum(number->num, top), bottom), number->step);
    }
  }
  site_ = outer;
  lets_.emplace(it.let, result);
  return result;
}

Lowered Lowering::node(const rules::ParameterValue& it, const rules::Expr&) {
  ValueId day = date_;
  Lowered result = constant(day);
  if (it.at) {
    const Lowered at = lower(*it.at);
    day = day_of(at, program_.exprs[*it.at].type.kind);
    inherit(result, at);
  }
  const rules::Parameter& parameter = program_.parameters[it.parameter];
  ValueId here = make_.invert(absent(result));  // the date is known
  const auto starts = [&](const rules::Parameter::Dated& dated) {
    return dated.from ? make_.less(make_.number(dated.from->days - 1), day) : make_.mask(true);
  };
  // In the order of evaluation: before the first date, then each value where it holds.
  const ValueId before = make_.invert(starts(parameter.values.front()));
  add_fault(result, make_.both(before, here),
            make_.number(error_code(Fault::before_first_date, sites_.parameters.at(it.parameter))));
  here = make_.and_not(here, before);
  for (size_t i = 0; i < parameter.values.size(); ++i) {
    Lowered value = lower(parameter.values[i].value);
    result.data = i == 0 ? value.data : pick(starts(parameter.values[i]), value.data, result.data);
    ValueId holds = make_.both(here, starts(parameter.values[i]));
    if (i + 1 < parameter.values.size()) holds = make_.and_not(holds, starts(parameter.values[i + 1]));
    gate(value, holds);
    inherit(result, value);
  }
  return result;
}

}  // namespace huice::ir
