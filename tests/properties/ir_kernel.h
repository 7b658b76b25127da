// Runs the IR of a measure step by step with unbounded integers. It tells faults of lowering from faults of machine code,
// needs no time to compile, and sees whether every value keeps to the interval that its width was chosen by.
#pragma once
#include <memory>

#include "compiler/ir/ir.h"
#include "runtime/batch/schema.h"
#include "runtime/engine/kernel.h"

namespace huice::properties {

/// Fails on a row whose values leave their intervals. `function` is copied.
std::unique_ptr<engine::Kernel> make_ir_kernel(const ir::Function& function);

}  // namespace huice::properties
