// Masks, texts and choices. Where rows are lanes, AVX-512's masks are <8 x i1> from load to store (mixed with bytes, LLVM 19's
// instruction selection rewrites some of them to and fro for ever); elsewhere they are bytes of bits, which is twice as fast.
#include "compiler/machine/llvm/emit.h"

namespace huice::machine {

using llvm::Value;

llvm::Type* Emitter::lanes_type() const {
  llvm::Type* bit = llvm::IntegerType::get(context_, 1);
  return narrow() ? llvm::FixedVectorType::get(bit, variant_.lanes) : bit;
}

llvm::Type* Emitter::mask_type() const {
  if (part_ == Part::logic) return llvm::IntegerType::get(context_, 64);
  return narrow() && !mask_registers_ ? llvm::IntegerType::get(context_, variant_.lanes) : lanes_type();
}

/// A mask as selects want it.
Value* Emitter::lanes(ir::ValueId id) {
  if (mask_type() == lanes_type()) return mask(id);
  Value*& made = lanes_[id.value];
  if (!made) made = make_.CreateBitCast(mask(id), lanes_type());
  return made;
}

Value* Emitter::compare(llvm::CmpInst::Predicate predicate, ir::ValueId left, ir::ValueId right) {
  return make_.CreateBitCast(make_.CreateICmp(predicate, number(left), number(right)), mask_type());
}

Value* Emitter::emit(const ir::MaskConstant& it, const ir::Value&) {
  return it.value ? llvm::Constant::getAllOnesValue(mask_type()) : llvm::Constant::getNullValue(mask_type());
}
Value* Emitter::emit(const ir::Known& it, const ir::Value&) { return load_bits(known_[it.column]); }
Value* Emitter::emit(const ir::Less& it, const ir::Value&) { return compare(llvm::CmpInst::ICMP_SLT, it.left, it.right); }
Value* Emitter::emit(const ir::Equal& it, const ir::Value&) { return compare(llvm::CmpInst::ICMP_EQ, it.left, it.right); }
Value* Emitter::emit(const ir::And& it, const ir::Value&) { return make_.CreateAnd(mask(it.left), mask(it.right)); }
Value* Emitter::emit(const ir::Or& it, const ir::Value&) { return make_.CreateOr(mask(it.left), mask(it.right)); }
Value* Emitter::emit(const ir::Not& it, const ir::Value&) {
  if (part_ == Part::logic) return make_.CreateNot(mask(it.operand));
  const auto& operand = function_.values[it.operand].node;
  if (const auto* less = std::get_if<ir::Less>(&operand)) return compare(llvm::CmpInst::ICMP_SGE, less->left, less->right);
  if (const auto* equal = std::get_if<ir::Equal>(&operand)) return compare(llvm::CmpInst::ICMP_NE, equal->left, equal->right);
  return make_.CreateNot(mask(it.operand));
}

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

Value* Emitter::emit(const ir::HasBit& it, const ir::Value&) {
  Value* set = number(it.set);
  Value* one = make_.CreateAnd(set, llvm::ConstantInt::get(set->getType(), llvm::APInt::getOneBitSet(variant_.bits, it.bit)));
  return make_.CreateBitCast(make_.CreateICmpNE(one, llvm::Constant::getNullValue(set->getType())), mask_type());
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

/// `one` has a helper for eight pairs beside it, one_8.
Value* Emitter::call_text(const std::string& one, ir::ValueId left, ir::ValueId right) {
  Value *a = made_[left.value], *b = made_[right.value];
  if (narrow()) a = spill_texts(a, left_texts_), b = spill_texts(b, right_texts_);
  llvm::FunctionCallee helper = module_.getOrInsertFunction(narrow() ? one + "_8" : one, make_.getInt32Ty(), make_.getPtrTy(), make_.getPtrTy());
  auto* function = llvm::cast<llvm::Function>(helper.getCallee());
  function->setOnlyReadsMemory();
  function->setDoesNotThrow();
  function->addFnAttr(llvm::Attribute::WillReturn);
  Value* result = make_.CreateCall(helper, {a, b});
  if (!narrow()) return make_.CreateTrunc(result, mask_type());
  Value* byte = make_.CreateTrunc(result, make_.getInt8Ty());
  if (!mask_registers_) return make_.CreateBitCast(byte, mask_type());
  // Bit by bit: a bit cast of the byte is one more that instruction selection would move to and fro for ever.
  std::vector<llvm::Constant*> bit;
  for (unsigned i = 0; i < variant_.lanes; ++i) bit.push_back(make_.getInt8(static_cast<uint8_t>(1u << i)));
  Value* chosen = make_.CreateAnd(make_.CreateVectorSplat(variant_.lanes, byte), llvm::ConstantVector::get(bit));
  return make_.CreateICmpNE(chosen, llvm::Constant::getNullValue(chosen->getType()));
}

Value* Emitter::emit(const ir::TextEqual& it, const ir::Value&) {
  return call_text("huice_text_equal", it.left, it.right);
}
Value* Emitter::emit(const ir::StartsWith& it, const ir::Value&) {
  return call_text("huice_text_starts_with", it.text, it.prefix);
}
Value* Emitter::emit(const ir::TestText& it, const ir::Value&) { return call_text(std::string(it.helper), it.text, it.other); }

}  // namespace huice::machine
