#include "compiler/ir/simplify.h"

#include "compiler/ir/builder.h"
#include "compiler/ir/operands.h"

namespace huice::ir {
namespace {

// Makes the same value from the new operands.
struct Remake {
  Builder& make;
  const std::vector<ValueId>& now;

  ValueId at(ValueId old) const { return now[old.value]; }
  ValueId operator()(const NumberConstant& n) const { return make.number(n.value); }
  ValueId operator()(const AsOf&) const { return make.as_of(); }
  ValueId operator()(const Add& n) const { return make.add(at(n.left), at(n.right)); }
  ValueId operator()(const Subtract& n) const { return make.subtract(at(n.left), at(n.right)); }
  ValueId operator()(const Multiply& n) const { return make.multiply(at(n.left), at(n.right)); }
  ValueId operator()(const Minimum& n) const { return make.minimum(at(n.left), at(n.right)); }
  ValueId operator()(const Maximum& n) const { return make.maximum(at(n.left), at(n.right)); }
  ValueId operator()(const Divide& n) const { return make.divide(at(n.dividend), at(n.divisor), n.mode); }
  ValueId operator()(const AddMonths& n) const { return make.add_months(at(n.date), at(n.months)); }
  ValueId operator()(const MaskConstant& n) const { return make.mask(n.value); }
  ValueId operator()(const Known& n) const { return make.known(n.column); }
  ValueId operator()(const Less& n) const { return make.less(at(n.left), at(n.right)); }
  ValueId operator()(const Equal& n) const { return make.equal(at(n.left), at(n.right)); }
  ValueId operator()(const And& n) const { return make.both(at(n.left), at(n.right)); }
  ValueId operator()(const Or& n) const { return make.either(at(n.left), at(n.right)); }
  ValueId operator()(const Not& n) const { return make.invert(at(n.operand)); }
  ValueId operator()(const TextEqual& n) const { return make.text_equal(at(n.left), at(n.right)); }
  ValueId operator()(const StartsWith& n) const { return make.starts_with(at(n.text), at(n.prefix)); }
  ValueId operator()(const HasBit& n) const { return make.has_bit(at(n.set), n.bit); }
  ValueId operator()(const TestText& n) const { return make.test_text(n.helper, at(n.text), at(n.other)); }
  ValueId operator()(const TextConstant& n) const { return make.text(n.value); }
  ValueId operator()(const ColumnValue& n) const { return make.column(n.column); }
  ValueId operator()(const Choose& n) const { return make.choose(at(n.mask), at(n.yes), at(n.no)); }
};

std::vector<bool> needed(const Function& function) {
  std::vector<bool> live(function.values.size());
  for (const Output& output : function.outputs) live[output.value.value] = true;
  for (size_t i = live.size(); i-- > 0;) {
    if (!live[i]) continue;
    for (ValueId operand : operands(function.values[Store<Value>::id_at(i)])) live[operand.value] = true;
  }
  return live;
}

/// Makes every live value again, in order.
Function pass(const Function& function, std::vector<Column> columns) {
  Function result{function.name, {}, std::move(columns), {}};
  Builder builder(result);
  const std::vector<bool> live = needed(function);
  std::vector<ValueId> now(function.values.size());
  for (size_t i = 0; i < live.size(); ++i) {
    if (!live[i]) continue;
    const Value& value = function.values[Store<Value>::id_at(i)];
    builder.span = value.span;
    now[i] = std::visit(Remake{builder, now}, value.node);
  }
  for (const Output& output : function.outputs) result.outputs.push_back({output.kind, output.index, now[output.value.value]});
  return result;
}

/// Columns that nothing reads any more are dropped, and what nothing needs.
Function compact(const Function& function) {
  const std::vector<bool> live = needed(function);
  std::vector<uint32_t> position(function.columns.size(), UINT32_MAX);
  Function result{function.name, {}, {}, {}};
  std::vector<ValueId> now(function.values.size());
  const auto column = [&](uint32_t old) {
    if (position[old] == UINT32_MAX) {
      position[old] = static_cast<uint32_t>(result.columns.size());
      result.columns.push_back(function.columns[old]);
    }
    return position[old];
  };
  const auto move = [&](ValueId& id) { id = now[id.value]; };
  for (size_t i = 0; i < live.size(); ++i) {
    if (!live[i]) continue;
    Value value = function.values[Store<Value>::id_at(i)];
    for_each_operand(value, move);
    if (auto* known = std::get_if<Known>(&value.node)) known->column = column(known->column);
    if (auto* read = std::get_if<ColumnValue>(&value.node)) read->column = column(read->column);
    now[i] = result.values.add(std::move(value));
  }
  for (const Output& output : function.outputs) result.outputs.push_back({output.kind, output.index, now[output.value.value]});
  return result;
}

}  // namespace

Function simplify(const Function& function, std::vector<Column> columns) { return compact(pass(function, std::move(columns))); }

}  // namespace huice::ir
