// Objects in this process by ORC, LLVM's linker.
#pragma once
#include "compiler/machine/generator.h"

namespace huice::machine {

/// The kernel of an object; its memory is released with the last copy of the pointer. Any thread may link.
Result<Code> link(const std::string& object, std::span<const Helper> helpers);

}  // namespace huice::machine
