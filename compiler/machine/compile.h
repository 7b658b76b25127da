// ir → object code: one module a kernel, for one target. No state; any thread may compile.
#pragma once
#include <string>

#include "base/result.h"
#include "compiler/machine/machine.h"
#include "compiler/machine/target.h"
#include "compiler/machine/variant.h"

namespace huice::machine {

/// What an object calls its kernel, and what stands before the names of the helpers that it calls.
struct Names {
  std::string kernel = "huice_kernel", helpers = {};
};
/// A relocatable object that defines the kernel.
Result<std::string> compile(const ir::Function& function, const Variant& variant, const Target& target, const Names& names = {});

/// The same on the way there, for people.
Result<std::string> listing(const ir::Function& function, const Variant& variant, const Target& target, Stage stage);

std::string llvm_version();

}  // namespace huice::machine
