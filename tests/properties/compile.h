// A policy text through the stages before the engines, in memory.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/rules/rules.h"
#include "compiler/text/source.h"
#include "runtime/batch/schema.h"
#include "runtime/catalogue.h"

namespace huice::properties {

struct Compiled {
  text::Sources sources;
  diagnostics::Sink sink;
  rules::Program rules;
  Catalogue catalogue;
  std::vector<batch::Schema> schemas;
  bool ok() const { return !sink.has_errors(); }
};

std::unique_ptr<Compiled> compile(const std::string& text);
/// The codes of its errors, each once.
std::vector<std::string> errors_of(const Compiled& compiled);
std::string diagnostics_of(const Compiled& compiled);

}  // namespace huice::properties
