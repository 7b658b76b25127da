#include "compiler/machine/target.h"

#include <initializer_list>

#include <llvm/ADT/StringMap.h>
#include <llvm/TargetParser/Host.h>

namespace huice::machine {
namespace {

std::string best_level() {
#if defined(__x86_64__)
  const llvm::StringMap<bool> features = llvm::sys::getHostCPUFeatures();
  const auto has = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (!features.lookup(name)) return false;
    }
    return true;
  };
  if (!has({"sse3", "ssse3", "sse4.1", "sse4.2", "popcnt", "cx16"})) return "x86-64";
  if (!has({"avx", "avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe"})) return "x86-64-v2";
  if (!has({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"})) return "x86-64-v3";
  return "x86-64-v4";
#else
  return "generic";
#endif
}

}  // namespace

Target target_for(const std::string& cpu) {
  Target target{cpu.empty() ? best_level() : cpu, {}, false, 0};
  if (target.cpu != "x86-64-v4") return target;
  target.vector_bits = 512;
  target.features = "-prefer-256-bit";
  target.ifma = llvm::sys::getHostCPUFeatures().lookup("avx512ifma");
  if (target.ifma) target.features += ",+avx512ifma";
  return target;
}

std::string describe(const Target& target) { return target.ifma ? target.cpu + " +avx512ifma" : target.cpu; }

}  // namespace huice::machine
