#include "compiler/machine/helpers.h"

#include <cstring>

#include "runtime/kernel_support/codes.h"
#include "runtime/kernel_support/kernel_support.h"

// The compiler's own helpers for 128-bit arithmetic, from libgcc.
extern "C" {
__int128 __divti3(__int128, __int128);
__int128 __modti3(__int128, __int128);
unsigned __int128 __udivti3(unsigned __int128, unsigned __int128);
unsigned __int128 __umodti3(unsigned __int128, unsigned __int128);
}

namespace huice::machine {

std::span<const Helper> helpers() {
#define HUICE_HELPER(name) {#name, reinterpret_cast<const void*>(&name)}
  static const Helper all[] = {
      HUICE_HELPER(huice_add_months),
      HUICE_HELPER(huice_text_equal),
      HUICE_HELPER(huice_text_equal_8),
      HUICE_HELPER(huice_text_starts_with),
      HUICE_HELPER(huice_text_starts_with_8),
      HUICE_HELPER(huice_uscc_form),
      HUICE_HELPER(huice_uscc_form_8),
      HUICE_HELPER(huice_uscc_checksum),
      HUICE_HELPER(huice_uscc_checksum_8),
      HUICE_HELPER(huice_citizen_id),
      HUICE_HELPER(huice_citizen_id_8),
      HUICE_HELPER(huice_gtin13),
      HUICE_HELPER(huice_gtin13_8),
      HUICE_HELPER(huice_division_form),
      HUICE_HELPER(huice_division_form_8),
      HUICE_HELPER(huice_division_within),
      HUICE_HELPER(huice_division_within_8),
      HUICE_HELPER(__divti3),
      HUICE_HELPER(__modti3),
      HUICE_HELPER(__udivti3),
      HUICE_HELPER(__umodti3),
      {"memset", reinterpret_cast<const void*>(static_cast<void* (*)(void*, int, size_t)>(&std::memset))},
      {"memcpy", reinterpret_cast<const void*>(static_cast<void* (*)(void*, const void*, size_t)>(&std::memcpy))},
  };
#undef HUICE_HELPER
  return all;
}

}  // namespace huice::machine
