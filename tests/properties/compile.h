// A policy text through the stages before the engines, in memory.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "compiler/program/program.h"

namespace huice::properties {

struct Compiled : program::Program {
  bool ok() const { return !sink.has_errors(); }
};

/// External parameters have values (supplied.h).
std::unique_ptr<Compiled> compile(const std::string& text);
/// The codes of its errors, each once.
std::vector<std::string> errors_of(const Compiled& compiled);
std::string diagnostics_of(const Compiled& compiled);

}  // namespace huice::properties
