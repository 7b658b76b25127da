// Finds bugs of ours before they become wrong decisions: order, sorts, intervals, divisors.
#include "compiler/ir/interval.h"
#include "compiler/ir/ir.h"

namespace huice::ir {
namespace {

struct Verifier {
  const Function& function;

  bool all(std::initializer_list<ValueId> ids, Sort sort) const {
    for (ValueId id : ids) {
      if (function.values[id].sort != sort) return false;
    }
    return true;
  }
  const Interval& interval(ValueId id) const { return function.values[id].interval; }

  // Each says whether operands and result have the sorts that the node asks for.
  bool operator()(const Value& v, const NumberConstant& n) const {
    return v.sort == Sort::number && v.interval == point(n.value);
  }
  bool operator()(const Value& v, const AsOf&) const { return v.sort == Sort::number; }
  bool operator()(const Value& v, const Divide& n) const {
    return v.sort == Sort::number && all({n.dividend, n.divisor}, Sort::number) && interval(n.divisor).lo >= 1;
  }
  bool operator()(const Value& v, const AddMonths& n) const {
    return v.sort == Sort::number && all({n.date, n.months}, Sort::number);
  }
  template <class Node>
    requires requires(Node n) { n.left; n.right; }
  bool operator()(const Value& v, const Node& n) const {  // add, subtract, multiply, minimum, maximum
    return v.sort == Sort::number && all({n.left, n.right}, Sort::number);
  }
  bool operator()(const Value& v, const MaskConstant&) const { return v.sort == Sort::mask; }
  bool operator()(const Value& v, const Known& n) const { return v.sort == Sort::mask && n.column < function.columns.size(); }
  bool operator()(const Value& v, const Less& n) const { return v.sort == Sort::mask && all({n.left, n.right}, Sort::number); }
  bool operator()(const Value& v, const Equal& n) const { return v.sort == Sort::mask && all({n.left, n.right}, Sort::number); }
  bool operator()(const Value& v, const And& n) const { return v.sort == Sort::mask && all({n.left, n.right}, Sort::mask); }
  bool operator()(const Value& v, const Or& n) const { return v.sort == Sort::mask && all({n.left, n.right}, Sort::mask); }
  bool operator()(const Value& v, const Not& n) const { return v.sort == Sort::mask && all({n.operand}, Sort::mask); }
  bool operator()(const Value& v, const TextEqual& n) const { return v.sort == Sort::mask && all({n.left, n.right}, Sort::text); }
  bool operator()(const Value& v, const StartsWith& n) const { return v.sort == Sort::mask && all({n.text, n.prefix}, Sort::text); }
  bool operator()(const Value& v, const HasBit& n) const {
    return v.sort == Sort::mask && all({n.set}, Sort::number) && n.bit < 64;
  }
  bool operator()(const Value& v, const TestText& n) const { return v.sort == Sort::mask && all({n.text, n.other}, Sort::text); }
  bool operator()(const Value& v, const TextConstant&) const { return v.sort == Sort::text; }
  bool operator()(const Value& v, const ColumnValue& n) const {
    if (n.column >= function.columns.size()) return false;
    switch (function.columns[n.column].kind) {
      case ColumnKind::boolean: return v.sort == Sort::mask;
      case ColumnKind::text: return v.sort == Sort::text;
      default: return v.sort == Sort::number;
    }
  }
  bool operator()(const Value& v, const Choose& n) const {
    return v.sort != Sort::mask && all({n.mask}, Sort::mask) && all({n.yes, n.no}, v.sort);
  }
};

bool fits(const Interval& interval, const Integer& lo, const Integer& hi) { return interval.lo >= lo && interval.hi <= hi; }

bool output_fits(const Value& value, OutputKind kind) {
  switch (kind) {
    case OutputKind::status: return value.sort == Sort::number && fits(value.interval, 0, 5);
    case OutputKind::error: return value.sort == Sort::number && fits(value.interval, 0, 65535);
    case OutputKind::amount:
    case OutputKind::ceiling: return value.sort == Sort::number && fits(value.interval, Integer(INT64_MIN), Integer(INT64_MAX));
    default: return value.sort == Sort::mask;
  }
}

}  // namespace

std::string verify(const Function& function) {
  const Verifier verifier{function};
  for (size_t i = 0; i < function.values.size(); ++i) {
    const Value& value = function.values[Store<Value>::id_at(i)];
    const std::string place = "%" + std::to_string(i) + ": ";
    for (ValueId operand : operands(value)) {
      if (operand.value >= i) return place + "stands before its operand";
    }
    if (!std::visit([&](const auto& node) { return verifier(value, node); }, value.node)) return place + "operands do not fit";
    if (value.sort == Sort::number && value.interval.lo > value.interval.hi) return place + "empty interval";
  }
  for (const Output& output : function.outputs) {
    if (output.value.value >= function.values.size()) return "an output has no value";
    if (!output_fits(function.values[output.value], output.kind)) return "an output does not fit its column";
  }
  return {};
}

}  // namespace huice::ir
