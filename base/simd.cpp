#include "base/simd.h"

#include <cstdlib>
#include <string_view>

namespace huice {

Simd look_for_simd() {
#ifdef HUICE_X86
  const char* wish = std::getenv("HUICE_SIMD");
  const std::string_view most = wish == nullptr ? "" : wish;
  if (most == "portable") return Simd::portable;
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
  const bool avx512 = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2");
  if (avx2 && avx512 && most != "avx2") return Simd::avx512;
  if (avx2) return Simd::avx2;
#endif
  return Simd::portable;
}

}  // namespace huice
