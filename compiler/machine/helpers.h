// What generated code calls, by name: runtime/kernel_support, and the compiler's own helpers.
#pragma once
#include <span>
#include <string_view>

namespace huice::machine {

struct Helper {
  std::string_view name;
  const void* address;
};
std::span<const Helper> helpers();

}  // namespace huice::machine
