// Which Huice this is.
#pragma once
#include <string>

namespace huice {

/// `0.1.0`
std::string version();
/// Several lines: compiler, language, LLVM and CPU path, batch ABI.
std::string version_text();

}  // namespace huice
