// Inside huice build: which measures, and their tables and declarations in C.
#pragma once
#include <string>
#include <vector>

#include "compiler/program/program.h"

namespace huice::ahead {

/// What is built of one entity, in order.
struct Part {
  uint32_t entity = 0;
  std::vector<uint32_t> measures;
};

/// The kernel of a measure's body, without `_narrow` or `_wide`.
std::string kernel_name(const std::string& name, const program::Program& program, uint32_t measure, size_t body);
/// Whether each kernel, in the order of parts, measures and bodies, has a narrow variant.
using Narrow = std::vector<bool>;

/// NAME.h.
std::string header_text(const program::Program& program, const std::vector<Part>& parts, const std::string& name);
/// NAME.c: tables, kernel support and the library around them.
std::string source_text(const program::Program& program, const std::vector<Part>& parts, const std::string& name, const Narrow& narrow);

}  // namespace huice::ahead
