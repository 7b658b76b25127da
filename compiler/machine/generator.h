// The door to LLVM. Everything behind it (compiler/machine/llvm) is a module of its own, which the program carries inside itself and
// loads when the first kernel has to be compiled: a run whose objects are in the cache never pays for LLVM.
#pragma once
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "compiler/machine/helpers.h"
#include "compiler/machine/machine.h"
#include "compiler/machine/target.h"
#include "compiler/machine/variant.h"
#include "runtime/kernel_abi.h"

namespace huice::machine {

/// What an object calls its kernel, and what stands before the names of the helpers that it calls.
struct Names {
  std::string kernel = "huice_kernel", helpers = {};
};

/// A kernel in memory, which is given back with the last copy.
using Code = std::shared_ptr<huice_measure_kernel>;

/// No state that callers could see; any thread may call.
class Generator {
 public:
  virtual ~Generator() = default;

  /// A relocatable object that defines the kernel.
  virtual Result<std::string> compile(const ir::Function& function, const Variant& variant, const Target& target, const Names& names) const = 0;

  /// The same on the way there, for people.
  virtual Result<std::string> listing(const ir::Function& function, const Variant& variant, const Target& target, Stage stage) const = 0;

  /// What load_object (loader.h) does, for any processor and any object, by LLVM's own linker.
  virtual Result<Code> link(const std::string& object, std::span<const Helper> helpers) const = 0;
};

/// Loads the module at the first call; the same answer ever after. Fails where LLVM's library is not there, or where the system
/// refuses to take in code.
const Result<const Generator*>& generator();

}  // namespace huice::machine
