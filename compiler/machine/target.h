// The processor that code is generated for.
#pragma once
#include <string>

namespace huice::machine {

/// A processor level, and every feature beyond it by name: never "native", whose feature lists are not consistent.
struct Target {
  std::string cpu;       // x86-64-v4, x86-64-v3, x86-64-v2, x86-64; elsewhere LLVM's `generic`
  std::string features;  // +avx512ifma,-prefer-256-bit
  bool ifma = false;
  unsigned vector_bits = 0;  // 0: as LLVM likes
};

/// The best level that this machine has, or the level `cpu`.
Target target_for(const std::string& cpu);

/// `x86-64-v4 +avx512ifma`, for --version.
std::string describe(const Target& target);

}  // namespace huice::machine
