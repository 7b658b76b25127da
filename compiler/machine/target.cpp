#include "compiler/machine/target.h"

namespace huice::machine {
namespace {

/// By the processor's own word, without LLVM; tests hold it against what LLVM finds.
std::string best_level() {
#if defined(__x86_64__)
#define HUICE_HAS(feature) __builtin_cpu_supports(feature)
  if (!(HUICE_HAS("sse3") && HUICE_HAS("ssse3") && HUICE_HAS("sse4.1") && HUICE_HAS("sse4.2") && HUICE_HAS("popcnt") && HUICE_HAS("cmpxchg16b")))
    return "x86-64";
  if (!(HUICE_HAS("avx") && HUICE_HAS("avx2") && HUICE_HAS("bmi") && HUICE_HAS("bmi2") && HUICE_HAS("f16c") && HUICE_HAS("fma") && HUICE_HAS("lzcnt") &&
        HUICE_HAS("movbe")))
    return "x86-64-v2";
  if (!(HUICE_HAS("avx512f") && HUICE_HAS("avx512bw") && HUICE_HAS("avx512cd") && HUICE_HAS("avx512dq") && HUICE_HAS("avx512vl"))) return "x86-64-v3";
  return "x86-64-v4";
#undef HUICE_HAS
#else
  return "generic";
#endif
}

bool has_ifma() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512ifma");
#else
  return false;
#endif
}

}  // namespace

Target target_for(const std::string& cpu) {
  Target target{cpu.empty() ? best_level() : cpu, {}, false, 0};
  if (target.cpu != "x86-64-v4") return target;
  target.vector_bits = 512;
  target.features = "-prefer-256-bit";
  target.ifma = has_ifma();
  if (target.ifma) target.features += ",+avx512ifma";
  return target;
}

std::string describe(const Target& target) { return target.ifma ? target.cpu + " +avx512ifma" : target.cpu; }

}  // namespace huice::machine
