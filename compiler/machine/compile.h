// ir → object code: one module a kernel, for one target. No state; any thread may compile.
#pragma once
#include <string>

#include "base/result.h"
#include "compiler/machine/machine.h"
#include "compiler/machine/target.h"
#include "compiler/machine/variant.h"

namespace huice::machine {

/// A relocatable object that defines `huice_kernel`.
Result<std::string> compile(const ir::Function& function, const Variant& variant, const Target& target);

/// The same on the way there, for people.
Result<std::string> listing(const ir::Function& function, const Variant& variant, const Target& target, Stage stage);

std::string llvm_version();

}  // namespace huice::machine
