// Columns of the batch and of the decisions: the rows that one step reads and writes.
#include "compiler/machine/llvm/emit.h"

namespace huice::machine {

using llvm::Value;

Value* Emitter::at_row(Value* base, llvm::Type* item) {
  Value* row = narrow() ? make_.CreateShl(step_, 3) : step_;
  return make_.CreateInBoundsGEP(item, base, row);
}

Value* Emitter::load_bits(Value* base) {
  if (part_ == Part::logic) return make_.CreateAlignedLoad(mask_type(), make_.CreateInBoundsGEP(mask_type(), base, step_), llvm::Align(8));
  if (narrow()) return make_.CreateAlignedLoad(mask_type(), make_.CreateInBoundsGEP(make_.getInt8Ty(), base, step_), llvm::Align(1));
  Value* byte = make_.CreateLoad(make_.getInt8Ty(), make_.CreateInBoundsGEP(make_.getInt8Ty(), base, make_.CreateLShr(step_, 3)));
  Value* place = make_.CreateTrunc(make_.CreateAnd(step_, 7), make_.getInt8Ty());
  return make_.CreateTrunc(make_.CreateLShr(byte, place), make_.getInt1Ty());
}

void Emitter::store_bits(Value* column, Value* bits) {
  if (part_ == Part::logic) {
    make_.CreateAlignedStore(bits, make_.CreateInBoundsGEP(mask_type(), column, step_), llvm::Align(8));
    return;
  }
  llvm::Type* byte_type = make_.getInt8Ty();
  Value* address = make_.CreateInBoundsGEP(byte_type, column, make_.CreateLShr(step_, 3));
  Value* place = make_.CreateTrunc(make_.CreateAnd(step_, 7), byte_type);
  Value* others = make_.CreateAnd(make_.CreateLoad(byte_type, address), make_.CreateNot(make_.CreateShl(make_.getInt8(1), place)));
  make_.CreateStore(make_.CreateOr(others, make_.CreateShl(make_.CreateZExt(bits, byte_type), place)), address);
}

void Emitter::emit_output(const ir::Output& output) {
  Value* column = out_[&output - function_.outputs.data()];
  unsigned bits = 0;
  switch (output.kind) {
    case ir::OutputKind::status: bits = 8; break;
    case ir::OutputKind::error: bits = 16; break;
    case ir::OutputKind::amount:
    case ir::OutputKind::ceiling: bits = 64; break;
    default: return store_bits(column, mask(output.value));
  }
  llvm::Type* item = make_.getIntNTy(bits);
  llvm::Type* items = narrow() ? llvm::FixedVectorType::get(item, variant_.lanes) : item;
  make_.CreateAlignedStore(narrowed(output.value, items), at_row(column, item), llvm::Align(bits / 8));
}

/// Chains of constants (statuses, error codes) are chosen in the column's own width.
Value* Emitter::narrowed(ir::ValueId id, llvm::Type* items) {
  if (items == number_type()) return number(id);
  const auto& node = function_.values[id].node;
  if (const auto* it = std::get_if<ir::Choose>(&node)) {
    Value*& made = narrowed_[{id, items}];
    if (!made) made = make_.CreateSelect(lanes(it->mask), narrowed(it->yes, items), narrowed(it->no, items));
    return made;
  }
  if (const auto* it = std::get_if<ir::NumberConstant>(&node)) return llvm::ConstantInt::get(items, it->value.get_ui());
  return make_.CreateTrunc(number(id), items);
}

}  // namespace huice::machine
