// Masks, texts and choices. Logic works on whole bytes of bits; selecting works on lanes.
#include "compiler/machine/emit.h"

namespace huice::machine {

using llvm::Value;

Value* Emitter::from_lanes(Value* lanes) { return narrow() ? make_.CreateBitCast(lanes, make_.getInt8Ty()) : lanes; }

Value* Emitter::to_lanes(Value* bits) {
  return narrow() ? make_.CreateBitCast(bits, llvm::FixedVectorType::get(make_.getInt1Ty(), variant_.lanes)) : bits;
}

Value* Emitter::bits(ir::ValueId id) { return made_[id.value]; }

Value* Emitter::lanes(ir::ValueId id) {
  Value*& made = made_lanes_[id.value];
  if (!made) made = to_lanes(made_[id.value]);
  return made;
}

Value* Emitter::compare(llvm::CmpInst::Predicate predicate, ir::ValueId left, ir::ValueId right) {
  return from_lanes(make_.CreateICmp(predicate, number(left), number(right)));
}

Value* Emitter::emit(const ir::MaskConstant& it, const ir::Value&) {
  llvm::Type* type = narrow() ? make_.getInt8Ty() : make_.getInt1Ty();
  return it.value ? llvm::Constant::getAllOnesValue(type) : llvm::Constant::getNullValue(type);
}
Value* Emitter::emit(const ir::Known& it, const ir::Value&) { return load_bits(known_[it.column]); }
Value* Emitter::emit(const ir::Less& it, const ir::Value&) { return compare(llvm::CmpInst::ICMP_SLT, it.left, it.right); }
Value* Emitter::emit(const ir::Equal& it, const ir::Value&) { return compare(llvm::CmpInst::ICMP_EQ, it.left, it.right); }
Value* Emitter::emit(const ir::And& it, const ir::Value&) { return make_.CreateAnd(bits(it.left), bits(it.right)); }
Value* Emitter::emit(const ir::Or& it, const ir::Value&) { return make_.CreateOr(bits(it.left), bits(it.right)); }
Value* Emitter::emit(const ir::Not& it, const ir::Value&) { return make_.CreateNot(bits(it.operand)); }

Value* Emitter::emit(const ir::Choose& it, const ir::Value&) {
  return make_.CreateSelect(lanes(it.mask), made_[it.yes.value], made_[it.no.value]);
}

Value* Emitter::emit(const ir::ColumnValue& it, const ir::Value& value) {
  Value* data = data_[it.column];
  switch (value.sort) {
    case ir::Sort::number: return load_number(function_.columns[it.column], data);
    case ir::Sort::mask: return load_bits(data);
    case ir::Sort::text: break;
  }
  // A text is the address of its huice_text: 16 bytes each.
  llvm::Type* item = llvm::ArrayType::get(make_.getInt64Ty(), 2);
  Value* first = at_row(data, item);
  if (!narrow()) return first;
  std::vector<llvm::Constant*> lane;
  for (unsigned i = 0; i < variant_.lanes; ++i) lane.push_back(make_.getInt64(i));
  return make_.CreateGEP(item, first, llvm::ConstantVector::get(lane));
}

/// A huice_text in the object's read-only data.
Value* Emitter::emit(const ir::TextConstant& it, const ir::Value&) {
  const auto constant = [&](llvm::Constant* content) {
    auto* global = new llvm::GlobalVariable(module_, content->getType(), true, llvm::GlobalValue::PrivateLinkage, content);
    global->setAlignment(llvm::Align(16));
    return global;
  };
  llvm::Constant* bytes = constant(llvm::ConstantDataArray::getString(context_, it.value, false));
  llvm::Constant* text = constant(llvm::ConstantStruct::getAnon({bytes, make_.getInt64(it.value.size())}));
  return narrow() ? llvm::ConstantVector::getSplat(llvm::ElementCount::getFixed(variant_.lanes), text) : text;
}

/// The addresses of eight texts in memory, for a helper.
Value* Emitter::spill_texts(Value* texts, Value*& room) {
  if (!room) {
    llvm::IRBuilder<> entry(entry_, entry_->begin());
    room = entry.CreateAlloca(texts->getType());
  }
  make_.CreateStore(texts, room);
  return room;
}

Value* Emitter::call_text(const char* one, const char* eight, ir::ValueId left, ir::ValueId right) {
  Value *a = made_[left.value], *b = made_[right.value];
  if (narrow()) a = spill_texts(a, left_texts_), b = spill_texts(b, right_texts_);
  llvm::FunctionCallee helper = module_.getOrInsertFunction(narrow() ? eight : one, make_.getInt32Ty(), make_.getPtrTy(), make_.getPtrTy());
  auto* function = llvm::cast<llvm::Function>(helper.getCallee());
  function->setOnlyReadsMemory();
  function->setDoesNotThrow();
  function->addFnAttr(llvm::Attribute::WillReturn);
  Value* result = make_.CreateCall(helper, {a, b});
  return make_.CreateTrunc(result, narrow() ? make_.getInt8Ty() : make_.getInt1Ty());
}

Value* Emitter::emit(const ir::TextEqual& it, const ir::Value&) {
  return call_text("huice_text_equal", "huice_text_equal_8", it.left, it.right);
}
Value* Emitter::emit(const ir::StartsWith& it, const ir::Value&) {
  return call_text("huice_text_starts_with", "huice_text_starts_with_8", it.text, it.prefix);
}

}  // namespace huice::machine
