#include "api/version.h"

#include "compiler/machine/machine.h"
#include "runtime/kernel_abi.h"

namespace huice {

std::string version() { return HUICE_VERSION; }

std::string version_text() {
  return "huice " + version() + "\nlanguage 1\nLLVM " + machine::llvm_version() + ", " + machine::cpu_path() + "\nbatch ABI " +
         std::to_string(HUICE_ABI_VERSION);
}

}  // namespace huice
