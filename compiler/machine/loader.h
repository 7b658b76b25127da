// Objects in this process without LLVM: kernels are small, need a few kinds of relocation, and call a few helpers.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "compiler/machine/generator.h"

namespace huice::machine {

/// The kernel `huice_kernel` of a relocatable object for this processor, bound to the helpers; its memory is given back with the last
/// copy. Memory is written first and made executable then, never both. Where the system refuses that, the code goes through a file in the
/// first of `folders` that allows it (code_file.h), and `through_file` becomes true; null: nobody asks. Fails with Exit::environment where
/// it allows nothing, and with Exit::internal where the object is damaged or has what only LLVM's linker knows; on other processors than x86-64 all have.
Result<Code> load_object(std::string_view object, std::span<const Helper> helpers, std::span<const std::string> folders = {}, bool* through_file = nullptr);

}  // namespace huice::machine
