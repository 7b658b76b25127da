// ir → LLVM: one kernel, value by value. Everything about meaning is decided before; here integers become lanes.
#pragma once
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "compiler/ir/ir.h"
#include "compiler/ir/widths.h"
#include "compiler/machine/target.h"
#include "compiler/machine/variant.h"

namespace huice::machine {

/// Narrow: blocks of 64 rows in three parts (phases.h); numbers <8 x i64>, masks <8 x i1> or i8, in the part of logic i64.
/// Wide: one row a step, numbers iN, masks i1.
class Emitter {
 public:
  Emitter(const ir::Function& function, const Variant& variant, const Target& target, llvm::Module& module);
  void emit_kernel();

 private:
  bool narrow() const { return variant_.lanes > 1; }

  // emit_kernel.cpp: the frame around the values
  void emit_guards(llvm::BasicBlock* failed);
  llvm::Value* load_field(llvm::Value* base, size_t offset, llvm::Type* type);
  void emit_loop(llvm::Value* count, const std::function<void(llvm::Value*)>& body);  // body(0 to count - 1); count is at least 1
  void jump(const char* name);                                     // to a new basic block, which goes on
  llvm::Value* emit_value(ir::ValueId id);

  // emit_blocks.cpp: 64 rows in three parts
  void emit_blocks(llvm::Value* rows);
  void emit_part(const std::vector<bool>& values);
  bool fits_bytes(ir::ValueId id) const;
  llvm::Value* bytes(ir::ValueId id);
  llvm::Value* room_for(ir::ValueId id);
  llvm::Value* in_room(ir::ValueId id, llvm::Value* step);

  // emit_rows.cpp: columns, a step's rows of them
  llvm::Value* at_row(llvm::Value* base, llvm::Type* item);   // address of the step's first item
  llvm::Value* load_bits(llvm::Value* base);
  void store_bits(llvm::Value* column, llvm::Value* bits);
  void emit_output(const ir::Output& output);
  llvm::Value* narrowed(ir::ValueId id, llvm::Type* items);

  // emit_numbers.cpp
  llvm::Type* number_type() const;
  llvm::Constant* number(const Integer& value) const;
  llvm::Value* number(ir::ValueId id) const { return made_[id.value]; }
  llvm::Value* emit(const ir::NumberConstant&, const ir::Value&);
  llvm::Value* emit(const ir::AsOf&, const ir::Value&);
  llvm::Value* emit(const ir::Add&, const ir::Value&);
  llvm::Value* emit(const ir::Subtract&, const ir::Value&);
  llvm::Value* emit(const ir::Multiply&, const ir::Value&);
  llvm::Value* emit(const ir::Minimum&, const ir::Value&);
  llvm::Value* emit(const ir::Maximum&, const ir::Value&);
  llvm::Value* emit(const ir::AddMonths&, const ir::Value&);
  llvm::Value* load_number(const ir::Column& column, llvm::Value* data);
  llvm::Value* widened(llvm::Value* value, bool is_signed);   // to number_type

  // emit_divide.cpp
  llvm::Value* emit(const ir::Divide&, const ir::Value&);
  llvm::Value* quotient(llvm::Value* dividend, const Integer& most, ir::ValueId divisor);  // 0 ≤ dividend ≤ most
  llvm::Value* quotient_by_constant(llvm::Value* dividend, Integer most, Integer divisor);
  llvm::Value* high_half(llvm::Value* a, const Integer& factor);

  // emit_masks.cpp
  llvm::Type* lanes_type() const;
  llvm::Type* mask_type() const;
  llvm::Value* lanes(ir::ValueId id);
  llvm::Value* mask(ir::ValueId id) const { return made_[id.value]; }
  llvm::Value* compare(llvm::CmpInst::Predicate predicate, ir::ValueId left, ir::ValueId right);
  llvm::Value* emit(const ir::MaskConstant&, const ir::Value&);
  llvm::Value* emit(const ir::Known&, const ir::Value&);
  llvm::Value* emit(const ir::Less&, const ir::Value&);
  llvm::Value* emit(const ir::Equal&, const ir::Value&);
  llvm::Value* emit(const ir::And&, const ir::Value&);
  llvm::Value* emit(const ir::Or&, const ir::Value&);
  llvm::Value* emit(const ir::Not&, const ir::Value&);
  llvm::Value* emit(const ir::TextEqual&, const ir::Value&);
  llvm::Value* emit(const ir::StartsWith&, const ir::Value&);
  llvm::Value* emit(const ir::HasBit&, const ir::Value&);
  llvm::Value* emit(const ir::TestText&, const ir::Value&);
  llvm::Value* emit(const ir::TextConstant&, const ir::Value&);
  llvm::Value* emit(const ir::ColumnValue&, const ir::Value&);
  llvm::Value* emit(const ir::Choose&, const ir::Value&);
  llvm::Value* call_text(const std::string& one, ir::ValueId left, ir::ValueId right);
  llvm::Value* spill_texts(llvm::Value* texts, llvm::Value*& room);

  const ir::Function& function_;
  const Variant& variant_;
  const bool ifma_;            // 52-bit multiply-high
  const bool mask_registers_;  // AVX-512
  llvm::Module& module_;
  llvm::LLVMContext& context_;
  llvm::IRBuilder<> make_;
  llvm::Function* kernel_ = nullptr;
  llvm::BasicBlock* entry_ = nullptr;
  enum class Part { lanes, logic } part_ = Part::lanes;
  llvm::Value* step_ = nullptr;               // narrow: row / 8, in the part of logic row / 64; wide: row
  llvm::Value* as_of_ = nullptr;
  std::vector<llvm::Value*> data_, known_;    // by column
  std::vector<llvm::Value*> out_;             // by output: its column
  llvm::Value *left_texts_ = nullptr, *right_texts_ = nullptr;
  std::vector<llvm::Value*> made_;            // by value, of the part that is being made
  std::map<uint32_t, llvm::Value*> rooms_;    // a block's memory of values that one part hands to another
  std::map<uint32_t, llvm::Value*> lanes_;    // masks by value, where they are kept as bytes
  std::map<std::pair<ir::ValueId, llvm::Type*>, llvm::Value*> narrowed_;
};

}  // namespace huice::machine
