// `match`: only the chosen arm counts. Arms are computed for every row and then selected, so that faults and absences of
// an arm are gated by the rows that choose it.
#include "compiler/ir/lowering.h"

namespace huice::ir {

/// Which arm the selector chooses, where selector and the keys before are known.
Lowering::Chosen Lowering::chosen(const rules::MatchValue& match, const Lowered& selector) {
  Chosen result;
  ValueId remaining = make_.mask(true);
  for (const auto& arm : match.arms) {
    ValueId hit = make_.mask(false);
    for (rules::ExprId key : arm.keys) hit = make_.either(hit, equal(selector.data, lower(key).data));
    result.arms.push_back(make_.both(remaining, hit));
    remaining = make_.and_not(remaining, hit);
  }
  result.otherwise = remaining;
  return result;
}

Lowered Lowering::node(const rules::MatchValue& it, const rules::Expr&) {
  Lowered result = lower(it.selector);
  const Lowered selector = result;
  const Chosen rows = chosen(it, selector);
  ValueId here = known(selector);
  // A key that is not known (only a parameter can be) stops the search.
  ValueId searched = here;
  for (size_t i = 0; i < it.arms.size(); ++i) {
    for (rules::ExprId id : it.arms[i].keys) {
      Lowered key = lower(id);
      const ValueId stopped = make_.both(searched, make_.invert(known(key)));
      searched = make_.both(searched, make_.both(known(key), make_.invert(equal(selector.data, key.data))));
      here = make_.and_not(here, stopped);
      gate(key, stopped);
      inherit(result, key);
    }
  }
  // The last value stands for every row that no earlier arm takes: from_syntax has seen to it that one always does.
  std::vector<std::pair<ValueId, rules::ExprId>> arms;
  for (size_t i = 0; i < it.arms.size(); ++i) arms.emplace_back(rows.arms[i], it.arms[i].value);
  if (it.otherwise) arms.emplace_back(rows.otherwise, *it.otherwise);
  std::optional<Data> data;
  for (size_t i = arms.size(); i-- > 0;) {
    Lowered value = lower(arms[i].second);
    data = data ? pick(arms[i].first, value.data, *data) : value.data;
  }
  for (const auto& [mask, id] : arms) {
    Lowered value = lower(id);
    gate(value, make_.both(here, mask));
    inherit(result, value);
  }
  result.data = *data;
  return result;
}

Lowered Lowering::node(const rules::MatchCondition& it, const rules::Expr&) {
  Lowered result = constant(make_.mask(false));
  ValueId remaining = make_.mask(true);  // every earlier condition is false
  for (const auto& arm : it.arms) {
    Lowered condition = lower(arm.condition);
    const ValueId decided = known(condition);
    const ValueId takes = make_.both(remaining, make_.both(decided, condition.value()));
    Lowered value = lower(arm.value);
    gate(condition, remaining);
    inherit(result, condition);
    gate(value, takes);
    inherit(result, value);
    remaining = make_.both(remaining, make_.and_not(decided, lower(arm.condition).value()));
  }
  Lowered otherwise = lower(it.otherwise);
  // An arm that fails has no value: any other arm's will do.
  const auto fails = [&](rules::ExprId id) { return std::holds_alternative<rules::Fail>(program_.exprs[id].node); };
  std::optional<Data> data;
  if (!fails(it.otherwise)) data = otherwise.data;
  for (size_t i = it.arms.size(); i-- > 0;) {
    if (fails(it.arms[i].value)) continue;
    const Data value = lower(it.arms[i].value).data;
    data = data ? pick(lower(it.arms[i].condition).value(), value, *data) : value;
  }
  gate(otherwise, remaining);
  inherit(result, otherwise);
  result.data = data.value_or(otherwise.data);
  return result;
}

Data Lowering::nothing(rules::Kind kind) {
  switch (kind) {
    case rules::Kind::number: return ir::constant(make_, 0);
    case rules::Kind::boolean: return make_.mask(false);
    case rules::Kind::text: return make_.text("");
    case rules::Kind::period: return Months{make_.number(0), make_.number(0)};
    default: return make_.number(0);
  }
}

Lowered Lowering::node(const rules::Fail& it, const rules::Expr& expr) {
  Lowered result = constant(nothing(expr.type.kind));
  add_fault(result, make_.mask(true), code(it.kind == rules::FailKind::no_row ? Fault::no_row : Fault::conflict));
  return result;
}

}  // namespace huice::ir
