#include "compiler/machine/llvm/emit.h"

namespace huice::machine {

using llvm::Value;

llvm::Type* Emitter::number_type() const {
  llvm::Type* item = llvm::IntegerType::get(context_, variant_.bits);
  return narrow() ? llvm::FixedVectorType::get(item, variant_.lanes) : item;
}

llvm::Constant* Emitter::number(const Integer& value) const {
  return llvm::ConstantInt::get(number_type(), llvm::APInt(variant_.bits, value.get_str(), 10));
}

Value* Emitter::widened(Value* value, bool is_signed) {
  return is_signed ? make_.CreateSExt(value, number_type()) : make_.CreateZExt(value, number_type());
}

Value* Emitter::emit(const ir::NumberConstant& it, const ir::Value&) { return number(it.value); }
Value* Emitter::emit(const ir::AsOf&, const ir::Value&) { return as_of_; }
Value* Emitter::emit(const ir::Add& it, const ir::Value&) { return make_.CreateAdd(number(it.left), number(it.right)); }
Value* Emitter::emit(const ir::Subtract& it, const ir::Value&) { return make_.CreateSub(number(it.left), number(it.right)); }
Value* Emitter::emit(const ir::Multiply& it, const ir::Value&) { return make_.CreateMul(number(it.left), number(it.right)); }
Value* Emitter::emit(const ir::Minimum& it, const ir::Value&) {
  return make_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, number(it.left), number(it.right));
}
Value* Emitter::emit(const ir::Maximum& it, const ir::Value&) {
  return make_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, number(it.left), number(it.right));
}

/// Days and months fit 64 bits in both variants; the helper takes one pair at a time.
Value* Emitter::emit(const ir::AddMonths& it, const ir::Value&) {
  llvm::Type* i64 = make_.getInt64Ty();
  llvm::FunctionCallee helper = module_.getOrInsertFunction("huice_add_months", i64, i64, i64);
  auto* function = llvm::cast<llvm::Function>(helper.getCallee());
  function->setDoesNotAccessMemory();
  function->setDoesNotThrow();
  function->addFnAttr(llvm::Attribute::WillReturn);
  if (!narrow()) {
    return widened(make_.CreateCall(helper, {make_.CreateTrunc(number(it.date), i64), make_.CreateTrunc(number(it.months), i64)}),
                   true);
  }
  Value* result = llvm::PoisonValue::get(number_type());
  for (unsigned lane = 0; lane < variant_.lanes; ++lane) {
    Value* day = make_.CreateExtractElement(number(it.date), lane);
    Value* months = make_.CreateExtractElement(number(it.months), lane);
    result = make_.CreateInsertElement(result, make_.CreateCall(helper, {day, months}), lane);
  }
  return result;
}

Value* Emitter::load_number(const ir::Column& column, Value* data) {
  unsigned bits = 64;
  bool is_signed = true;
  switch (column.kind) {
    case ir::ColumnKind::choice: bits = 16, is_signed = false; break;
    case ir::ColumnKind::date: bits = 32; break;
    default: bits = column.wide ? 128 : 64; break;
  }
  llvm::Type* item = make_.getIntNTy(bits);
  if (!narrow()) return widened(make_.CreateAlignedLoad(item, at_row(data, item), llvm::Align(bits / 8)), is_signed);
  if (bits == 128) {
    // Under the guard the lower halves say all.
    llvm::Type* halves = llvm::FixedVectorType::get(make_.getInt64Ty(), variant_.lanes * 2);
    Value* pairs = make_.CreateAlignedLoad(halves, at_row(data, item), llvm::Align(64));
    std::vector<int> even;
    for (unsigned lane = 0; lane < variant_.lanes; ++lane) even.push_back(static_cast<int>(2 * lane));
    return make_.CreateShuffleVector(pairs, even);
  }
  llvm::Type* items = llvm::FixedVectorType::get(item, variant_.lanes);
  Value* loaded = make_.CreateAlignedLoad(items, at_row(data, item), llvm::Align(variant_.lanes * bits / 8));
  return bits == 64 ? loaded : widened(loaded, is_signed);
}

}  // namespace huice::machine
