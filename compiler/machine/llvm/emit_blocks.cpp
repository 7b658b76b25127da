// 64 rows of a narrow kernel: see phases.h. Each part ends with a jump, because LLVM 19's instruction selection, which sees what is
// between two jumps, sometimes never ends where words of bits become lanes; through memory they don't meet.
#include "compiler/machine/llvm/emit.h"
#include "compiler/machine/llvm/phases.h"

namespace huice::machine {

using llvm::Value;

namespace {
constexpr unsigned steps = 8;  // of a block
}

/// Memory that lives as long as the kernel: of a mask a bit a row, of a number an item a row.
Value* Emitter::room_for(ir::ValueId id) {
  Value*& room = rooms_[id.value];
  if (room) return room;
  const bool mask = function_.values[id].sort == ir::Sort::mask;
  llvm::IRBuilder<> entry(entry_, entry_->begin());
  llvm::Type *word = make_.getInt64Ty(), *items = llvm::ArrayType::get(number_type(), steps);
  llvm::AllocaInst* made = entry.CreateAlloca(mask ? word : items);
  made->setAlignment(llvm::Align(mask ? 8 : 64));
  // A word is read whole, also where a batch ends before its last byte was ever written.
  if (mask) entry.CreateStore(make_.getInt64(0), made);
  return room = made;
}

Value* Emitter::in_room(ir::ValueId id, Value* step) {
  llvm::Type* item = function_.values[id].sort == ir::Sort::mask ? make_.getInt8Ty() : number_type();
  return make_.CreateInBoundsGEP(item, room_for(id), step);
}

/// Whether 64 rows of it fit one register, as those of statuses do: constants, chosen by masks.
bool Emitter::fits_bytes(ir::ValueId id) const {
  const auto& node = function_.values[id].node;
  if (const auto* it = std::get_if<ir::NumberConstant>(&node)) return it->value >= 0 && it->value <= 0xFF;
  const auto* it = std::get_if<ir::Choose>(&node);
  return it && !std::holds_alternative<ir::MaskConstant>(function_.values[it->mask].node) && fits_bytes(it->yes) && fits_bytes(it->no);
}

Value* Emitter::bytes(ir::ValueId id) {
  const unsigned rows = steps * variant_.lanes;
  llvm::Type *lanes = llvm::FixedVectorType::get(make_.getInt1Ty(), rows), *items = llvm::FixedVectorType::get(make_.getInt8Ty(), rows);
  const auto& node = function_.values[id].node;
  if (const auto* it = std::get_if<ir::NumberConstant>(&node)) return llvm::ConstantInt::get(items, it->value.get_ui());
  const auto& it = std::get<ir::Choose>(node);
  return make_.CreateSelect(make_.CreateAlignedLoad(lanes, room_for(it.mask), llvm::Align(8)), bytes(it.yes), bytes(it.no));
}

void Emitter::emit_part(const std::vector<bool>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] && !made_[i]) made_[i] = emit_value(Store<ir::Value>::id_at(i));
  }
}

void Emitter::emit_blocks(Value* rows) {
  const Phases phases(function_);
  const auto begin = [&](Part part) {
    part_ = part;
    std::fill(made_.begin(), made_.end(), nullptr);
    lanes_.clear();
    narrowed_.clear();
  };
  const auto of_sort = [&](const ir::Output& output, bool mask) { return (function_.values[output.value].sort == ir::Sort::mask) == mask; };
  llvm::Type* byte = make_.getInt8Ty();

  emit_loop(make_.CreateLShr(make_.CreateAdd(rows, make_.getInt64(63)), 6), [&](Value* block) {
    Value* begun = make_.CreateShl(block, 3);
    Value* left = make_.CreateLShr(make_.CreateAdd(make_.CreateSub(rows, make_.CreateShl(block, 6)), make_.getInt64(7)), 3);
    Value* count = make_.CreateBinaryIntrinsic(llvm::Intrinsic::umin, left, make_.getInt64(steps));

    emit_loop(count, [&](Value* step) {
      begin(Part::lanes);
      step_ = make_.CreateAdd(begun, step);
      emit_part(phases.first);
      for (const ir::ValueId id : phases.bits) make_.CreateStore(make_.CreateBitCast(mask(id), byte), in_room(id, step));
      for (const ir::ValueId id : phases.numbers) make_.CreateAlignedStore(number(id), in_room(id, step), llvm::Align(64));
    });

    begin(Part::logic);
    step_ = block;
    for (const ir::ValueId id : phases.bits) made_[id.value] = make_.CreateLoad(make_.getInt64Ty(), room_for(id));
    emit_part(phases.logic);
    for (const ir::ValueId id : phases.words) make_.CreateStore(mask(id), room_for(id));
    for (const ir::Output& output : function_.outputs) {
      if (of_sort(output, true)) emit_output(output);
    }

    const auto at_once = [&](const ir::Output& output) { return mask_registers_ && output.kind == ir::OutputKind::status && fits_bytes(output.value); };
    jump("statuses");
    step_ = begun;
    for (const ir::Output& output : function_.outputs) {
      if (at_once(output)) make_.CreateAlignedStore(bytes(output.value), at_row(out_[&output - function_.outputs.data()], byte), llvm::Align(8));
    }

    emit_loop(count, [&](Value* step) {
      begin(Part::lanes);
      step_ = make_.CreateAdd(begun, step);
      for (const ir::ValueId id : phases.words) made_[id.value] = make_.CreateAlignedLoad(mask_type(), in_room(id, step), llvm::Align(1));
      for (const ir::ValueId id : phases.numbers) made_[id.value] = make_.CreateAlignedLoad(number_type(), in_room(id, step), llvm::Align(64));
      emit_part(phases.last);
      for (const ir::Output& output : function_.outputs) {
        if (of_sort(output, false) && !at_once(output)) emit_output(output);
      }
    });
  });
}

}  // namespace huice::machine
