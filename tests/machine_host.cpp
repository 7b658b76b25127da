// The processor's level that kernels are compiled for is found without LLVM; LLVM must find the same.
#include <iostream>

#include <llvm/ADT/StringMap.h>
#include <llvm/TargetParser/Host.h>

#include "compiler/machine/target.h"

int main() {
#if defined(__x86_64__)
  const auto features = llvm::sys::getHostCPUFeatures();
  const auto has = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (!features.lookup(name)) return false;
    }
    return true;
  };
  const char* level = !has({"sse3", "ssse3", "sse4.1", "sse4.2", "popcnt", "cx16"})                        ? "x86-64"
                      : !has({"avx", "avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe"})              ? "x86-64-v2"
                      : !has({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"})                  ? "x86-64-v3"
                                                                                                          : "x86-64-v4";
  const bool ifma = level == std::string("x86-64-v4") && has({"avx512ifma"});
#else
  const char* level = "generic";
  const bool ifma = false;
#endif
  const huice::machine::Target target = huice::machine::target_for({});
  std::cout << "ours: " << huice::machine::describe(target) << "; LLVM's: " << level << (ifma ? " +avx512ifma" : "") << '\n';
  return target.cpu == level && target.ifma == ifma ? 0 : 1;
}
