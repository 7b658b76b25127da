// Reads the one code to switch off from HUICE_DISABLE.
#include <cstdlib>

#include "base/test_switch.h"

namespace huice {
bool switched_off(std::string_view code) {
  static const char* const disabled = std::getenv("HUICE_DISABLE");
  return disabled != nullptr && code == disabled;
}
}  // namespace huice
