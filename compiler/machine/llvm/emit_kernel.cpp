// The frame of a kernel: read the batch's addresses, check the guards, then a loop over rows.
#include <cstddef>

#include "compiler/ir/codes.h"
#include "compiler/machine/llvm/emit.h"
#include "runtime/kernel_abi.h"

namespace huice::machine {

using llvm::Value;

static_assert(HUICE_ELIGIBLE == int(ir::Status::eligible) && HUICE_INELIGIBLE == int(ir::Status::ineligible) &&
              HUICE_ERROR == int(ir::Status::error) && HUICE_UNDETERMINED == int(ir::Status::undetermined) &&
              HUICE_REFERRED == int(ir::Status::referred) && HUICE_NOT_IN_FORCE == int(ir::Status::not_in_force));
static_assert(HUICE_DIVISION_BY_ZERO == int(ir::Fault::division_by_zero) && HUICE_RANGE == int(ir::Fault::range) &&
              HUICE_NEGATIVE == int(ir::Fault::negative) && HUICE_BEFORE_FIRST_DATE == int(ir::Fault::before_first_date) &&
              HUICE_NO_ROW == int(ir::Fault::no_row) && HUICE_CONFLICT == int(ir::Fault::conflict));
static_assert(HUICE_NO_DATE == ir::no_date && HUICE_HALF_BITS == ir::half_bits && sizeof(huice_text) == 16 && HUICE_BATCH_ROWS % 64 == 0);

namespace {

size_t column_offset(ir::OutputKind kind) {
  switch (kind) {
    case ir::OutputKind::status: return offsetof(huice_decisions, status);
    case ir::OutputKind::amount: return offsetof(huice_decisions, amount);
    case ir::OutputKind::ceiling: return offsetof(huice_decisions, ceiling);
    case ir::OutputKind::ceiling_known: return offsetof(huice_decisions, ceiling_known);
    case ir::OutputKind::error: return offsetof(huice_decisions, error);
    case ir::OutputKind::capped: return offsetof(huice_decisions, capped);
    case ir::OutputKind::failed: return offsetof(huice_decisions, failed);
    case ir::OutputKind::missing: return offsetof(huice_decisions, missing);
  }
  return 0;
}

}  // namespace

Emitter::Emitter(const ir::Function& function, const Variant& variant, const Target& target, llvm::Module& module)
    : function_(function),
      variant_(variant),
      ifma_(target.ifma),
      mask_registers_(target.vector_bits == 512),
      module_(module),
      context_(module.getContext()),
      make_(context_),
      made_(function.values.size()) {}

Value* Emitter::load_field(Value* base, size_t offset, llvm::Type* type) {
  return make_.CreateLoad(type, make_.CreateConstInBoundsGEP1_64(make_.getInt8Ty(), base, offset));
}

Value* Emitter::at_row(Value* base, llvm::Type* item) {
  Value* row = narrow() ? make_.CreateShl(step_, 3) : step_;
  return make_.CreateInBoundsGEP(item, base, row);
}

Value* Emitter::load_bits(Value* base) {
  if (narrow()) return make_.CreateAlignedLoad(mask_type(), make_.CreateInBoundsGEP(make_.getInt8Ty(), base, step_), llvm::Align(1));
  Value* byte = make_.CreateLoad(make_.getInt8Ty(), make_.CreateInBoundsGEP(make_.getInt8Ty(), base, make_.CreateLShr(step_, 3)));
  Value* place = make_.CreateTrunc(make_.CreateAnd(step_, 7), make_.getInt8Ty());
  return make_.CreateTrunc(make_.CreateLShr(byte, place), make_.getInt1Ty());
}

void Emitter::store_bits(Value* column, Value* bits) {
  llvm::Type* byte_type = make_.getInt8Ty();
  if (narrow()) {
    make_.CreateStore(make_.CreateBitCast(bits, byte_type), make_.CreateInBoundsGEP(byte_type, column, step_));
    return;
  }
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

void Emitter::emit_row_step() {
  for (size_t i = 0; i < function_.values.size(); ++i) {
    const ir::Value& value = function_.values[Store<ir::Value>::id_at(i)];
    made_[i] = std::visit([&](const auto& node) { return emit(node, value); }, value.node);
  }
  for (const ir::Output& output : function_.outputs) emit_output(output);
}

void Emitter::emit_guards(llvm::BasicBlock* failed) {
  if (variant_.guards.empty()) return;
  Value* columns = load_field(kernel_->getArg(0), offsetof(huice_batch, columns), make_.getPtrTy());
  Value* beyond = make_.getFalse();
  for (const ir::Guard& guard : variant_.guards) {
    const size_t field = function_.columns[guard.column].field;
    Value* magnitude = load_field(columns, field * sizeof(huice_column) + offsetof(huice_column, magnitude), make_.getInt64Ty());
    beyond = make_.CreateOr(beyond, make_.CreateICmpUGT(magnitude, make_.getInt64(guard.bound)));
  }
  auto* passed = llvm::BasicBlock::Create(context_, "passed", kernel_, failed);
  make_.CreateCondBr(beyond, failed, passed);
  make_.SetInsertPoint(passed);
}

void Emitter::emit_kernel() {
  llvm::Type *ptr = make_.getPtrTy(), *i32 = make_.getInt32Ty(), *i64 = make_.getInt64Ty();
  kernel_ = llvm::Function::Create(llvm::FunctionType::get(i32, {ptr, ptr}, false), llvm::GlobalValue::ExternalLinkage,
                                   "huice_kernel", module_);
  kernel_->setDoesNotThrow();
  Value *batch = kernel_->getArg(0), *decisions = kernel_->getArg(1);
  entry_ = llvm::BasicBlock::Create(context_, "entry", kernel_);
  auto* failed = llvm::BasicBlock::Create(context_, "failed", kernel_);
  auto* loop = llvm::BasicBlock::Create(context_, "loop", kernel_);
  auto* done = llvm::BasicBlock::Create(context_, "done", kernel_);

  make_.SetInsertPoint(entry_);
  emit_guards(failed);
  Value* columns = load_field(batch, offsetof(huice_batch, columns), ptr);
  for (const ir::Column& column : function_.columns) {
    data_.push_back(load_field(columns, column.field * sizeof(huice_column) + offsetof(huice_column, data), ptr));
    known_.push_back(load_field(columns, column.field * sizeof(huice_column) + offsetof(huice_column, known), ptr));
  }
  for (const ir::Output& output : function_.outputs) {
    Value* column = load_field(decisions, column_offset(output.kind), ptr);
    out_.push_back(make_.CreateConstInBoundsGEP1_64(i64, column, uint64_t{output.index} * HUICE_BATCH_WORDS));
  }
  Value* as_of = load_field(batch, offsetof(huice_batch, as_of), i32);
  if (narrow()) as_of = make_.CreateVectorSplat(variant_.lanes, as_of);
  as_of_ = widened(as_of, true);
  Value* rows = make_.CreateZExt(load_field(batch, offsetof(huice_batch, rows), i32), i64);
  Value* steps = narrow() ? make_.CreateLShr(make_.CreateAdd(rows, make_.getInt64(7)), 3) : rows;
  llvm::BasicBlock* before = make_.GetInsertBlock();
  make_.CreateCondBr(make_.CreateICmpEQ(steps, make_.getInt64(0)), done, loop);

  make_.SetInsertPoint(loop);
  llvm::PHINode* step = make_.CreatePHI(i64, 2);
  step->addIncoming(make_.getInt64(0), before);
  step_ = step;
  emit_row_step();
  Value* next = make_.CreateAdd(step, make_.getInt64(1));
  step->addIncoming(next, make_.GetInsertBlock());
  make_.CreateCondBr(make_.CreateICmpULT(next, steps), loop, done);

  make_.SetInsertPoint(done);
  make_.CreateRet(make_.getInt32(0));
  make_.SetInsertPoint(failed);
  make_.CreateRet(make_.getInt32(1));
}

}  // namespace huice::machine
