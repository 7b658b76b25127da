// Comparisons and truth values (docs/language.md, "Missing data and errors").
#include "compiler/ir/lowering.h"

namespace huice::ir {

Lowered Lowering::node(const rules::Compare& it, const rules::Expr&) {
  Lowered result = lower(it.left);
  const Lowered other = lower(it.right);
  const Data left = result.data, right = other.data;
  inherit(result, other);
  const auto before = [&](const Data& a, const Data& b) {
    if (const auto* number = std::get_if<Number>(&a)) return less(make_, *number, std::get<Number>(b));
    return make_.less(std::get<ValueId>(a), std::get<ValueId>(b));
  };
  switch (it.op) {
    case rules::CompareOp::equal: result.data = equal(left, right); break;
    case rules::CompareOp::not_equal: result.data = make_.invert(equal(left, right)); break;
    case rules::CompareOp::less: result.data = before(left, right); break;
    case rules::CompareOp::less_equal: result.data = make_.invert(before(right, left)); break;
    case rules::CompareOp::greater: result.data = before(right, left); break;
    case rules::CompareOp::greater_equal: result.data = make_.invert(before(left, right)); break;
  }
  return result;
}

/// `x in {a, b}` is `x = a or x = b`, but nothing counts before x itself is known.
Lowered Lowering::node(const rules::In& it, const rules::Expr&) {
  Lowered result = lower(it.item);
  const Data item = std::exchange(result.data, make_.mask(false));
  Lowered any = constant(make_.mask(false));
  for (rules::ExprId id : it.items) {
    Lowered candidate = lower(id);
    candidate.data = equal(item, candidate.data);
    any = disjunction(any, candidate);
  }
  gate(any, known(result));
  inherit(result, any);
  result.data = any.data;
  return result;
}

Lowered Lowering::node(const rules::Contains& it, const rules::Expr&) {
  Lowered result = lower(it.item);
  const Lowered set = lower(it.set);
  const ValueId item = result.value();
  inherit(result, set);
  ValueId found = make_.mask(false);
  const size_t members = program_.choices[program_.exprs[it.set].type.choice].members.size();
  for (uint32_t i = 0; i < members; ++i) {
    found = make_.either(found, make_.both(make_.equal(item, make_.number(i)), make_.has_bit(set.value(), i)));
  }
  result.data = found;
  return result;
}

Lowered Lowering::node(const rules::StartsWith& it, const rules::Expr&) {
  Lowered result = lower(it.value);
  const Lowered prefix = lower(it.prefix);
  const ValueId text = result.value();
  inherit(result, prefix);
  result.data = make_.starts_with(text, prefix.value());
  return result;
}

namespace {

std::string_view helper_of(rules::TextTest test) {
  switch (test) {
    case rules::TextTest::uscc_form: return "huice_uscc_form";
    case rules::TextTest::uscc_checksum: return "huice_uscc_checksum";
    case rules::TextTest::citizen_id: return "huice_citizen_id";
    case rules::TextTest::gtin13: return "huice_gtin13";
    case rules::TextTest::division_form: return "huice_division_form";
    case rules::TextTest::division_within: return "huice_division_within";
  }
  return "";
}

}  // namespace

Lowered Lowering::node(const rules::TestsText& it, const rules::Expr&) {
  Lowered result = lower(it.text);
  const ValueId text = result.value();
  ValueId other = text;
  if (it.other) {
    const Lowered second = lower(*it.other);
    other = second.value();
    inherit(result, second);
  }
  result.data = make_.test_text(helper_of(it.test), text, other);
  return result;
}

Lowered Lowering::node(const rules::IsGiven& it, const rules::Expr&) {
  Lowered result = lower(it.operand);
  result.data = make_.invert(absent(result));
  result.absences.clear();
  return result;
}

Lowered Lowering::node(const rules::Default& it, const rules::Expr&) {
  Lowered result = lower(it.value);
  const ValueId open = absent(result);
  if (make_.is_false(open)) return result;
  Lowered fallback = lower(it.fallback);
  result.data = pick(open, fallback.data, result.data);
  result.absences.clear();
  gate(fallback, open);
  inherit(result, fallback);
  return result;
}

Lowered Lowering::node(const rules::Not& it, const rules::Expr&) {
  Lowered result = lower(it.operand);
  result.data = make_.invert(result.value());
  return result;
}

Lowered Lowering::node(const rules::Logic& it, const rules::Expr&) {
  const Lowered left = lower(it.left), right = lower(it.right);
  return it.op == rules::LogicOp::conjunction ? conjunction(left, right) : disjunction(left, right);
}

/// False wins over errors, errors over missing values: each side's faults and absences count only where the other side
/// is not false.
Lowered Lowering::conjunction(const Lowered& left, const Lowered& right) {
  const ValueId left_false = make_.and_not(known(left), left.value());
  const ValueId right_false = make_.and_not(known(right), right.value());
  Lowered result = left, other = right;
  const ValueId capped = make_.either(left.capped, right.capped);
  gate(result, make_.invert(right_false));
  gate(other, make_.invert(left_false));
  inherit(result, other);
  result.data = make_.both(left.value(), right.value());
  result.capped = capped;
  return result;
}

Lowered Lowering::disjunction(const Lowered& left, const Lowered& right) {
  const ValueId left_true = make_.both(known(left), left.value());
  const ValueId right_true = make_.both(known(right), right.value());
  Lowered result = left, other = right;
  const ValueId capped = make_.either(left.capped, right.capped);
  gate(result, make_.invert(right_true));
  gate(other, make_.invert(left_true));
  inherit(result, other);
  result.data = make_.either(left.value(), right.value());
  result.capped = capped;
  return result;
}

}  // namespace huice::ir
