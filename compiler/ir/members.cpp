// What comes from other rows: fields through references, aggregates over members, membership in lists.
#include "compiler/ir/lowering.h"

namespace huice::ir {

Lowered Lowering::node(const rules::ReferredValue& it, const rules::Expr& expr) {
  const Lowered reference = lower(it.reference);
  const uint32_t index = column(it.column);
  const ValueId cell = make_.column(index);
  Lowered result = constant(cell);
  if (expr.type.kind == rules::Kind::number) result.data = whole(make_, cell, layouts_[it.column].step);
  const ValueId open = make_.and_not(known(reference), make_.known(index));
  if (it.fallback) {
    Lowered fallback = lower(*it.fallback);
    result.data = pick(open, fallback.data, result.data);
    gate(fallback, open);
    inherit(result, fallback);
  } else if (!make_.is_false(open)) {
    result.absences.emplace_back(it.column, open);
  }
  inherit(result, reference);
  return result;
}

/// The kind stays; the place, where it is not inside a let or parameter, is where the aggregate stands.
ValueId Lowering::code_of(const rules::Aggregate& aggregate, ValueId error) {
  const rules::Sites inner = rules::sites_of(program_, aggregate.rows);
  const ValueId kind = make_.multiply(make_.divide(error, make_.number(4096), Rounding::floor), make_.number(4096));
  const ValueId site = make_.subtract(error, kind);
  ValueId place = make_.number(site_);
  for (uint16_t i = 0; i < inner.names.size(); ++i) {
    const uint16_t outer = rules::outer_site(sites_, inner, i, site_);
    if (outer != site_) place = make_.choose(make_.equal(site, make_.number(i)), make_.number(outer), place);
  }
  return make_.add(kind, place);
}

/// Nobody has looked for members, and no other cause is known.
ValueId Lowering::unfilled(ValueId causes, const rules::Aggregate& aggregate) {
  const ValueId none = make_.equal(causes, make_.number(0));
  return make_.and_not(none, make_.known(column(aggregate.value)));
}

Lowered Lowering::node(const rules::AggregateValue& it, const rules::Expr& expr) {
  const rules::Aggregate& aggregate = program_.aggregates[it.aggregate];
  const auto cell = [&](rules::FieldIndex field) { return make_.column(column(field)); };
  const ValueId value = cell(aggregate.value), error = cell(aggregate.error), causes = cell(aggregate.causes);
  Lowered result = constant(value);
  if (expr.type.kind == rules::Kind::number) result.data = whole(make_, value, layouts_[aggregate.value].step);
  if (aggregate.kind == rules::AggregateKind::average) {
    result.data = Number{value, make_.maximum(cell(aggregate.count), make_.number(1)), layouts_[aggregate.value].step};
  }
  for (uint32_t bit = 0; bit < aggregate.cause_names.size(); ++bit) {
    Lowered absent = constant(value);
    ValueId here = make_.has_bit(causes, bit);
    if (bit == 0) here = make_.either(here, unfilled(causes, aggregate));
    absent.absences.emplace_back(aggregate.cause_names[bit], here);
    inherit(result, absent);
  }
  add_fault(result, make_.less(make_.number(0), error), code_of(aggregate, error));
  return result;
}

Lowered Lowering::node(const rules::ListMember& it, const rules::Expr&) {
  Lowered result = lower(it.item);
  if (!program_.lists[it.list].entries->dated()) {
    result.data = make_.column(column(it.columns.front()));
    return result;
  }
  ValueId day = date_;
  if (it.at) {
    const Lowered at = lower(*it.at);
    day = day_of(at, program_.exprs[*it.at].type.kind);
    inherit(result, at);
  }
  ValueId found = make_.mask(false);
  for (size_t i = 0; i + 1 < it.columns.size(); i += 2) {
    const uint32_t from = column(it.columns[i]), to = column(it.columns[i + 1]);
    const ValueId outside = make_.either(make_.less(day, make_.column(from)), make_.less(make_.column(to), day));
    found = make_.either(found, make_.and_not(make_.known(from), outside));
  }
  result.data = found;
  return result;
}

}  // namespace huice::ir
