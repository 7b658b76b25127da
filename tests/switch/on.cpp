// Reads the one code to switch off from HUICE_DISABLE, the place to die at from HUICE_FAILPOINT.
#include <csignal>
#include <cstdlib>

#include "base/test_switch.h"

namespace huice {
bool switched_off(std::string_view code) {
  static const char* const disabled = std::getenv("HUICE_DISABLE");
  return disabled != nullptr && code == disabled;
}
void failpoint(std::string_view place) {
  static const char* const chosen = std::getenv("HUICE_FAILPOINT");
  if (chosen != nullptr && place == chosen) std::raise(SIGKILL);
}
}  // namespace huice
