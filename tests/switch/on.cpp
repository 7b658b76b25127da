// Reads the one code to switch off from HUICE_DISABLE, the place to die at from HUICE_FAILPOINT: `rename:before:decisions`, or
// `rename:before:decisions@2` for the second time that it gets there.
#include <csignal>
#include <cstdlib>
#include <string>

#include "base/test_switch.h"

namespace huice {
bool switched_off(std::string_view code) {
  static const char* const disabled = std::getenv("HUICE_DISABLE");
  return disabled != nullptr && code == disabled;
}
bool anything_switched_off() { return std::getenv("HUICE_DISABLE") != nullptr; }
void failpoint(std::string_view place) {
  static const std::string chosen = std::getenv("HUICE_FAILPOINT") != nullptr ? std::getenv("HUICE_FAILPOINT") : "";
  static const size_t at = chosen.find('@');
  static int left = at == std::string::npos ? 1 : std::atoi(chosen.c_str() + at + 1);
  if (place == std::string_view(chosen).substr(0, at) && --left == 0) std::raise(SIGKILL);
}
}  // namespace huice
