#include "compiler/machine/llvm/phases.h"

#include <algorithm>

namespace huice::machine {
namespace {

template <class... Nodes>
bool is_one_of(const ir::Value& value) {
  return (std::holds_alternative<Nodes>(value.node) || ...);
}

bool is_constant(const ir::Value& value) { return is_one_of<ir::NumberConstant, ir::MaskConstant>(value); }

/// Whether words of bits are enough to make it.
bool is_logic(const ir::Value& value) {
  return is_one_of<ir::And, ir::Or, ir::Not, ir::Known>(value) || (is_one_of<ir::ColumnValue>(value) && value.sort == ir::Sort::mask);
}

}  // namespace

/// Values stand behind their operands, so that from the last to the first each is met when all that need it are known.
Phases::Phases(const ir::Function& function)
    : first(function.values.size()), logic(function.values.size()), last(function.values.size()) {
  for (const ir::Output& output : function.outputs) {
    const bool mask = function.values[output.value].sort == ir::Sort::mask;
    (mask ? logic : last)[output.value.value] = true;
  }
  const auto need = [](std::vector<bool>& part, const ir::Value& value) {
    for (const ir::ValueId operand : ir::operands(value)) part[operand.value] = true;
  };
  for (size_t i = function.values.size(); i-- > 0;) {
    const auto id = Store<ir::Value>::id_at(i);
    const ir::Value& value = function.values[id];
    if (is_constant(value)) {
      first[i] = logic[i] = last[i] = true;
      continue;
    }
    if (last[i] && value.sort == ir::Sort::mask) {
      last[i] = false, logic[i] = true;
      words.push_back(id);
    } else if (last[i] && (first[i] || !is_one_of<ir::Choose>(value))) {
      last[i] = false, first[i] = true;
      numbers.push_back(id);
    }
    if (logic[i] && !is_logic(value)) {
      logic[i] = false, first[i] = true;
      bits.push_back(id);
    }
    if (last[i]) need(last, value);
    if (logic[i]) need(logic, value);
    if (first[i]) need(first, value);
  }
}

}  // namespace huice::machine
