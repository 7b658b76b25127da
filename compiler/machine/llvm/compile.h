// ir → object code: one module a kernel, for one target. No state; any thread may compile.
#pragma once
#include <string>

#include "compiler/machine/generator.h"

namespace huice::machine {

/// A relocatable object that defines the kernel.
Result<std::string> compile(const ir::Function& function, const Variant& variant, const Target& target, const Names& names);

/// The same on the way there, for people.
Result<std::string> listing(const ir::Function& function, const Variant& variant, const Target& target, Stage stage);

}  // namespace huice::machine
