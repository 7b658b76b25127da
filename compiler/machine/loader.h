// Objects in this process without LLVM: kernels are small, need a few kinds of relocation, and call a few helpers.
#pragma once
#include <string_view>

#include "compiler/machine/generator.h"

namespace huice::machine {

/// The kernel `huice_kernel` of a relocatable object for this processor, bound to the helpers; its memory is given back with the last
/// copy. Memory is written first and made executable then, never both. Fails with Exit::environment where the system refuses that,
/// and with Exit::internal where the object is damaged or has what only LLVM's linker knows; on other processors than x86-64 all have.
Result<Code> load_object(std::string_view object, std::span<const Helper> helpers);

}  // namespace huice::machine
