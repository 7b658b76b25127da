// The frame of a kernel: check the guards, read the addresses of columns, then a loop over blocks or rows.
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

Value* Emitter::emit_value(ir::ValueId id) {
  const ir::Value& value = function_.values[id];
  return std::visit([&](const auto& node) { return emit(node, value); }, value.node);
}

void Emitter::jump(const char* name) {
  auto* next = llvm::BasicBlock::Create(context_, name, kernel_);
  make_.CreateBr(next);
  make_.SetInsertPoint(next);
}

void Emitter::emit_loop(Value* count, const std::function<void(Value*)>& body) {
  llvm::BasicBlock* before = make_.GetInsertBlock();
  jump("loop");
  llvm::BasicBlock* loop = make_.GetInsertBlock();
  llvm::PHINode* at = make_.CreatePHI(make_.getInt64Ty(), 2);
  at->addIncoming(make_.getInt64(0), before);
  body(at);
  Value* next = make_.CreateAdd(at, make_.getInt64(1));
  at->addIncoming(next, make_.GetInsertBlock());
  auto* after = llvm::BasicBlock::Create(context_, "after", kernel_);
  make_.CreateCondBr(make_.CreateICmpULT(next, count), loop, after);
  make_.SetInsertPoint(after);
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
  auto* done = llvm::BasicBlock::Create(context_, "done", kernel_, failed);
  auto* some = llvm::BasicBlock::Create(context_, "some", kernel_, done);
  make_.CreateCondBr(make_.CreateICmpEQ(rows, make_.getInt64(0)), done, some);

  make_.SetInsertPoint(some);
  if (narrow()) {
    emit_blocks(rows);
  } else {
    emit_loop(rows, [&](Value* row) {
      step_ = row;
      for (size_t i = 0; i < function_.values.size(); ++i) made_[i] = emit_value(Store<ir::Value>::id_at(i));
      for (const ir::Output& output : function_.outputs) emit_output(output);
    });
  }
  make_.CreateBr(done);

  make_.SetInsertPoint(done);
  make_.CreateRet(make_.getInt32(0));
  make_.SetInsertPoint(failed);
  make_.CreateRet(make_.getInt32(1));
}

}  // namespace huice::machine
