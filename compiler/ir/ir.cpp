#include "compiler/ir/ir.h"

#include "compiler/ir/operands.h"

namespace huice::ir {

std::vector<ValueId> operands(const Value& value) {
  std::vector<ValueId> ids;
  for_each_operand(const_cast<Value&>(value), [&](ValueId id) { ids.push_back(id); });
  return ids;
}

}  // namespace huice::ir
