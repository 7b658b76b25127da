// Which vector instructions this machine has. Code that uses them is chosen when it runs; all paths give the same results.
#pragma once

namespace huice {

enum class Simd { portable, avx2, avx512 };

/// Asks the processor.
Simd look_for_simd();

/// What the machine can do: avx512 means F, BW, CD, DQ, VL, VBMI and VBMI2. HUICE_SIMD=portable or avx2 in the environment asks for less.
inline Simd simd() {
  static const Simd found = look_for_simd();
  return found;
}

}  // namespace huice

#if defined(__x86_64__) && defined(__GNUC__)
#define HUICE_X86 1
#define HUICE_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define HUICE_AVX512 __attribute__((target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt,lzcnt")))
#endif
